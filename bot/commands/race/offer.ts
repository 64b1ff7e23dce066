/** The button under a verdict that asks for another model: try it instead of believing it. */
import type { Advice, Verdict } from '../../advice/advice.ts'
import type { Block } from '../../message.ts'
import { findRace, isCandidate } from '../../race/find.ts'
import type { Program } from '../../reading/program.ts'

const CHANGES: ReadonlySet<Verdict> = new Set(['async', 'threads', 'processes'])

/** `again` is the `code` option that ran it. Attached files do not come with a press, so such a program gets none. */
export function offerRace(
  { code, files }: Program,
  { verdict }: Advice,
  again: string,
  stdin: string | null,
): Block | null {
  if (!CHANGES.has(verdict) || files.length > 0 || !isCandidate(findRace(code))) return null
  const options = { code: again, ...(stdin === null ? {} : { stdin }) }
  return {
    kind: 'choices',
    prompt: 'Measured beats predicted:',
    choices: [{ label: 'Race it', action: { command: 'race', options } }],
  }
}
