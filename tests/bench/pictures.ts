/** What a picture costs, from a run's result to bytes that can be posted. */
import { png } from '../../bot/pictures/png.ts'
import { timeline } from '../../bot/pictures/timeline.ts'
import type { RunResult } from '../../sandbox/sandbox.ts'
import { gathered, inARow, limited } from '../pictures/runs.ts'

type Figure = Readonly<{ name: string; p50Ms: number; p95Ms: number; bar: string }>

const ROUNDS = 30
const WIDTH = 1200
const BAR = '≤ 60 ms'

export async function benchPictures(): Promise<readonly Figure[]> {
  const cold = await timed(() => drawn(inARow(10)))
  return [
    { name: 'first PNG of a process', p50Ms: cold, p95Ms: cold, bar: '' },
    // 1200 × 580
    await figure('PNG of 6 lanes, 1200 × 580', () => drawn(gathered(4)), BAR),
    await figure('PNG of 40 lanes, 1200 × 1364', () => drawn(gathered(38)), ''),
    await figure('PNG of 100 tasks in a group', () => drawn(limited(100, 10)), ''),
    await figure('SVG of 100 tasks in a group', async () => timeline('', limited(100, 10)), ''),
  ]
}

async function drawn(result: RunResult): Promise<Uint8Array> {
  return png(timeline('', result).svg, { width: WIDTH })
}

async function figure(name: string, draw: () => Promise<unknown>, bar: string): Promise<Figure> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(draw))
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? 0
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), bar }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
