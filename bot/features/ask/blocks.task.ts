/** What a model wrote as blocks, on a worker thread. */
import type { Block } from '../../core/message.ts'
import { untrusted } from '../../lib/text/untrusted.ts'

/** `lessons`: the numbers of those that may be named; the others count for nothing, whatever the model says of them. */
export function blocksOf(text: string, lessons: readonly number[]): readonly Block[] {
  return untrusted(text, {
    pattern: /[[(]?\blessons? (\d{1,3})\b[\])]?/gi,
    replace: ([, number]) =>
      lessons.includes(Number(number)) ? `(lesson ${number})` : '(the lessons)',
  })
}
