/** What people get while Discord has trouble, refuses what it was asked for, or lets the tutor do less. */
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ChannelClosedError } from '../../bot/core/platform.ts'
import { waitFor } from '../scenarios/stage.ts'
import { startStandin } from '../standins/discord/standin.ts'
import { connected, type Running, said } from './overlap.ts'

let running: Running
let ada: ReturnType<Running['member']>

beforeAll(async () => {
  const standin = await startStandin()
  standin.trouble(/^GET \/applications\/\d+\/commands/, 12)
  running = await connected(standin)
  await running.ready()
  ada = running.member('Ada')
})
afterEach(() => {
  expect(running.bugs.splice(0)).toEqual([])
  expect(running.standin.refusals.splice(0)).toEqual([])
})
afterAll(() => running.close())

const texts = () => running.stands().map(({ components }) => JSON.stringify(components))
const once = (text: string) => expect(texts().filter((each) => each.includes(text))).toHaveLength(1)

function standing(text: string) {
  return waitFor(
    text,
    async () => texts().find((each) => each.includes(text)),
    running.standin.world.change,
    async () => [texts(), running.lines],
  )
}

test('commands that could not be registered at the start are registered a little later', () => {
  expect(running.lines.join()).toContain('commands could not be registered')
  expect(running.standin.registry.map(({ name }) => name)).toContain('echo')
})

test.each([
  ['an edit', /^PATCH /],
  ['the first word', /callback$/],
])('when %s fails several times, the answer stands all the same', async (what, path) => {
  const open = running.hold()
  const text = `through ${what}`
  if (what === 'the first word') running.standin.trouble(path, 5)
  const done = await ada.command('long', { text })
  if (what === 'an edit') {
    await standing('Working…')
    running.standin.trouble(path, 14)
  }
  open()
  await standing(`long ${text}`)
  expect((await ada.answer(done)).text).toContain(`long ${text}`)
  once(`long ${text}`)
})

test('a mention is answered once when posting fails several times', async () => {
  running.standin.trouble(/^POST \/channels\/\d+\/messages$/, 5)
  const answer = await ada.answer(await ada.say('/echo posted late'))
  expect(answer.text).toContain('posted late')
  once('echo posted late')
})

test('a first word that Discord refuses is not the last; the log has neither it nor the token', async () => {
  running.standin.trouble(/callback$/, 1, 400, 50_035)
  const answer = await ada.answer(await ada.command('long', { text: 'second' }))
  expect(answer.text).toContain('long second')
  expect(running.bugs.splice(0)).toHaveLength(1)
  const line = running.lines.at(-1)
  expect(line).toContain('an answer could not be shown')
  expect(line).not.toMatch(/Working|callback/)
})

test('where the tutor may not read what was before, its answer is no reply', async () => {
  const { world } = running.standin
  const place = world.channel({ type: 0, name: 'silent', silent: true })
  ada.hand.write(place.id, `<@${world.bot.id}> /echo without history`)
  await standing('echo without history')
  expect(running.stands().at(-1)).toMatchObject({ channel: place.id, answers: null })
  expect(running.standin.refusals.splice(0).join()).toContain('160002')
})

test('only a channel that is gone or closed ends what is posted there', async () => {
  const { platform, standin } = running
  const spot = {
    platform: 'discord',
    workspace: standin.world.guild,
    channel: standin.world.general.id,
  }
  const post = (status: number, code: number) => {
    standin.trouble(/^POST \/channels\/\d+\/messages$/, 1, status, code)
    return platform.post(spot, said('x'), `tip ${code}`).catch((error: unknown) => error)
  }
  for (const code of [0, 10_008])
    expect(await post(404, code)).not.toBeInstanceOf(ChannelClosedError)
  expect(await post(404, 10_003)).toBeInstanceOf(ChannelClosedError)
  expect(await post(400, 50_083)).toBeInstanceOf(ChannelClosedError)
})

test('a token that was not taken once is not forgotten', async () => {
  const { platform, standin } = running
  const { guild, general } = standin.world
  const spot = { platform: 'discord', workspace: guild, channel: general.id }
  standin.trouble(/^POST \/channels\/\d+\/messages$/, 1, 401)
  await expect(platform.post(spot, said('x'), 'refused')).rejects.toThrow('Trouble')
  await platform.post(spot, said('taken again'), 'taken')
  once('taken again')
})

test('a file that cannot be read is named, and nothing else is run', async () => {
  const big = { name: 'big.py', text: '#'.repeat(1024 ** 2 + 1) }
  const answer = await ada.answer(await ada.say('', [big]))
  expect(answer.text).toContain('big.py')
  const { original } = ada.hand.slash(running.standin.world.general.id, 'run', {}, big)
  const private_ = await waitFor(
    'the answer',
    async () => running.stands().find(({ only }) => only === ada.person.id),
    running.standin.world.change,
    async () => texts(),
  )
  expect(JSON.stringify(private_.components)).toContain('big.py')
  expect(original).not.toBeUndefined()
})

test('a message that forwards a program is run', async () => {
  const { standin } = running
  const direct = standin.world.directWith(ada.person.id)
  const forwarded = ada.hand.write(direct.id, '```python\nprint("forwarded")\n```')
  await standing('print(\\"forwarded\\")')
  const bare = { ...standin.messageFor(forwarded), id: standin.world.newId(), content: '' }
  const snapshot = { content: '```python\nprint("by others")\n```', attachments: [], type: 0 }
  standin.gateway.dispatch('MESSAGE_CREATE', {
    ...bare,
    message_snapshots: [{ message: snapshot }],
  })
  await standing('print(\\"by others\\")')
})

test('with another address for the API, files are still fetched only from there or from Discord', async () => {
  const { standin } = running
  const asked: string[] = []
  const elsewhere = createServer(({ url }, response) => {
    asked.push(url ?? '')
    response.end('print("from elsewhere")')
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const { port } = z.object({ port: z.number() }).parse(elsewhere.address())
  const direct = standin.world.directWith(ada.person.id)
  const empty = ada.hand.write(direct.id, 'a file of mine')
  standin.gateway.dispatch('MESSAGE_CREATE', {
    ...standin.messageFor(empty),
    id: standin.world.newId(),
    attachments: [
      { id: '1', filename: 'inside.py', size: 22, url: `http://127.0.0.1:${port}/inside.py` },
    ],
  })
  await standing('inside.py')
  expect(asked).toEqual([])
  elsewhere.close()
})
