/** Commands, windows, buttons: who sees the answer, when its first sign comes, and that there is one. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { discordApi } from '../../adapters/discord/api.ts'
import { waitFor } from '../scenarios/stage.ts'
import { connected, type Running } from './overlap.ts'

let running: Running
let ada: ReturnType<Running['member']>
let bob: ReturnType<Running['member']>

beforeAll(async () => {
  running = await connected()
  await running.ready()
  ada = running.member('Ada')
  bob = running.member('Bob')
})
afterEach(() => {
  expect(running.bugs).toEqual([])
  expect(running.standin.refusals.splice(0)).toEqual([])
})
afterAll(() => running.close())

const general = () => running.standin.world.general.id

/** In the announcement's place or after it, as it comes when the announcement was for others than the answer. */
async function answerTo(asked: string, containing: string): Promise<void> {
  await waitFor(
    'the answer',
    async () =>
      running
        .stands()
        .find(
          ({ interaction, components }) =>
            interaction === asked && JSON.stringify(components).includes(containing),
        ),
    running.standin.world.change,
    async () => running.stands(),
  )
}

/** Somewhere in what stands, from now on or already. */
async function firstWord(containing: string): Promise<void> {
  await waitFor(
    'the first word',
    async () => running.stands().find((each) => JSON.stringify(each).includes(containing)),
    running.standin.world.change,
    async () => running.stands(),
  )
}

test('a slow answer is announced in time, and comes to those it is for', async () => {
  const open = running.hold()
  const done = await ada.command('slow', { text: 'one' })
  const announced = () => running.stands().find(({ isLoading }) => isLoading)
  await waitFor(
    'the announcement',
    async () => announced(),
    running.standin.world.change,
    async () => running.stands(),
  )
  open()
  const answer = await ada.answer(done)
  expect(answer.text).toContain('slow one')
  await bob.sees(({ id }) => id === answer.id)
  expect(announced()).toBeUndefined()
  expect(running.stands().filter((each) => JSON.stringify(each).includes('slow one'))).toHaveLength(
    1,
  )
})

test('what is for one person, one person sees', async () => {
  const answer = await ada.answer(await ada.command('secret', { text: 'of Ada' }))
  expect(answer.onlyYou).toBe(true)
  const mentioned = await ada.answer(await ada.say('/secret of Ada'))
  expect(mentioned.onlyYou).toBe(true)
  await bob.answer(await bob.command('echo', { text: 'x' }))
  expect((await bob.visible()).filter(({ text }) => text.includes('of Ada'))).toEqual([])
})

test('who takes no direct messages is told how to ask', async () => {
  const cleo = running.member('Cleo')
  running.standin.world.closeDirect(cleo.person.id)
  const answer = await cleo.answer(await cleo.say('/secret of Cleo'))
  expect(answer.text).not.toContain('of Cleo')
  expect(answer.text).toContain('/')
  expect(running.standin.refusals.splice(0).join()).toContain('50007')
})

test('a command without its program opens a window for it', async () => {
  const opening = ada.hand.slash(general(), 'run', {})
  const modal = await waitFor(
    'the window',
    async () => opening.modal ?? undefined,
    running.standin.world.change,
    async () => running.standin.refusals,
  )
  expect(modal.components.map(({ label }) => label)).toHaveLength(2)
  const sent = ada.hand.send(opening, { 0: 'print("from a window")\nprint(2)' })
  await answerTo(sent.id, 'ran print(\\"from a window\\")\\nprint(2)')
})

test('a file is taken in the place of typing', async () => {
  const given = ada.hand.slash(general(), 'run', {}, { name: 'mine.py', text: 'print("a file")' })
  await answerTo(given.id, 'ran print(\\"a file\\")')
})

test('the menu of a message runs what somebody else wrote', async () => {
  const message = bob.hand.write(general(), '```python\nprint("by Bob")\n```')
  const given = ada.hand.menu('Run Python', message)
  await answerTo(given.id, 'by Bob')
})

test('replying “run” runs the message before, where Discord lets it be read', async () => {
  const { bot } = running.standin.world
  const before = bob.hand.write(
    general(),
    `Look, <@${bot.id}>: \`\`\`python\nprint("again")\n\`\`\``,
  )
  await bob.sees(({ text }) => text.includes('again'))
  const reply = ada.hand.write(general(), `<@${bot.id}> run`, [], before.id)
  await waitFor(
    'the answer',
    async () =>
      running
        .stands()
        .find(
          ({ answers, components }) =>
            answers === reply.id && JSON.stringify(components).includes('again'),
        ),
    running.standin.world.change,
    async () => running.stands(),
  )
})

