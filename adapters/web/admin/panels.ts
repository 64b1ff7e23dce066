/** The panels of the admin's desk: each shows the answer to a command and handles its buttons and forms. */
import { LRUCache } from 'lru-cache'
import { UserError } from '../../../bot/core/errors.ts'
import type { Action, Block, Message } from '../../../bot/core/message.ts'
import type { Person } from '../../../bot/core/request.ts'
import type { Tutor } from '../../../bot/core/tutor.ts'
import { MENTIONS } from '../channels.ts'
import { actionOf } from '../events/requests.ts'

type Asked = Readonly<{ command: string; options: Action['options'] }>

type Panel = Readonly<{ owner: string; person: Person; first: Asked; message: Message | null }>

/** Number of panels kept, by last use. */
const KEPT = 200

export type Panels = Readonly<{
  /**
   * Creates an empty panel and returns its id. `owner` is the visitor whose browser opened it; nobody else can use
   * it.
   */
  open(owner: string, person: Person, first: Asked): string
  /**
   * Answers the command that the panel was opened with.
   *
   * @throws {UserError} when the panel is gone.
   */
  again(owner: string, id: string): Promise<Message>
  /**
   * Answers what was pressed or filled in.
   *
   * @throws {UserError} when the panel or its button is gone.
   */
  act(owner: string, id: string, used: Used): Promise<Message>
  block(owner: string, id: string, block: number): Block | undefined
}>

type Used = Readonly<{ block: number; choice: number; fields: Action['options'] }>

type Parts = Readonly<{ tutor: Tutor; newId: () => string }>

/** Creates the panels, which are kept in memory. */
export function createPanels({ tutor, newId }: Parts): Panels {
  const panels = new LRUCache<string, Panel>({ max: KEPT })

  function open(owner: string, person: Person, first: Asked): string {
    const id = newId()
    panels.set(id, { owner, person, first, message: null })
    return id
  }

  function find(owner: string, id: string): Panel {
    const panel = panels.get(id)
    if (panel?.owner !== owner) throw new UserError('This page is out of date. Reload it.')
    return panel
  }

  async function again(owner: string, id: string): Promise<Message> {
    const panel = find(owner, id)
    return shown(id, panel, panel.first)
  }

  async function act(owner: string, id: string, { block, choice, fields }: Used): Promise<Message> {
    const panel = find(owner, id)
    const action = actionOf(panel.message?.blocks[block], choice, fields)
    if (!action) throw new UserError('That button is gone.')
    return shown(id, panel, action)
  }

  async function shown(id: string, panel: Panel, asked: Asked): Promise<Message> {
    const message = await answer(panel.person, asked)
    panels.set(id, { ...panel, message })
    return message
  }

  /** Returns the last revision of the tutor's answer. */
  async function answer(person: Person, { command, options }: Asked): Promise<Message> {
    const place = { channel: 'admin', direct: true }
    const { signal } = new AbortController()
    const mentions = person.platform === 'web' ? MENTIONS : {}
    const request = { id: newId(), person, place, mentions, command, options, signal }
    const last = (await Array.fromAsync(tutor.handle(request))).at(-1)
    if (!last) throw new Error(`no answer to ${command}`)
    return last
  }

  return {
    open,
    again,
    act,
    block: (owner, id, block) => find(owner, id).message?.blocks[block],
  }
}
