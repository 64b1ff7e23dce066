/**
 * What a button does when it is pressed. Slack limits the size of a button's value, so the action is kept in the store
 * under an id.
 */
import { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Block, Message } from './message.ts'

const action = z.object({
  command: z.string(),
  options: z.record(z.string(), z.unknown()),
  replaces: z.boolean().optional(),
})

const field = z.object({
  name: z.string(),
  label: z.string(),
  multiline: z.boolean().optional(),
  value: z.string().optional(),
  placeholder: z.string().optional(),
  choices: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
})

export const pressed = z.discriminatedUnion('do', [
  z.object({ do: z.literal('action'), action }),
  z.object({
    do: z.literal('form'),
    title: z.string(),
    submit: z.string(),
    action,
    fields: z.array(field),
  }),
  z.object({ do: z.literal('unfold'), title: z.string(), text: z.string() }),
])

export type ComponentAction = z.output<typeof pressed>
export type Form = Extract<ComponentAction, { do: 'form' }>

/** Returns the action id of a choice, form or fold in a message; empty where it has none. */
export type IdOf = (source: object) => string

/** Keeps JSON values and returns an id for each; equal values get the same id. `at` is epoch ms. */
export type ActionStore = Readonly<{
  keep(actions: readonly unknown[], at: number): Promise<readonly string[]>
}>

/** Stores the actions of all choices, forms and folds in `messages`, and returns a lookup for their ids. */
export async function storeActions(
  messages: readonly Message[],
  { store, clock }: Readonly<{ store: Readonly<{ actions: ActionStore }>; clock: Clock }>,
): Promise<IdOf> {
  const all = messages.flatMap(({ blocks }) => blocks).flatMap(pressables)
  const ids =
    all.length > 0
      ? await store.actions.keep(
          all.map(({ value }) => value),
          clock(),
        )
      : []
  const byId = new Map(all.map(({ source }, index) => [source, ids[index] ?? '']))
  return (source) => byId.get(source) ?? ''
}

function pressables(block: Block): readonly Readonly<{ source: object; value: unknown }>[] {
  if (block.kind === 'choices') {
    return block.choices.map((choice) => ({
      source: choice,
      value: { do: 'action', action: choice.action },
    }))
  }
  if (block.kind === 'form') {
    const { title, submit, action, fields } = block
    return [{ source: block, value: { do: 'form', title, submit, action, fields } }]
  }
  if (block.kind === 'fold') {
    return [{ source: block, value: { do: 'unfold', title: block.title, text: block.text } }]
  }
  return []
}
