/** The answer if nothing can be run: advice from the source alone. */
import type { Advice } from '../../analysis/advice.ts'
import type { Message } from '../../core/message.ts'
import { verdictBlocks } from './verdict.ts'

/** The answer if no sandbox is available: advice from the source code alone. */
export function unmeasured(advice: Advice): Message {
  return {
    blocks: [{ kind: 'markdown', text: NO_JAIL }, ...verdictBlocks(advice)],
    notice: 'Not run: there is no jail here.',
    audience: 'everyone',
    done: true,
  }
}

/** What exactly is missing is only for the operator, because it names files and programs of the machine. */
const NO_JAIL =
  "I can't run programs right now (an operator can find out why with `overlap doctor`), so this advice is from the source alone."
