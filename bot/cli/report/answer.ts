/** What `overlap ask --json` prints for a question: one object a line. Documented in docs/json.md. */
import { z } from 'zod'
import { RUN_STATUSES } from '../../../sandbox/sandbox.ts'
import type { Block } from '../../core/message.ts'

export const answerReportSchema = z.strictObject({
  /** `choices`: several ready answers are equally near. */
  kind: z.enum(['answer', 'choices', 'off-topic']),
  /** Markdown. */
  text: z.string(),
  /** Slugs, the best first. */
  lessons: z.array(z.string()),
  /** Id of the ready answer; null where the answer is a passage of a lesson, or there is none. */
  faq: z.string().nullable(),
  /** The program in the question, as it was run; empty where there is none. */
  ran: z.array(
    z.strictObject({
      status: z.enum(RUN_STATUSES),
      wallMs: z.number().min(0),
      /** Null where the program is too tangled to analyse. */
      verdict: z.string().nullable(),
    }),
  ),
})

export type AnswerReport = z.infer<typeof answerReportSchema>

/** The blocks of an answer as Markdown, without its buttons. */
export function markdownOf(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block) => {
      if (block.kind === 'markdown') return [block.text]
      if (block.kind === 'code') return [`\`\`\`${block.language}\n${block.text.trimEnd()}\n\`\`\``]
      return []
    })
    .join('\n\n')
}
