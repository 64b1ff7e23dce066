/** The button under a verdict that suggests another model: measure it instead of believing it. */
import type { Advice } from '../../analysis/advice.ts'
import type { Block } from '../../core/message.ts'
import type { Verdict } from '../../core/verdict.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import type { Program } from '../../reading/program.ts'
import { findLoop, isLoop } from './off-thread.ts'

const CHANGES: ReadonlySet<Verdict> = new Set(['async', 'threads', 'processes'])

/** Whether to offer a race: the verdict suggests another model and the program has a loop to race. */
export async function isRaceable({ code }: Program, { verdict }: Advice): Promise<boolean> {
  if (!CHANGES.has(verdict)) return false
  try {
    return isLoop(await findLoop(code))
  } catch (error) {
    if (error instanceof TooComplexError) return false
    throw error
  }
}

/** The “Race it” button. `again`: the `code` option that ran the program; `given`: its other options. */
export function offerRace(again: string, given: Readonly<Record<string, string>>): Block {
  const options = { code: again, ...given }
  return {
    kind: 'choices',
    prompt: "Don't take my word for it:",
    choices: [{ label: 'Race it', action: { command: 'race', options } }],
  }
}
