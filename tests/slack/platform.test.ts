/** Slack as the core speaks to it unasked. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSlack } from '../../adapters/slack/connect.ts'
import { readConfig } from '../../bot/config.ts'
import { commandRegistry } from '../../bot/core/command.ts'
import type { Message } from '../../bot/core/message.ts'
import { ChannelClosedError, type Platform } from '../../bot/core/platform.ts'
import { pressables } from '../standins/slack/people.ts'
import { type Standin, startStandin } from '../standins/slack/standin.ts'
import { BOT, TEAM } from '../standins/slack/world.ts'
import { memoryStore } from '../store/memory.ts'
import { HTTP, textOf } from './program.ts'

let standin: Standin
let slack: Platform

beforeAll(async () => {
  standin = await startStandin()
  standin.world.channel('C0001')
  const { slack: config } = readConfig({ ...HTTP, SLACK_API_URL: standin.apiUrl })
  if (!config) throw new Error('no settings of Slack')
  slack = startSlack({
    config,
    store: await memoryStore(),
    // Nobody asks here.
    tutor: {
      commands: commandRegistry([]),
      async *handle() {},
      forget: async () => {},
      complete: async () => [],
    },
    clock: Date.now,
    log: { info() {}, warn() {}, error() {} },
    mount() {},
    home: [],
  })
})
afterAll(async () => {
  await slack.close()
  await standin.close()
})

function said(text: string, more: Partial<Message> = {}): Message {
  const blocks = [{ kind: 'code', text, language: 'text' }] as const
  return { blocks, notice: text, audience: 'everyone', done: true, ...more }
}

const spot = (channel = 'C0001') => ({ platform: 'slack', workspace: TEAM, channel })
const posted = (text: string) =>
  standin.world.messages.filter((each) => each.user === BOT.user && textOf(each).includes(text))

test('the same key says nothing new', async () => {
  const first = await slack.post(spot(), said('a tip'), 'tip/1')
  expect(await slack.post(spot(), said('a tip'), 'tip/1')).toEqual(first)
  expect(await slack.post(spot(), said('a tip'), 'tip/2')).not.toEqual(first)
  expect(posted('a tip')).toHaveLength(2)
})

test('a message is edited, also into more and less than one, and one that is gone is left so', async () => {
  const long = Array.from({ length: 12 }, (_, n) => ({
    kind: 'code' as const,
    text: `${n}`.repeat(2000),
    language: 'text',
  }))
  const first = await slack.post(spot(), said('before'), 'edited')
  await slack.edit(first, said('', { blocks: long }))
  expect(posted('before')).toEqual([])
  expect(posted('1'.repeat(2000))).toHaveLength(1)
  expect(posted('9'.repeat(2000))).toHaveLength(1)
  await slack.edit(first, said('after'))
  expect(posted('after')).toHaveLength(1)
  expect(posted('9'.repeat(2000))).toEqual([])
  const [message] = posted('after')
  if (message) standin.world.removeMessage(message)
  await slack.edit(first, said('once more'))
  expect(posted('once more')).toEqual([])
})

test('what is said unasked has no Delete button: nobody asked for it', async () => {
  await slack.post(spot(), said('unasked'), 'unasked')
  expect(posted('unasked').flatMap(({ blocks }) => pressables(blocks))).toEqual([])
})

test('pictures come with it once, and are replaced by those of an edit', async () => {
  const drawn = (alt: string) =>
    said('drawn', {
      blocks: [
        {
          kind: 'picture',
          svg: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>',
          alt,
        },
      ],
    })
  const pictures = () => standin.world.messages.flatMap(({ files }) => files).map(({ alt }) => alt)
  const first = await slack.post(spot(), drawn('one'), 'drawn')
  await slack.post(spot(), drawn('one'), 'drawn')
  expect(pictures()).toEqual(['one'])
  await slack.edit(first, drawn('two'))
  expect(pictures()).toEqual(['two'])
})

test('a channel that is gone or closed says so', async () => {
  standin.world.channel('C0002').archived = true
  standin.world.channel('C0003').members.clear()
  for (const channel of ['C0002', 'C0003', 'C0004']) {
    await expect(slack.post(spot(channel), said('x'), channel)).rejects.toThrow(ChannelClosedError)
  }
})

test('a thread is under its message', async () => {
  const first = await slack.post(spot(), said('a quiz'), 'quiz')
  const thread = await slack.openThread(first, 'Questions')
  await slack.post(thread, said('inside'), 'inside')
  expect(posted('inside')[0]?.thread).toBe(first.id)
  expect(await slack.openThread({ spot: thread, id: '1.000001' }, 'x')).toEqual(thread)
})

test('somebody is told in private, where that can be', async () => {
  const { id } = standin.world.addUser('Ada')
  const ada = { platform: 'slack', workspace: TEAM, id }
  expect(await slack.tell(ada, said('for you'), 'told')).toBe(true)
  expect(posted('for you')[0]?.channel).toBe(standin.world.directOf(id).id)
  expect(await slack.tell({ ...ada, id: 'U-NOBODY' }, said('x'), 'untold')).toBe(false)
})

test('rights are asked for anew each time', async () => {
  const user = standin.world.addUser('Eve', true)
  const eve = { platform: 'slack', workspace: TEAM, id: user.id }
  expect(await slack.isAdmin(eve)).toBe(true)
  standin.world.users.set(user.id, { ...user, admin: false })
  expect(await slack.isAdmin(eve)).toBe(false)
})
