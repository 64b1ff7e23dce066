/** “This advice is wrong”: the button under a verdict, the form that it opens, and the stored report. */
import { z } from 'zod'
import type { Advice } from '../../analysis/advice.ts'
import type { Clock } from '../../core/clock.ts'
import type { Block, Message } from '../../core/message.ts'
import type { Request } from '../../core/request.ts'
import type { Store } from '../../store/store.ts'

/** Longest sentence of the advice, in characters. */
const LONGEST = 2_000
const sentence = z.string().max(LONGEST)

/** The disputed advice, carried by the button. */
export const disputed = z.object({
  verdict: z.string().max(40),
  headline: sentence,
  evidence: z.array(sentence).max(20),
  findings: z
    .array(z.object({ name: sentence, line: z.number().nullable(), message: sentence }))
    .max(20),
})

type Disputed = z.output<typeof disputed>

const MOST_FINDINGS = 5

/** The “This advice is wrong” button. It carries the advice, since runs aren't stored. */
export function offerDispute(code: string, advice: Advice): Block {
  const { verdict, headline, evidence } = advice
  const findings = advice.findings
    .slice(0, MOST_FINDINGS)
    .map(({ name, line, message }) => ({ name, line, message }))
  const wrong: Disputed = { verdict, headline, evidence: [...evidence], findings }
  const action = { command: 'run', options: { code, wrong } }
  return { kind: 'choices', choices: [{ label: 'This advice is wrong', action }] }
}

export type DisputeDeps = Readonly<{ store: Pick<Store, 'disputes'>; clock: Clock }>

type Said = Readonly<{ code: string; wrong: Disputed; remark: string | null }>

/** Asks what would be right, or stores what the person wrote. */
export async function dispute(
  { code, wrong, remark }: Said,
  { person }: Pick<Request, 'person'>,
  { store, clock }: DisputeDeps,
): Promise<Message> {
  if (remark === null) return asked(code, wrong)
  const { verdict, ...advice } = wrong
  await store.disputes.put(person, person, { code, verdict, advice, remark }, clock())
  return answer([{ kind: 'markdown', text: THANKS }], THANKS)
}

function asked(code: string, wrong: Disputed): Message {
  const form: Block = {
    kind: 'form',
    title: TITLE,
    submit: 'Send report',
    action: { command: 'run', options: { code, wrong } },
    fields: [
      {
        name: 'remark',
        label: 'What would be right?',
        multiline: true,
        placeholder: 'The requests must stay in order, because…',
      },
    ],
  }
  return answer([form], TITLE)
}

const TITLE =
  'Report wrong advice. Your program, the verdict with its evidence, and what you write go to the people who run this tutor.'
const THANKS = 'Thanks. Your report is saved for the people who run this tutor.'

function answer(blocks: readonly Block[], notice: string): Message {
  return { blocks, notice, audience: 'asker', done: true }
}
