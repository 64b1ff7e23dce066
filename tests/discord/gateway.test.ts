/** The connection to Discord: what it asks for, how it comes back, and that nothing is answered twice. */
import { afterEach, expect, test } from 'vitest'
import { waitFor } from '../scenarios/stage.ts'
import { startStandin } from '../standins/discord/standin.ts'
import { connected, type Running } from './overlap.ts'

let running: Running | undefined
afterEach(async () => {
  expect(running?.bugs).toEqual([])
  await running?.close()
  running = undefined
})

async function start(...given: Parameters<typeof connected>): Promise<Running> {
  running = await connected(...given)
  return running
}

test('it asks for no privileged intent, and its presence says how to start', async () => {
  const { ready, standin } = await start()
  await ready()
  expect(standin.gateway.intents()).toBe((1 << 0) | (1 << 9) | (1 << 12))
  expect(standin.gateway.presence()).toContain('/run')
})

test.each([
  [4004, 'Discord does not know this DISCORD_TOKEN'],
  [4014, 'Discord does not allow an intent (close code 4014)'],
])(
  'refused with %i, it says why without the token, and connects when it is let in',
  async (code, reason) => {
    const standin = await startStandin()
    standin.gateway.refuse(code)
    const { platform, lines, ready } = await start(standin)
    await waitFor(
      'the refusal',
      async () => platform.state().detail === reason || undefined,
      () => standin.gateway.change(),
      async () => platform.state(),
    )
    expect(platform.state().connected).toBe(false)
    standin.gateway.refuse(null)
    await ready()
    expect(lines.join()).not.toContain(standin.token)
  },
)

test('a token that the API does not take is tried again', async () => {
  const standin = await startStandin()
  const { platform, ready } = await start({ ...standin, token: 'another-token' })
  await expect.poll(() => platform.state().detail).toMatch(/token/i)
  expect(platform.state().detail).not.toContain('another-token')
  expect(platform.state().connected).toBe(false)
  expect(ready).toBeTypeOf('function')
})

test('with the socket cut twenty times, every request is answered exactly once', async () => {
  const { standin, member, ready, stands } = await start()
  await ready()
  const ada = member('Ada')
  const { general } = standin.world
  const asked = []
  for (let round = 0; round < 20; round++) {
    asked.push(await ada.command('echo', { text: `slash ${round}` }))
    standin.gateway.cut()
    asked.push(await ada.say(`/echo mention ${round}`))
    await waitFor(
      'the connection',
      async () => standin.gateway.isConnected() || undefined,
      standin.gateway.change,
      async () => standin.gateway.figures,
    )
  }
  for (const done of asked) await ada.answer(done)
  expect(standin.gateway.figures.resumed).toBeGreaterThanOrEqual(20)
  expect(standin.gateway.figures.identified).toBe(1)
  expect(standin.refusals).toEqual([])
  const texts = stands().map((each) => JSON.stringify(each.components))
  for (let round = 0; round < 20; round++) {
    for (const kind of ['slash', 'mention']) {
      expect(texts.filter((each) => each.includes(`echo ${kind} ${round}\\n`))).toHaveLength(1)
    }
  }
  expect(stands().every(({ channel }) => channel === general.id)).toBe(true)
})

test('asked to connect again, it goes on; with its session gone, it begins anew', async () => {
  const { standin, member, ready } = await start()
  await ready()
  const ada = member('Ada')
  standin.gateway.askToReconnect()
  await expect.poll(() => standin.gateway.figures.resumed).toBe(1)
  await ada.answer(await ada.command('echo', { text: 'after 7' }))
  standin.gateway.invalidate()
  await expect.poll(() => standin.gateway.figures.identified).toBe(2)
  await ada.answer(await ada.command('echo', { text: 'after 9' }))
})

