/** Detects questions that can only be understood from the previous one. */
import { words } from './tokenize.ts'

/** Starts like “and …”, or refers to something mentioned before. */
const GOES_ON =
  /^\s*(?:and|but|so|then|or|also|what about|how about|what if|why|even)\b|\b(?:it|its|they|them|this|that|these|those|one of them|the other)\b/i

/** A question with more content words than this says what it is about. */
const ENOUGH = 6
const FEW = 2

/** `clear`: its wording refers back. `perhaps`: it is short, but may stand on its own. */
export type FollowUp = 'clear' | 'perhaps' | null

/** Whether a question depends on the one before; null if it stands on its own. */
export function followUp(text: string): FollowUp {
  const { size } = new Set(words(text))
  if (size <= ENOUGH && GOES_ON.test(text)) return 'clear'
  return size <= FEW ? 'perhaps' : null
}
