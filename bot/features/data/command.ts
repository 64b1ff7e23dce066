/** Exports or deletes what is stored about a person, on their request. */
import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { type Command, command, type OptionMeta } from '../../core/command.ts'
import type { Block, Choice, Message } from '../../core/message.ts'
import type { Store } from '../../store/store.ts'

const options = z.strictObject({
  action: z
    .enum(['export', 'delete'])
    .optional()
    .meta({ description: 'What to do with it', rest: true } satisfies OptionMeta),
  /** Deleting needs confirmation; only the button that confirms it sets this. */
  sure: z
    .boolean()
    .default(false)
    .meta({ hidden: true } satisfies OptionMeta),
})

export type DataDeps = Readonly<{ store: Pick<Store, 'personal'> }>

/** Declares `/data`: shows, exports or deletes what is stored about the asker. */
export function dataCommand({ store: { personal } }: DataDeps): Command {
  return command({
    name: 'data',
    summary: 'See, export or delete the data kept about you',
    options,
    async *answer({ action, sure }, { request: { person } }) {
      if (action === 'delete' && sure) {
        await personal.deleted(person)
        yield said('All your data has been deleted.')
        return
      }
      const kept = await personal.exported(person)
      if (kept === null) yield said('Overlap keeps no data about you.')
      else if (action === 'delete') yield said(ARE_YOU_SURE, choices(DELETE, KEEP))
      else if (action === 'export') yield said(HERE_IT_IS, file(kept))
      else yield said(WHAT_IS_KEPT, choices(EXPORT, ASK_TO_DELETE))
    },
  })
}

const WHAT_IS_KEPT =
  'Overlap keeps your display name and time zone, your results in lessons, questions, challenges and quizzes, ' +
  'and for a while your questions, the answers, and your votes on them. ' +
  'Programs are kept only where a button under a Slack or Discord answer needs them: for 30 days, without your name.'
const HERE_IT_IS =
  'This is everything Overlap keeps about you. Times are in milliseconds since 1970 (UTC).'
const ARE_YOU_SURE =
  'This permanently deletes your progress, answers, reviews and points. Export them first if you might want them.'

const EXPORT: Choice = {
  label: 'Export my data',
  action: { command: 'data', options: { action: 'export' } },
}
const ASK_TO_DELETE: Choice = {
  label: 'Delete my data',
  action: { command: 'data', options: { action: 'delete' }, replaces: true },
}
const DELETE: Choice = {
  label: 'Delete permanently',
  action: { command: 'data', options: { action: 'delete', sure: true }, replaces: true },
  style: 'danger',
}
const KEEP: Choice = {
  label: 'Keep it',
  action: { command: 'data', options: {}, replaces: true },
}

function choices(...choices: readonly Choice[]): Block {
  return { kind: 'choices', choices }
}

function file(kept: unknown): Block {
  const content = Buffer.from(`${JSON.stringify(kept, null, 2)}\n`)
  return { kind: 'file', name: 'overlap-data.json', content }
}

function said(text: string, ...more: readonly Block[]): Message {
  const blocks: Block[] = [{ kind: 'markdown', text }, ...more]
  return { blocks, notice: text, audience: 'asker', done: true }
}