test('replying “run” to what Discord does not show is answered with the way that works', async () => {
  const before = bob.hand.write(general(), '```python\nprint("unseen")\n```')
  const reply = ada.hand.write(general(), `<@${running.standin.world.bot.id}> run`, [], before.id)
  await waitFor(
    'the answer',
    async () =>
      running
        .stands()
        .find(
          ({ answers, components }) =>
            answers === reply.id && JSON.stringify(components).includes('Run Python'),
        ),
    running.standin.world.change,
    async () => running.stands(),
  )
})

test('what others write is neither read nor answered', async () => {
  bob.hand.write(general(), '```python\nprint("not for you")\n```')
  await ada.answer(await ada.command('echo', { text: 'later' }))
  expect(JSON.stringify(running.stands())).not.toContain('not for you')
})

test('an edit of a message that is half an hour old changes nothing', async () => {
  const { world } = running.standin
  const mention = `<@${world.bot.id}>`
  const old = ada.hand.write(general(), `${mention} /echo as it was`)
  await ada.sees(({ text }) => text.includes('as it was'))
  world.rewrite(old, { sent: new Date(Date.now() - 31 * 60_000).toISOString() })
  ada.hand.edit(old, `${mention} /echo as it is`)
  await ada.answer(await ada.command('echo', { text: 'afterwards' }))
  expect(JSON.stringify(running.stands())).not.toContain('as it is')
})

test('values are suggested while they are typed', async () => {
  const typing = ada.hand.type(general(), 'echo', 'text', 'as')
  await waitFor(
    'suggestions',
    async () => typing.choices ?? undefined,
    running.standin.world.change,
    async () => running.standin.refusals,
  )
  expect(typing.choices).toEqual([{ name: 'as and more', value: 'as!' }])
})

test('rates that Discord sets are kept, and nothing is lost or said twice', async () => {
  const { limits } = running.standin
  limits.refuseOnce(/^PATCH .*@original/, 0.3)
  limits.refuseOnce(/^POST \/channels\/\d+\/messages/, 0.3)
  const open = running.hold()
  const long = await ada.command('long', { text: 'and limited' })
  const mention = await ada.say('/echo limited mention')
  open()
  expect((await ada.answer(long, ({ text }) => text.includes('long'))).text).toContain(
    'long and limited',
  )
  await ada.answer(mention)
  const all = running.stands().map((each) => JSON.stringify(each.components))
  expect(all.filter((each) => each.includes('limited mention'))).toHaveLength(1)
  expect(running.standin.refusals.splice(0)).toHaveLength(2)
})

test('what was done before the connection broke is not done again', async () => {
  const { standin } = running
  standin.dropOnce(/^POST .*\/callback/)
  standin.dropOnce(/^POST .*\/channels\/\d+\/messages/)
  const open = running.hold()
  const long = await ada.command('long', { text: 'through a break' })
  const mention = await ada.say('/echo through a break')
  open()
  await ada.answer(long, ({ text }) => text.includes('long through a break'))
  await ada.answer(mention)
  const all = running.stands().map((each) => JSON.stringify(each.components))
  expect(all.filter((each) => each.includes('long through a break'))).toHaveLength(1)
  expect(all.filter((each) => each.includes('echo through a break'))).toHaveLength(1)
  expect(standin.refusals.splice(0).join()).toContain('40060')
})

test('rights are those that Discord tells, at each time', async () => {
  const eve = running.member('Eve', true)
  expect((await eve.answer(await eve.command('rule'))).text).toContain('ruled')
  expect((await eve.answer(await eve.say('/rule'))).text).toContain('ruled')
  expect((await ada.answer(await ada.command('rule'))).text).toContain('Only admins')
  expect((await ada.answer(await ada.say('/rule'))).text).toContain('Only admins')
  expect((await eve.answer(await eve.whisper('/rule'))).text).toContain('Only admins')
})

