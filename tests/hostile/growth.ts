/** Whether work takes time by the length of a text, or by its square. */
import { UserError } from '../../bot/core/errors.ts'
import { TooComplexError } from '../../bot/lib/workers/errors.ts'
import { cpuMs } from '../cpu.ts'
import { grown } from './fragments.ts'

type Take = (text: string) => unknown

/** Characters. */
const LENGTHS = [2, 4, 8, 16, 32].map((thousands) => thousands * 1024)

/** CPU time that any text may take, however short: see the budget in `bot/analysis/python/parser.ts`. */
const FLOOR_MS = 60

/** Twice the length may take three times as long. */
const STEEP = 3

/** Other work of the machine makes a measurement longer, never shorter. */
const TRIES = 6

/** The doublings that took more than three times as long; none where all is well. */
export async function steeps(take: Take, fragment: string): Promise<string[]> {
  const measure = (length: number) => cpuMs(() => taken(take, grown(fragment, length)))
  if ((await measure(LENGTHS.at(-1) ?? 0)) <= FLOOR_MS) return []
  const found: string[] = []
  let before = Number.POSITIVE_INFINITY
  for (const length of LENGTHS) {
    let ms = await measure(length)
    for (let tries = 1; tries < TRIES && isSteep(before, ms); tries++) {
      ms = Math.min(ms, await measure(length))
    }
    if (isSteep(before, ms)) {
      found.push(
        `${JSON.stringify(fragment)} × ${length}: ${before.toFixed()} → ${ms.toFixed()} ms`,
      )
    }
    before = ms
  }
  return found
}

function isSteep(before: number, ms: number): boolean {
  return ms > FLOOR_MS && ms > STEEP * before
}

/** To be given up or refused is an answer. */
async function taken(take: Take, text: string): Promise<void> {
  try {
    await take(text)
  } catch (error) {
    if (!(error instanceof TooComplexError || error instanceof UserError)) throw error
  }
}
