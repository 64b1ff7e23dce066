/** `node tests/bench/kills.ts [KILLS]`: kills the program while it is busy, and looks at what the next start finds and takes. */
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { asker } from './asker.ts'
import { judge, quantile } from './figures.ts'
import { type Folders, folders, type Real, startReal } from './real.ts'

const FIRST_STARTS = 5
const PEOPLE = 4
/** The first starts and the next ones wait for the same work. */
const SLOWER = 2
const BUSY: readonly string[] = [
  'import time\ntime.sleep(9)',
  'while True: pass',
  'import os, time\nos.fork()\nos.fork()\ntime.sleep(9)',
  'open("file.txt", "w").write("x" * 1_000_000)\nwhile True: print("x")',
  'import threading, time\nfor _ in range(50): threading.Thread(target=time.sleep, args=(9,)).start()',
  'print(1)',
]

/** Times in ms; `left` is what was there once the next program had started. */
export type Kills = Readonly<{
  firstMs: readonly number[]
  nextMs: readonly number[]
  left: readonly string[]
}>

export async function killOften(kills: number, firstStarts = FIRST_STARTS): Promise<Kills> {
  const firstMs = await Array.fromAsync({ length: firstStarts }, firstStart)
  const homes = await folders()
  const nextMs: number[] = []
  const left: string[] = []
  try {
    let real = await startReal(homes)
    for (let kill = 0; kill < kills; kill++) {
      const { pid } = real
      const children = await childrenOf(pid)
      await killBusy(real, 50 + ((kill * 197) % 1_500))
      real = await startReal(homes)
      nextMs.push(real.startMs)
      left.push(...(await leftOf(homes, pid, children)))
    }
    await real.end('SIGTERM')
    left.push(...(await homes.left(real.pid)))
    return { firstMs, nextMs, left }
  } finally {
    await homes.remove()
  }
}

async function firstStart(): Promise<number> {
  const homes = await folders()
  const real = await startReal(homes)
  await real.end('SIGTERM')
  await homes.remove()
  return real.startMs
}

async function killBusy(real: Real, afterMs: number): Promise<void> {
  const people = Array.from({ length: PEOPLE }, (_, n) => asker(real.url, `Ada ${n}`, 60_000))
  const runs = people.flatMap((each) => BUSY.map((code) => each.run(code)))
  await delay(afterMs)
  await real.end('SIGKILL')
  for (const each of people) each.leave()
  // They are not answered any more.
  void Promise.allSettled(runs)
}

/** What belongs to the killed process; the folder of the one that runs now is beside it. */
async function leftOf(
  homes: Folders,
  pid: number,
  children: readonly number[],
): Promise<readonly string[]> {
  const isItsOwn = (line: string) =>
    /^(?:process|cgroup) /.test(line) || line.includes(`${homes.state}/${pid}-`)
  const found = [...(await homes.left(pid, isItsOwn))]
  for (const child of children) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')
    if (command) found.push(`child ${child} ${command}`)
  }
  return found
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.trim().split(' ').filter(Boolean).map(Number)
}

function missedOf({ firstMs, nextMs, left }: Kills): readonly string[] {
  const [first, next] = [quantile(firstMs, 0.5), quantile(nextMs, 0.5)]
  return [
    ...(left.length > 0 ? [`${left.length} leftovers, such as ${left[0]}`] : []),
    ...(next > SLOWER * first
      ? [`next start ${next.toFixed(0)} ms, bar ${SLOWER} × ${first.toFixed(0)} ms`]
      : []),
  ]
}

if (import.meta.main) {
  const kills = await killOften(Number(process.argv[2] ?? 72))
  const times = (ms: readonly number[]) =>
    `median ${quantile(ms, 0.5).toFixed(0)} ms, max ${quantile(ms, 1).toFixed(0)} ms`
  console.log(`${kills.firstMs.length} first starts: ${times(kills.firstMs)}`)
  console.log(`${kills.nextMs.length} starts after a kill: ${times(kills.nextMs)}`)
  for (const line of kills.left.slice(0, 20)) console.log(`left: ${line}`)
  judge(missedOf(kills))
}
