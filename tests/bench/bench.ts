/** `npm run bench`: each figure beside what a user would use instead, taken in the same minutes, turn about. */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdvisor } from '../../bot/advice/advisor.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool.ts'
import type { RunResult, Sandbox } from '../../sandbox/sandbox.ts'
import { benchAsking } from './asking.ts'
import { confirmations } from './crowd.ts'
import { benchDiscord } from './discord.ts'
import { benchPictures } from './pictures.ts'
import { HELLO, LONG_PROGRAM, SHORT_PROGRAM, SPINNING, THOUSAND_SLEEPERS } from './programs.ts'
import { benchRates } from './rates.ts'
import { benchSlack } from './slack.ts'
import { firstAnswer } from './start.ts'

const ROUNDS = 40
const PYTHON = '/usr/bin/python3'

type Row = Readonly<{
  what: string
  median: string
  p95: string
  beside: string
  ratio: string
  bar: string
}>

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'overlap-bench-'))
  const sandbox = await startSandbox({
    python: PYTHON,
    ociRuntime: null,
    limits: LIMITS,
    stateDir: null,
  })
  try {
    console.log(
      `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, Python ${sandbox.status().python}`,
    )
    const rows = [
      await latency(sandbox, folder, 'print(1)', 'print(1)', '≤ 0.7 ×'),
      await latency(sandbox, folder, 'asyncio hello', HELLO, '≤ 0.2 ×'),
      await latency(sandbox, folder, '50-line program', SHORT_PROGRAM, ''),
      await throughput(sandbox, folder),
      await overhead(sandbox, folder, 'evidence on a CPU-bound program', SPINNING, '≤ 5 %'),
      await overhead(
        sandbox,
        folder,
        'evidence on 1,000 sleeping tasks',
        THOUSAND_SLEEPERS,
        '≤ 20 ms',
      ),
      await memory(),
      ...(await advice(sandbox)),
    ]
    await sandbox.close()
    rows.push(
      await start(),
      await crowd(),
      ...figures(await benchPictures()),
      ...figures(await benchAsking()),
      ...figures(await benchRates()),
      ...figures(await benchSlack()),
      await discord(),
    )
    console.table(rows)
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true })
  }
}

/** Code in hand to result in hand, beside a bare interpreter that is given the same file. */
async function latency(
  sandbox: Sandbox,
  folder: string,
  what: string,
  code: string,
  bar: string,
): Promise<Row> {
  await writeFile(join(folder, 'main.py'), code)
  const ours: number[] = []
  const bare: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    ours.push(await timed(() => sandbox.run({ code })))
    bare.push(await timed(() => runBare(folder)))
  }
  return row(what, ours, bare, bar)
}

/** Two clients, one run after another each, for as long as both have done 60. Turn about in blocks. */
async function throughput(sandbox: Sandbox, folder: string): Promise<Row> {
  await writeFile(join(folder, 'main.py'), HELLO)
  const ours: number[] = []
  const bare: number[] = []
  for (let block = 0; block < 5; block++) {
    ours.push(await rate(60, () => sandbox.run({ code: HELLO })))
    bare.push(await rate(20, () => runBare(folder)))
  }
  const [our, their] = [median(ours), median(bare)]
  return {
    what: 'asyncio hello, 2 clients',
    median: `${our.toFixed(0)}/s`,
    p95: '',
    beside: `${their.toFixed(0)}/s`,
    ratio: `${(our / their).toFixed(2)} ×`,
    bar: '≥ 4 ×',
  }
}

async function rate(runs: number, run: () => Promise<unknown>): Promise<number> {
  let left = runs
  const ms = await timed(() =>
    Promise.all(
      [1, 2].map(async () => {
        while (left-- > 0) await run()
      }),
    ),
  )
  return (runs / ms) * 1000
}

/** The program times itself; what it is slower by in the jail is what watching it costs. */
async function overhead(
  sandbox: Sandbox,
  folder: string,
  what: string,
  code: string,
  bar: string,
): Promise<Row> {
  await writeFile(join(folder, 'main.py'), code)
  const ours: number[] = []
  const bare: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    ours.push(Number(said(await sandbox.run({ code, alone: true }))))
    bare.push(Number(await runBare(folder)))
  }
  // Pair by pair: a neighbour's load that lasts a second is then in both.
  const ratio = median(ours.map((ms, i) => ms / (bare[i] ?? ms)))
  const more = median(ours.map((ms, i) => ms - (bare[i] ?? ms)))
  const shown = `${ratio.toFixed(2)} × (${more >= 0 ? '+' : ''}${more.toFixed(1)} ms)`
  return { ...row(what, ours, bare, bar), ratio: shown }
}

