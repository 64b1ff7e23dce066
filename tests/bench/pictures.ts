/** What a picture costs, from a run's result to bytes that can be posted. */
import { png } from '../../bot/timeline/png.ts'
import { timeline } from '../../bot/timeline/timeline.ts'
import type { RunResult } from '../../sandbox/sandbox.ts'
import { gathered, inARow, limited } from '../timeline/runs.ts'
import { atMost, median, NO_BAR, type Row, timesRow } from './figures.ts'

const ROUNDS = 30
const WIDTH = 1200
/** Of the median. */
const BAR_MS = 60

export async function benchPictures(): Promise<readonly Row[]> {
  const cold = await timed(() => drawn(inARow(10)))
  return [
    timesRow('first PNG of a process', [cold]),
    // 1200 × 580
    await row('PNG of 6 lanes, 1200 × 580', () => drawn(gathered(4)), BAR_MS),
    await row('PNG of 40 lanes, 1200 × 1364', () => drawn(gathered(38))),
    await row('PNG of 100 tasks in a group', () => drawn(limited(100, 10))),
    await row('SVG of 100 tasks in a group', async () => timeline('', limited(100, 10))),
  ]
}

async function drawn(result: RunResult): Promise<Uint8Array> {
  return png(timeline('', result).svg, { width: WIDTH })
}

async function row(what: string, draw: () => Promise<unknown>, mostMs?: number): Promise<Row> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(draw))
  return timesRow(what, times, mostMs ? atMost(median(times), mostMs, 'ms') : NO_BAR)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
