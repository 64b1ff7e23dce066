/** An advisor that counts its verdicts. */
import type { Context } from '../core/command.ts'
import type { Advisor } from './advisor.ts'

/** Wraps an advisor to emit an event for each verdict on a program that was run, for `stats` and `/metrics`. */
export function countingVerdicts(
  advisor: Pick<Advisor, 'advise'>,
  tell: Context['emit'],
): Pick<Advisor, 'advise'> {
  return {
    async advise(code, result, files) {
      const advice = await advisor.advise(code, result, files)
      if (result) tell({ kind: 'verdict', verdict: advice.verdict })
      return advice
    },
  }
}
