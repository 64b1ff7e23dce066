/** How long advice takes besides the run: for the bench's table. */
import { createAdvisor } from '../../bot/advice/advisor.ts'
import { labelledPrograms } from './labelled.ts'

export type Timing = Readonly<{ what: string; p50Ms: number; p95Ms: number }>

const ROUNDS = 40

/** Advice on programs of about 50 and of 500 lines, the parser and the linter being up. */
export async function adviceTimings(): Promise<Timing[]> {
  const sources = labelledPrograms().map(({ code }) => code)
  const short = sources.filter((code) => code.split('\n').length >= 30).slice(0, 8)
  const long = sources.join('\n').split('\n').slice(0, 500).join('\n')
  const advisor = await createAdvisor()
  try {
    for (const code of short) await advisor.advise(code, null)
    return [await timing('advice, 50 lines', short), await timing('advice, 500 lines', [long])]
  } finally {
    advisor.close()
  }

  async function timing(what: string, codes: readonly string[]): Promise<Timing> {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const code = codes[round % codes.length] ?? ''
      const started = performance.now()
      await advisor.advise(code, null)
      times.push(performance.now() - started)
    }
    const sorted = times.toSorted((a, b) => a - b)
    return { what, p50Ms: sorted[ROUNDS / 2] ?? 0, p95Ms: sorted[Math.floor(ROUNDS * 0.95)] ?? 0 }
  }
}
