/** `npm run bench`: each figure beside what a user would use instead, taken in the same minutes, turn about. */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { RunResult, Sandbox } from '../../sandbox/sandbox.ts'
import { benchAsking } from './asking.ts'
import { confirmations } from './crowd.ts'
import { benchDiscord } from './discord.ts'
import {
  allOf,
  atLeast,
  atMost,
  median,
  NO_BAR,
  present,
  quantile,
  type Row,
  timesRow,
} from './figures.ts'
import { benchPictures } from './pictures.ts'
import { HELLO, LONG_PROGRAM, SHORT_PROGRAM, SPINNING, THOUSAND_SLEEPERS } from './programs.ts'
import { benchRates } from './rates.ts'
import { benchSlack } from './slack.ts'
import { firstAnswer } from './start.ts'

const ROUNDS = 40
const PYTHON = '/usr/bin/python3'

/** Of the medians, unless they say otherwise. */
const BARS = {
  printRatio: 0.7,
  helloRatio: 0.2,
  throughputRatio: 4,
  spinningPercent: 5,
  sleepersMs: 20,
  slotMib: 40,
  shortAdviceMs: 10,
  longAdviceMs: 40,
  crowdP99Ms: 200,
  startMs: 2000,
  idleMib: 200,
} as const

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
      await latency(sandbox, folder, 'print(1)', 'print(1)', BARS.printRatio),
      await latency(sandbox, folder, 'asyncio hello', HELLO, BARS.helloRatio),
      await latency(sandbox, folder, '50-line program', SHORT_PROGRAM),
      await throughput(sandbox, folder),
      await overhead(sandbox, folder, 'evidence on a CPU-bound program', SPINNING, ({ ratio }) =>
        atMost(100 * (ratio - 1), BARS.spinningPercent, '%'),
      ),
      await overhead(
        sandbox,
        folder,
        'evidence on 1,000 sleeping tasks',
        THOUSAND_SLEEPERS,
        ({ moreMs }) => atMost(moreMs, BARS.sleepersMs, 'ms'),
      ),
      await memory(),
      ...(await advice(sandbox)),
    ]
    await sandbox.close()
    rows.push(
      await start(),
      await crowd(),
      ...(await benchPictures()),
      ...(await benchAsking()),
      await benchRates(),
      await benchSlack(),
      await benchDiscord(),
    )
    present(rows)
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
  mostRatio?: number,
): Promise<Row> {
  await writeFile(join(folder, 'main.py'), code)
  const ours: number[] = []
  const bare: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    ours.push(await timed(() => sandbox.run({ code })))
    bare.push(await timed(() => runBare(folder)))
  }
  const ratio = median(ours) / median(bare)
  const bar = mostRatio ? atMost(ratio, mostRatio, '×') : NO_BAR
  return timesRow(what, ours, bar, besides(bare, `${ratio.toFixed(2)} ×`))
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
    ...atLeast(our / their, BARS.throughputRatio, '×'),
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
  barOf: (more: Readonly<{ ratio: number; moreMs: number }>) => ReturnType<typeof atMost>,
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
  const moreMs = median(ours.map((ms, i) => ms - (bare[i] ?? ms)))
  const shown = `${ratio.toFixed(2)} × (${moreMs >= 0 ? '+' : ''}${moreMs.toFixed(1)} ms)`
  return timesRow(what, ours, barOf({ ratio, moreMs }), besides(bare, shown))
}

function besides(bare: readonly number[], ratio: string): Partial<Row> {
  return { beside: `${median(bare).toFixed(1)} ms`, ratio }
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
  if (used.length === 0) return { ...timesRow('a slot', []), median: 'no cgroup here', p95: '' }
  const mib = median(used)
  const bar = atMost(mib, BARS.slotMib, 'MiB')
  return { ...timesRow('a slot', [], bar), median: `${mib.toFixed(1)} MiB`, p95: '' }
}

async function advice(sandbox: Sandbox): Promise<Row[]> {
  const advisor = await createAdvisor()
  const rows: Row[] = []
  for (const [what, code, mostMs] of [
    ['advice on 50 lines', SHORT_PROGRAM, BARS.shortAdviceMs],
    ['advice on 500 lines', LONG_PROGRAM, BARS.longAdviceMs],
  ] as const) {
    const result = await sandbox.run({ code })
    const times: number[] = []
    // The linter starts with the first question; in a served Overlap it is up before anybody asks.
    for (let i = 0; i < ROUNDS; i++) await advisor.advise(code, result)
    for (let i = 0; i < ROUNDS; i++) times.push(await timed(() => advisor.advise(code, result)))
    rows.push(timesRow(what, times, atMost(median(times), mostMs, 'ms')))
  }
  await advisor.close()
  return rows
}

async function crowd(): Promise<Row> {
  const times = await confirmations()
  const p99Ms = quantile(times, 0.99)
  const bar = atMost(p99Ms, BARS.crowdP99Ms, 'ms', 'p99 ')
  const beside = `p99 ${p99Ms.toFixed(0)} ms`
  return timesRow(`${times.length} answer a question in 5 s`, times, bar, { beside })
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
  const bar = allOf(
    atMost(median(times), BARS.startMs, 'ms'),
    atMost(memoryMib, BARS.idleMib, 'MiB'),
  )
  const beside = `Node then holds ${memoryMib.toFixed(0)} MiB`
  return timesRow('start to first answer', times, bar, { beside })
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

await main()