/** What an idle slot holds, from the kernel's own account of it. */
async function memory(): Promise<Row> {
  const used: number[] = []
  for (const root of ['/sys/fs/cgroup/memory', '/sys/fs/cgroup']) {
    const slots = (await readdir(root).catch(() => [])).filter((name) =>
      name.startsWith(`overlap-${process.pid}-`),
    )
    for (const slot of slots) {
      for (const file of ['memory.usage_in_bytes', 'memory.current']) {
        const bytes = await readFile(join(root, slot, file), 'utf8').catch(() => null)
        if (bytes) used.push(Number(bytes) / 2 ** 20)
      }
    }
  }
  const text = used.length ? `${median(used).toFixed(1)} MiB` : 'no cgroup here'
  return { what: 'a slot', median: text, p95: '', beside: '', ratio: '', bar: '≤ 40 MiB' }
}

async function advice(sandbox: Sandbox): Promise<Row[]> {
  const advisor = await createAdvisor()
  const rows: Row[] = []
  for (const [what, code, bar] of [
    ['advice on 50 lines', SHORT_PROGRAM, '≤ 10 ms'],
    ['advice on 500 lines', LONG_PROGRAM, '≤ 40 ms'],
  ] as const) {
    const result = await sandbox.run({ code })
    const times: number[] = []
    // The linter starts with the first question; in a served Overlap it is up before anybody asks.
    for (let i = 0; i < ROUNDS; i++) await advisor.advise(code, result)
    for (let i = 0; i < ROUNDS; i++) times.push(await timed(() => advisor.advise(code, result)))
    rows.push(row(what, times, null, bar))
  }
  await advisor.close()
  return rows
}

async function crowd(): Promise<Row> {
  const times = await confirmations()
  return {
    ...row(`${times.length} answer a question in 5 s`, [...times], null, 'p99 ≤ 200 ms'),
    beside: `p99 ${quantile(times, 0.99).toFixed(0)} ms`,
  }
}

/** From `npm start` to the first answered run on the page, and what the idle program holds then. */
async function start(): Promise<Row> {
  const times: number[] = []
  let memoryMib = 0
  for (let i = 0; i < 5; i++) {
    const { ms, rssMib } = await firstAnswer()
    times.push(ms)
    memoryMib = rssMib
  }
  return {
    ...row('start to first answer', times, null, '≤ 2 s'),
    beside: `Node then holds ${memoryMib.toFixed(0)} MiB (≤ 200)`,
  }
}

function figures(figures: Awaited<ReturnType<typeof benchPictures>>): Row[] {
  return figures.map(({ name, p50Ms, p95Ms, bar }) => ({
    what: name,
    median: `${p50Ms.toFixed(1)} ms`,
    p95: `${p95Ms.toFixed(1)} ms`,
    beside: '',
    ratio: '',
    bar,
  }))
}

/** From the gateway's event to the first answer, with two runs a second beside. */
async function discord(): Promise<Row> {
  const { sent, p50Ms, p99Ms, lost, doubled } = await benchDiscord()
  return {
    what: `Discord: ${sent} interactions, 100/s`,
    median: `${p50Ms.toFixed(0)} ms`,
    p95: `p99 ${p99Ms.toFixed(0)} ms`,
    beside: `${lost} lost, ${doubled} doubled`,
    ratio: '',
    bar: 'p99 ≤ 100 ms, 0, 0',
  }
}

function row(what: string, ours: number[], bare: number[] | null, bar: string): Row {
  return {
    what,
    median: `${median(ours).toFixed(1)} ms`,
    p95: `${quantile(ours, 0.95).toFixed(1)} ms`,
    beside: bare ? `${median(bare).toFixed(1)} ms` : '',
    ratio: bare ? `${(median(ours) / median(bare)).toFixed(2)} ×` : '',
    bar,
  }
}

function runBare(folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, ['main.py'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
    let text = ''
    child.stdout.on('data', (data) => {
      text += data
    })
    child.on('error', reject).on('close', () => resolve(text))
  })
}

function said(result: RunResult): string {
  return result.output.map((chunk) => chunk.text).join('')
}

async function timed(what: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await what()
  return performance.now() - began
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

await main()
