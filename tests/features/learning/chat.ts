/** The learning commands behind a real tutor, with a real store. */
import type { Command } from '../../../bot/core/command.ts'
import type { Action, Block, Message } from '../../../bot/core/message.ts'
import type { Request } from '../../../bot/core/request.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { sandboxThat } from '../../core/results.ts'
import { memoryStore } from '../../store/memory.ts'
import { type Given, type TestParts, tutorWith } from '../../tutor.ts'

export const ADA = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false }

export async function chat(
  commands: (parts: TestParts) => readonly Command[],
  sandbox: Sandbox = sandboxThat(() => Promise.reject()),
  more: Partial<Given> = {},
) {
  const store = await memoryStore()
  const log = { info() {}, warn() {}, error() {} }
  const tutor = tutorWith({ sandbox, store, log, clock: () => 1000, ...more }, commands)
  async function ask(asked: string | Action | Partial<Request>): Promise<Message> {
    const what = typeof asked === 'string' ? { text: asked } : asked
    const place = { channel: 'lobby', direct: false }
    const request = { id: '1', person: ADA, place, signal: new AbortController().signal, ...what }
    const last = (await Array.fromAsync(tutor.handle(request))).at(-1)
    if (!last) throw new Error('no answer')
    return last
  }
  return { ask, store }
}

export function button({ blocks }: Message, label: string): Action {
  const choices = blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []))
  const choice = choices.find((each) => each.label.startsWith(label))
  if (!choice) throw new Error(`no button ${label}`)
  return choice.action
}

/** The form's action with its fields as they stand, or as `changes` has them. */
export function submitted(
  message: Message,
  changes: Readonly<Record<string, string>> = {},
): Action {
  const form = message.blocks.find(
    (block): block is Block & { kind: 'form' } => block.kind === 'form',
  )
  if (!form) throw new Error('no form')
  const fields = Object.fromEntries(form.fields.map(({ name, value }) => [name, value ?? '']))
  return { ...form.action, options: { ...form.action.options, ...fields, ...changes } }
}

export function textOf({ blocks }: Message): string {
  return blocks.map((block) => (block.kind === 'markdown' ? block.text : '')).join('\n')
}
