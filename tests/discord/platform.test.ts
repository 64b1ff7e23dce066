/** Discord as the core speaks to it unasked, and how its commands are registered. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { discordApi } from '../../adapters/discord/api.ts'
import { register } from '../../adapters/discord/register.ts'
import { declaredCommands } from '../../bot/cli/declared.ts'
import type { Message } from '../../bot/core/message.ts'
import { ChannelClosedError } from '../../bot/core/platform.ts'
import type { Seen } from '../scenarios/stage.ts'
import { connected, type Running, said } from './overlap.ts'

let running: Running
beforeAll(async () => {
  running = await connected()
  await running.ready()
})
afterAll(() => running.close())

function spot(channel = running.standin.world.general.id) {
  return { platform: 'discord', workspace: running.standin.world.guild, channel }
}

test('the same key says nothing new', async () => {
  const { platform } = running
  const first = await platform.post(spot(), said('a tip'), 'tip/1')
  const again = await platform.post(spot(), said('a tip'), 'tip/1')
  const other = await platform.post(spot(), said('a tip'), 'tip/2')
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

test('a message is edited, and one that is gone is left so', async () => {
  const { platform, standin } = running
  const posted = await platform.post(spot(), said('before'), 'edited')
  await platform.edit(posted, said('after'))
  expect(JSON.stringify(standin.world.messages.get(posted.id)?.components)).toContain('after')
  standin.world.erase(posted.id)
  await platform.edit(posted, said('once more'))
})

test('a channel that is gone or closed says so', async () => {
  const { platform, standin } = running
  const closed = standin.world.channel({ type: 0, name: 'closed' })
  standin.world.close(closed.id)
  await expect(platform.post(spot(closed.id), said('x'), 'a')).rejects.toThrow(ChannelClosedError)
  await expect(platform.post(spot('1'), said('x'), 'b')).rejects.toThrow(ChannelClosedError)
})

test('where nothing may be attached, the text comes without it', async () => {
  const { platform, standin } = running
  const plain = standin.world.channel({ type: 0, name: 'plain', plain: true })
  const content = new TextEncoder().encode('x')
  const message = said('with a file')
  const file = { kind: 'file', name: 'made.txt', content } as const
  const blocks = [...message.blocks, file]
  const posted = await platform.post(spot(plain.id), { ...message, blocks }, 'plain')
  const there = JSON.stringify(standin.world.messages.get(posted.id)?.components)
  expect(there).toContain('with a file')
  expect(there).toContain("I'm not allowed to attach files here: made.txt")
})

test('a thread is opened once', async () => {
  const { platform, standin } = running
  const posted = await platform.post(spot(), said('a quiz'), 'quiz')
  const thread = await platform.openThread(posted, 'Questions')
  expect(await platform.openThread(posted, 'Questions')).toEqual(thread)
  const inside = await platform.post(thread, said('in it'), 'inside')
  expect(standin.world.messages.get(inside.id)?.channel).toBe(thread.thread)
})

test('in private, buttons are about the server that they came from', async () => {
  const { platform, standin, member } = running
  const ada = member('Ada', true)
  const person = { platform: 'discord', workspace: standin.world.guild, id: ada.person.id }
  const message: Message = {
    ...said('due today'),
    blocks: [
      {
        kind: 'choices',
        prompt: 'Due today.',
        choices: [{ label: 'Rule', action: { command: 'rule', options: {} } }],
      },
    ],
  }
  expect(await platform.tell(person, message, 'due')).toBe(true)
  const direct = standin.world.directWith(ada.person.id).id
  const told = [...standin.world.messages.values()].find(({ channel }) => channel === direct)
  const seen: Seen = {
    ...{ id: told?.id ?? '', text: '', code: [], links: [], mentions: [] },
    ...{ onlyYou: true, buttons: ['Rule'], pictures: 0, files: [] },
  }
  expect((await ada.answer(await ada.press(seen, 'Rule'))).text).toContain('ruled')
})

test('who takes no direct messages is not told', async () => {
  const { platform, standin, member } = running
  const cleo = member('Cleo')
  standin.world.closeDirect(cleo.person.id)
  const person = { platform: 'discord', workspace: standin.world.guild, id: cleo.person.id }
  expect(await platform.tell(person, said('x'), 'told')).toBe(false)
})

test('rights are asked for anew', async () => {
  const { platform, standin, member } = running
  const id = (person: { person: { id: string } }) => ({
    platform: 'discord',
    workspace: standin.world.guild,
    id: person.person.id,
  })
  expect(await platform.isAdmin(id(member('Eve', true)))).toBe(true)
  expect(await platform.isAdmin(id(member('Bob')))).toBe(false)
  expect(await platform.isAdmin({ ...id(member('Eve', true)), workspace: '' })).toBe(false)
})

test('commands are written when they differ, and only those', async () => {
  const { standin } = running
  const api = discordApi(standin, new AbortController().signal)
  const commands = await declaredCommands()
  const { application } = standin.world
  const first = await register(api, application, commands)
  expect(first.written).toContain('quiz')
  expect(first.removed).toEqual(expect.arrayContaining(['echo', 'secret']))
  standin.log.length = 0
  expect(await register(api, application, commands)).toEqual({ written: [], removed: [] })
  expect(standin.log).toEqual([])
  const quiz = standin.registry.find(({ name }) => name === 'quiz')
  if (!quiz) throw new Error('no quiz')
  Object.assign(quiz, { description: 'Something else' })
  const entry = { ...quiz, id: standin.world.newId(), name: 'launch', type: 4 as const }
  standin.registry.push(entry as unknown as typeof quiz)
  expect(await register(api, application, commands)).toEqual({ written: ['quiz'], removed: [] })
  expect(standin.log).toEqual([`POST /applications/${application}/commands`])
  expect(standin.refusals).not.toContainEqual(expect.stringContaining('50035'))
  standin.registry.splice(
    standin.registry.findIndex(({ name }) => name === 'launch'),
    1,
  )
})

test('commands are for everybody everywhere, those of admins for admins in servers', async () => {
  const { standin } = running
  const named = (name: string) => standin.registry.find((each) => each.name === name)
  expect(named('run')).toMatchObject({
    contexts: [0, 1, 2],
    integration_types: [0, 1],
    name_localizations: { de: 'ausführen' },
  })
  expect(named('Run Python')).toMatchObject({ type: 3, contexts: [0, 1, 2] })
  expect(named('settings')).toMatchObject({
    contexts: [0],
    integration_types: [0],
    default_member_permissions: '32',
  })
})

test('where nobody says what is registered, all is written at once', async () => {
  const { standin } = running
  const commands = await declaredCommands()
  const api = {
    ...discordApi(standin, new AbortController().signal),
    commands: () => Promise.reject(new Error('404')),
  }
  standin.log.length = 0
  await register(api, standin.world.application, commands)
  expect(standin.log).toEqual([`PUT /applications/${standin.world.application}/commands`])
})
