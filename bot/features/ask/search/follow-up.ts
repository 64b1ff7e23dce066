/** Whether a question can only be understood from the one before. */
import { words } from './tokenize.ts'

/** Begins like “and …”, or speaks of something that was named before. */
const GOES_ON =
  /^\s*(?:and|but|so|then|or|also|what about|how about|what if|why|even)\b|\b(?:it|its|they|them|this|that|these|those|one of them|the other)\b/i

/** Content words of a question that says what it is about. */
const ENOUGH = 6
const FEW = 2

/** `clear`: it says so. `perhaps`: it is short, and may stand alone. */
export type FollowUp = 'clear' | 'perhaps' | null

/** Whether a question depends on the one before; null if it stands on its own. */
export function followUp(text: string): FollowUp {
  const { size } = new Set(words(text))
  if (size <= ENOUGH && GOES_ON.test(text)) return 'clear'
  return size <= FEW ? 'perhaps' : null
}
