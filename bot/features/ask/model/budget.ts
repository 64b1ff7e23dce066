/** Checks whether the model may be used and, if not, says why and until when. */

import { DAY_MS } from '../../../lib/days.ts'
import { waitingTime } from '../../../lib/text/quantities.ts'
import type { AskContext } from '../context.ts'
import type { ModelConfig } from './config.ts'

/** Null if the model may be used, otherwise a sentence for the asker. Counts one call against the asker's rate limit. */
export async function refusal(
  { tokensPerDay }: Pick<ModelConfig, 'tokensPerDay'>,
  { request: { person }, settings, store, clock, take }: AskContext,
): Promise<string | null> {
  if (!(await settings.of(person)).model) return 'The language model is switched off here.'
  const now = clock()
  const used = await store.usage.ofDay(person, now)
  const whose = used.person >= tokensPerDay.person ? 'You have' : 'This workspace has'
  if (used.person >= tokensPerDay.person || used.workspace >= tokensPerDay.workspace) {
    return `${whose} used up the language model for today. It is back at 00:00 UTC, in ${waitingTime(DAY_MS - (now % DAY_MS))}.`
  }
  const waitMs = await take('model')
  if (waitMs === 0) return null
  return `That is a lot of questions in a short time. The language model is back in ${waitingTime(waitMs)}.`
}