test('where one person brought the tutor along, it answers, and nobody is an admin', async () => {
  const { standin } = running
  const user = standin.user(ada.person.id)
  const asked = (name: string, options: object[] = []) => {
    const interaction = standin.interact({
      user: ada.person.id,
      channel: general(),
      guild: null,
      message: null,
    })
    // As little as Discord may say.
    standin.gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      application_id: standin.world.application,
      type: 2,
      token: interaction.token,
      guild_id: '555',
      channel_id: general(),
      authorizing_integration_owners: { 1: ada.person.id },
      member: { user, permissions: '8' },
      data: { id: '1', name, options },
    })
    return waitFor(
      'the answer',
      async () => running.stands().find(({ id }) => id === interaction.original),
      standin.world.change,
      async () => running.stands(),
    )
  }
  const echo = await asked('echo', [{ name: 'text', type: 3, value: 'anywhere' }])
  expect(JSON.stringify(echo.components)).toContain('echo anywhere')
  const rule = await asked('rule')
  expect(JSON.stringify(rule.components)).toContain('Only admins')
  expect(rule.only).toBe(ada.person.id)
})

test('an admin deletes the answer to somebody else', async () => {
  const eve = running.member('Eve', true)
  const answer = await ada.answer(await ada.say('/echo for a while'))
  await eve.discard(answer)
  await eve.misses(answer)
})

test('an answer in a thread belongs to its channel', async () => {
  const { world } = running.standin
  const posted = await running.platform.post(
    { platform: 'discord', workspace: world.guild, channel: world.general.id },
    {
      blocks: [{ kind: 'markdown', text: 'A quiz' }],
      notice: 'A quiz',
      audience: 'everyone',
      done: true,
    },
    'quiz',
  )
  const { thread = '' } = await running.platform.openThread(posted, 'Questions')
  const given = ada.hand.slash(thread, 'echo', { text: 'in the thread' })
  await waitFor(
    'the answer',
    async () => running.stands().find(({ id }) => id === given.original),
    world.change,
    async () => running.stands(),
  )
  expect(running.stands().find(({ id }) => id === given.original)?.channel).toBe(thread)
})

test('when the token of an interaction has died, the tutor edits its message by itself', async () => {
  const { standin } = running
  const open = running.hold()
  const long = await ada.command('long', { text: 'and late' })
  await firstWord('Working')
  standin.expire()
  open()
  expect((await ada.answer(long, ({ text }) => text.includes('long'))).text).toContain(
    'long and late',
  )
  expect(standin.refusals.splice(0).join()).toContain('50027')
})

test('when the token of a private answer has died, its last word comes directly', async () => {
  const { standin } = running
  const open = running.hold()
  await ada.command('hidden', { text: 'and late' })
  await firstWord('in private')
  standin.expire()
  open()
  await ada.hears(({ text }) => text.includes('hidden and late'))
  const all = running.stands().filter((each) => JSON.stringify(each).includes('hidden and late'))
  expect(all).toHaveLength(1)
  expect(standin.refusals.splice(0).join()).toContain('50027')
})

test('where messages cannot be edited, the last word is said anew, and once', async () => {
  const lacking = await connected({ lacks: /^(?:PATCH|DELETE) \/channels\/|^POST .*\/typing$/ })
  try {
    await lacking.ready()
    const dora = lacking.member('Dora')
    const open = lacking.hold()
    const question = await dora.say('/long and not edited')
    await dora.answer(question, ({ text }) => text.includes('Working'))
    open()
    await dora.sees(({ text }) => text.includes('long and not edited'))
    const all = lacking.stands().map((each) => JSON.stringify(each.components))
    expect(all.filter((each) => each.includes('long and not edited'))).toHaveLength(1)
    expect(all).toHaveLength(2)
    expect(lacking.bugs).toEqual([])
  } finally {
    await lacking.close()
  }
})

test('the answer to an interaction is called as Discord documents it', async () => {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(`${request.method} ${request.url}`)
    response.writeHead(404, { 'content-type': 'application/json' })
    response.end('{"message":"404: Not Found","code":0}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { signal } = new AbortController()
  const api = discordApi({ apiUrl: `http://127.0.0.1:${port}/api`, token: 'a' }, signal)
  const ticket = { id: '1', application: '2', token: 'b', channel: '3' }
  expect(await api.editAnswer(ticket, '@original', { body: {}, files: [] })).toBe(false)
  expect(paths).toEqual(['PATCH /api/v10/webhooks/2/b/messages/@original'])
  await new Promise((resolve) => server.close(resolve))
})