test('what is delivered again is answered once', async () => {
  const { standin, member, ready, stands } = await start()
  await ready()
  const ada = member('Ada')
  const done = await ada.say('/echo once')
  standin.gateway.again()
  standin.gateway.again()
  await ada.answer(done)
  const slash = await ada.command('echo', { text: 'twice' })
  standin.gateway.again()
  await ada.answer(slash)
  await ada.answer(await ada.command('echo', { text: 'last' }))
  expect(stands()).toHaveLength(3)
  expect(standin.refusals).toEqual([])
})

test.each(['wss://gateway-us-east1-b.discord.gg', 'nowhere at all'])(
  'told to resume at %s, which is not where it is connected, it resumes where it was',
  async (resumeUrl) => {
    const { standin, member, ready } = await start({ resumeUrl })
    await ready()
    standin.gateway.cut()
    await expect.poll(() => standin.gateway.figures.resumed).toBe(1)
    const ada = member('Ada')
    await ada.answer(await ada.command('echo', { text: 'back' }))
  },
)

test('its heart beats as often as the gateway wants', async () => {
  const { standin, ready } = await start({ heartbeatMs: 200 })
  await ready()
  await expect.poll(() => standin.gateway.figures.beats).toBeGreaterThan(3)
  expect(standin.gateway.isConnected()).toBe(true)
  expect(standin.gateway.figures.identified).toBe(1)
})

test('a server that the tutor leaves is noted, and one that has trouble is not', async () => {
  const { standin, store, ready, member } = await start()
  await ready()
  const { guild } = standin.world
  const workspace = { platform: 'discord', workspace: guild }
  await expect.poll(() => store.workspaces.known()).toContainEqual(workspace)
  standin.gateway.dispatch('GUILD_DELETE', { id: guild, unavailable: true })
  const ada = member('Ada')
  await ada.answer(await ada.whisper('/echo there'))
  expect(await store.workspaces.isLeft(workspace)).toBe(false)
  standin.gateway.dispatch('GUILD_DELETE', { id: guild })
  await expect.poll(() => store.workspaces.isLeft(workspace)).toBe(true)
  standin.gateway.dispatch('GUILD_CREATE', standin.guild())
  await expect.poll(() => store.workspaces.isLeft(workspace)).toBe(false)
})

test('events that nobody knows change nothing', async () => {
  const { standin, member, ready } = await start()
  await ready()
  const strange: readonly (readonly [string, object])[] = [
    ['INTERACTION_CREATE', {}],
    ['INTERACTION_CREATE', { id: '1', application_id: '2', type: 99, token: 'x', data: {} }],
    [
      'INTERACTION_CREATE',
      { id: '3', application_id: '2', type: 2, token: 'x', data: { name: 'gone' } },
    ],
    [
      'INTERACTION_CREATE',
      {
        id: '4',
        application_id: '2',
        type: 3,
        token: 'x',
        user: { id: '9' },
        data: { custom_id: 'do:1:x:5:' },
      },
    ],
    ['INTERACTION_CREATE', { id: '5', type: 2, data: { options: [{ type: 1, options: [] }] } }],
    ['MESSAGE_CREATE', { id: 'not-a-number' }],
    ['MESSAGE_CREATE', { id: '7', channel_id: '8', content: null, author: { id: '9' } }],
    ['MESSAGE_UPDATE', { id: '7', channel_id: '8' }],
    ['MESSAGE_DELETE', {}],
    ['MESSAGE_DELETE_BULK', { ids: ['1', '2'], channel_id: '8' }],
    ['GUILD_CREATE', { id: '12' }],
    ['GUILD_DELETE', {}],
    ['SOMETHING_NEW', { a: 1 }],
    ['MESSAGE_POLL_VOTE_ADD', {}],
    ['THREAD_CREATE', { id: '3' }],
  ]
  for (const [event, payload] of strange) standin.gateway.dispatch(event, payload)
  const ada = member('Ada')
  const answer = await ada.answer(await ada.command('echo', { text: 'still here' }))
  expect(answer.text).toContain('still here')
})
