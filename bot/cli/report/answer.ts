/** What `overlap ask --json` prints for a question: one object per line. Documented in docs/json.md. */
import { z } from 'zod'
import { RUN_STATUSES } from '../../../sandbox/sandbox.ts'
import type { Block } from '../../core/message.ts'

export const answerReportSchema = z.strictObject({
  /** `choices`: several prepared answers match equally well. */
  kind: z.enum(['answer', 'choices', 'off-topic']),
  /** Markdown. */
  text: z.string(),
  /** Slugs, best first. */
  lessons: z.array(z.string()),
  /** Id of the prepared answer; null if the answer is a passage of a lesson, or there is none. */
  faq: z.string().nullable(),
  /** The run of the program in the question; empty if there is none. */
  ran: z.array(
    z.strictObject({
      status: z.enum(RUN_STATUSES),
      wallMs: z.number().min(0),
      /** Null if the program is too complex to analyse. */
      verdict: z.string().nullable(),
    }),
  ),
})

export type AnswerReport = z.infer<typeof answerReportSchema>

/** Writes the blocks of an answer as Markdown, without its buttons. */
export function markdownOf(blocks: readonly Block[]): string {
  return blocks
    .flatMap((block) => {
      if (block.kind === 'markdown') return [block.text]
      if (block.kind === 'code') return [`\`\`\`${block.language}\n${block.text.trimEnd()}\n\`\`\``]
      return []
    })
    .join('\n\n')
}
