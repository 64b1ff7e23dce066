/** Converts what a model wrote to blocks, on a worker thread. */
import type { Block } from '../../core/message.ts'
import { untrusted } from '../../lib/text/untrusted.ts'

/** Converts the model's Markdown to blocks. `lessons`: numbers of lessons it may cite; other citations lose their number. */
export function blocksOf(text: string, lessons: readonly number[]): readonly Block[] {
  return untrusted(text, {
    pattern: /[[(]?\blessons? (\d{1,3})\b[\])]?/gi,
    replace: ([, number]) =>
      lessons.includes(Number(number)) ? `(lesson ${number})` : '(the lessons)',
  })
}
