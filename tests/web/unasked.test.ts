import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { AnswerView } from '../../adapters/web/wire.ts'
import { command } from '../../bot/core/command.ts'
import type { Message } from '../../bot/core/message.ts'
import { ChannelClosedError, type ChannelRef } from '../../bot/core/platform.ts'
import { ADMIN } from './access.ts'
import { openTalk } from './talk.ts'
import { type Visitor, visit } from './visitor.ts'

const WORKSPACE = { platform: 'web', workspace: 'local' }
const LOBBY: ChannelRef = { ...WORKSPACE, channel: 'lobby' }

/** Answers for the presser only, with a count that shows that it is asked anew. */
let pressed = 0
const vote = command({
  name: 'vote',
  summary: 'Takes a vote',
  options: z.strictObject({ for: z.string() }),
  async *answer(options, { request }) {
    pressed += 1
    yield said(`${request.person.name} votes for ${options.for}, press ${pressed}`, 'asker')
  },
})

function said(text: string, audience: Message['audience'] = 'everyone'): Message {
  return { blocks: [{ kind: 'markdown', text }], notice: text, audience, done: true }
}

const BALLOT: Message = {
  ...said('Tea or coffee?'),
  blocks: [
    { kind: 'markdown', text: 'Tea or coffee?' },
    {
      kind: 'choices',
      choices: ['tea', 'coffee'].map((each) => ({
        label: each,
        action: { command: 'vote', options: { for: each } },
      })),
    },
  ],
}

let talk: Awaited<ReturnType<typeof openTalk>>
let leaving: (() => void)[] = []
beforeEach(async () => {
  pressed = 0
  talk = await openTalk([vote])
})
afterEach(async () => {
  for (const leave of leaving) leave()
  leaving = []
  await talk.close()
  expect(talk.errors).toEqual([])
})

async function enter(name: string, channel = 'lobby') {
  const visitor = await visit(talk.url, name)
  const room = await visitor.enter(channel)
  leaving.push(room.leave)
  return { visitor, room }
}

type Room = Awaited<ReturnType<typeof enter>>['room']

function shows(room: Room, text: string): Promise<AnswerView> {
  return room.until(() => room.answers().find(({ html }) => html.includes(text)))
}

function press(visitor: Visitor, { id }: AnswerView, choice: number, channel = 'lobby') {
  return visitor.call('POST', `/api/channels/${channel}/answers/${id}/act`, { block: 1, choice })
}

describe('what the tutor says unasked on the page', () => {
  test('is seen by all, changes in its place, and is said once a key', async () => {
    const { room } = await enter('Ada')
    const posted = await talk.platforms.post(LOBBY, said('Good morning'), 'tip 1')
    const first = await shows(room, 'Good morning')
    expect(first).toMatchObject({ post: null, asker: null, onlyYou: false })
    expect(await talk.platforms.post(LOBBY, said('Good morning'), 'tip 1')).toEqual(posted)
    await talk.platforms.edit(posted, said('Good evening'))
    await shows(room, 'Good evening')
    expect(room.answers()).toHaveLength(1)
    const late = await enter('Bob')
    await shows(late.room, 'Good evening')
  })

  test('a press is answered below it, to the presser alone, and the next one takes its place', async () => {
    const [ada, bob] = [await enter('Ada'), await enter('Bob')]
    await talk.platforms.post(LOBBY, BALLOT, 'ballot')
    const ballot = await shows(bob.room, 'Tea or coffee?')
    await press(bob.visitor, ballot, 0)
    const answer = await shows(bob.room, 'Bob votes for tea')
    expect(answer).toMatchObject({ post: ballot.id, onlyYou: true })
    await press(ada.visitor, ballot, 1)
    await shows(ada.room, 'Ada votes for coffee')
    await press(bob.visitor, ballot, 1)
    expect((await shows(bob.room, 'Bob votes for coffee')).id).toBe(answer.id)
    expect(bob.room.answers()).toHaveLength(2)
    expect(JSON.stringify(ada.room.seen)).not.toContain('Bob votes')
    expect(JSON.stringify(bob.room.seen)).not.toContain('Ada votes')
  })

  test('comes back when an earlier process had said it, with buttons that work', async () => {
    const posted = await talk.platforms.post(LOBBY, BALLOT, 'ballot')
    await talk.close()
    talk = await openTalk([vote])
    const { visitor, room } = await enter('Ada')
    await talk.platforms.edit(posted, BALLOT)
    await talk.platforms.edit(posted, BALLOT)
    const ballot = await shows(room, 'Tea or coffee?')
    expect(room.answers()).toHaveLength(1)
    await press(visitor, ballot, 0)
    await shows(room, 'Ada votes for tea')
  })

  test('reaches one person in private', async () => {
    const { visitor, room } = await enter('Ada', 'me')
    const other = await enter('Bob', 'me')
    const { id } = (await (await visitor.call('GET', '/api/me')).json()) as { id: string }
    expect(await talk.platforms.tell({ ...WORKSPACE, id }, BALLOT, 'hint')).toBe(true)
    await press(visitor, await shows(room, 'Tea or coffee?'), 0, 'me')
    await shows(room, 'Ada votes for tea')
    expect(other.room.answers()).toEqual([])
  })

  test('has no place in a channel that there is not', async () => {
    const nowhere = { ...LOBBY, channel: 'cellar' }
    await expect(talk.platforms.post(nowhere, BALLOT, 'k')).rejects.toThrow(ChannelClosedError)
  })

  test('whoever has acted as an admin is one, until they act as somebody else', async () => {
    const visitor = await visit(talk.url, 'Ada')
    const { id } = (await (await visitor.call('GET', '/api/me')).json()) as { id: string }
    const isAdmin = (person: string) => talk.platforms.isAdmin({ ...WORKSPACE, id: person })
    expect([await isAdmin('x'), await isAdmin(id)]).toEqual([false, false])
    const act = (headers: object) =>
      visitor.call('DELETE', '/api/channels/lobby/posts/x', undefined, headers)
    await act({})
    expect([await isAdmin('x'), await isAdmin(id)]).toEqual([false, false])
    await act(ADMIN)
    expect([await isAdmin('x'), await isAdmin(id)]).toEqual([false, true])
    await act({})
    expect(await isAdmin(id)).toBe(false)
  })

  test('threads are the channel', async () => {
    const posted = await talk.platforms.post(LOBBY, BALLOT, 'ballot')
    expect(await talk.platforms.openThread(posted, 'Tea')).toEqual(LOBBY)
  })
})
