/** What a button of ours does. Slack gives a button too little room for it, so that it lies in the store under an id. */
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

/** The id of what a choice, a form or a fold of a message does. */
export type IdOf = (source: object) => string

/** Where they are kept: gives an id for each of these JSON values, the same for the same value. `at` is epoch ms. */
export type ActionStore = Readonly<{
  keep(actions: readonly unknown[], at: number): Promise<readonly string[]>
}>

/** Keeps all that can be pressed in a message. */
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
