import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { command } from '../../../bot/core/command.ts'
import type { Action, Message } from '../../../bot/core/message.ts'
import { settingsCommand } from '../../../bot/features/settings/command.ts'
import { SETTING_NAMES } from '../../../bot/features/settings/format.ts'
import { valuesOf } from '../../../bot/features/settings/table.ts'
import type { TestParts } from '../../tutor.ts'
import { ADA, button, chat, submitted, textOf } from '../learning/chat.ts'

const ADMIN = { ...ADA, id: 'boss', name: 'Grace', admin: true }
const BOB = { ...ADA, id: 'bob', name: 'Bob' }
const SIDE = { channel: 'side', direct: false }
const PRIVATE = { channel: 'dm', direct: true }

/** Answers with what it is told of the workspace. */
const probe = ({ settings }: TestParts) =>
  command({
    name: 'probe',
    summary: 'Says something',
    options: z.strictObject({}),
    async *answer(_, { request }) {
      const { quizSeconds } = await settings.of(request.person)
      const text = `heard ${request.person.name}, ${quizSeconds} s`
      yield { blocks: [{ kind: 'markdown', text }], notice: text, audience: 'everyone', done: true }
    },
  })

async function desk() {
  const { ask, store } = await chat((parts) => [settingsCommand(parts), probe(parts)])
  const admin = (asked: string | Action) =>
    ask({ person: ADMIN, ...(typeof asked === 'string' ? { text: asked } : asked) })
  return { ask, admin, store }
}

function shownIn(message: Message): readonly string[] {
  const facts = message.blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []))
  return facts.map(({ value }) => value)
}

function factsOf({ blocks }: Message): Readonly<Record<string, string>> {
  const facts = blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []))
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]))
}

describe('settings', () => {
  test('an admin sees all of them, and only the admin sees the answer', async () => {
    const { admin } = await desk()
    const all = await admin('/settings')
    expect(all.audience).toBe('asker')
    expect(factsOf(all)).toMatchObject({
      Channels: 'all',
      'Runs per hour': 'no hourly limit',
      'Language model': 'on',
      'Questions of a quiz': '5 questions',
      'Keep votes': '180 days',
      'Time zone': 'UTC',
      Admins: 'those of the platform',
    })
  })

  test.each([
    ['quiz-seconds 45', 'from 30 seconds to 45 seconds', 'Time for a question', '45 seconds'],
    ['quiz-questions 8 questions', 'from 5 questions to 8', 'Questions of a quiz', '8 questions'],
    ['model off', 'from on to off', 'Language model', 'off'],
    ['runs-per-hour 30', 'from no hourly limit to 30 an hour', 'Runs per hour', '30 an hour'],
    ['timezone berlin', 'from UTC to Europe/Berlin', 'Time zone', 'Europe/Berlin'],
    [
      'timezone asia/kathmandu',
      'from UTC to Asia/K',
      'Time zone',
      expect.stringMatching(/^Asia\/Kat/),
    ],
    ['channels here', 'from all to #lobby', 'Channels', '#lobby'],
    ['channels #lobby, <#C9|side>', 'from all to #lobby and #side', 'Channels', '#lobby and #side'],
  ])('“/settings %s” is taken as it is typed', async (typed, news, title, shown) => {
    const { admin } = await desk()
    expect(textOf(await admin(`/settings ${typed}`)).replaceAll('\\', '')).toContain(news)
    expect(factsOf(await admin('settings'))[title]).toEqual(shown)
  })

  test('without a slash it is a command as well', async () => {
    const { admin } = await desk()
    expect(textOf(await admin('settings model off'))).toContain('from on to off')
    expect(textOf(await admin('settings model off'))).toContain('already off')
    expect(textOf(await admin('settings are too hard for me'))).toContain('any Python here')
  })

  test.each([
    ['quiz-seconds 4', 'from 5 to 300'],
    ['quiz-seconds none', 'from 5 to 300'],
    ['quiz-seconds 1e9', 'from 5 to 300'],
    ['quiz-questions 1e1', 'from 1 to 20'],
    ['quiz-questions 8.5', 'from 1 to 20'],
    ['quiz-questions -3', 'from 1 to 20'],
    ['runs-per-hour lots', 'from 1 to 10000, or none'],
    ['model perhaps', 'on or off'],
    ['timezone Europe/Berlln', 'Did you mean Europe/Berlin'],
    ['timezone +01:00', 'Unknown time zone'],
    ['admins nobody', 'know anyone called “nobody”'],
    ['channels #nowhere', 'the channel “nowhere”'],
    ['channels general', 'the channel “general”'],
    ['tempo 3', 'no setting “tempo 3”'],
  ])('“/settings %s” is refused with what would fit', async (typed, words) => {
    const { admin, store } = await desk()
    expect(textOf(await admin(`/settings ${typed}`)).replaceAll('\\', '')).toContain(words)
    expect(await store.audit.latest(ADMIN, 10)).toEqual([])
  })

  test('whatever is typed, it is taken or refused in words, and what is kept is valid', async () => {
    const { admin, store } = await desk()
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        'none',
        'all',
        'here',
        '<#|>',
        '<#a|b|c>',
        '<#a|b\u0000>',
        '__proto__',
        '9'.repeat(400),
        '\u0000',
      ),
    )
    const given = fc.asyncProperty(
      fc.constantFrom(...SETTING_NAMES, 'admins', 'changes', 'toString'),
      typed,
      async (setting, value) => {
        const answer = await admin({ command: 'settings', options: { setting, value } })
        expect(textOf(answer)).not.toContain('Something went wrong')
        const kept = (await store.settings.of(ADMIN)) ?? {}
        expect(valuesOf(kept)).toMatchObject(kept)
        // PostgreSQL takes none.
        expect(JSON.stringify(await store.audit.latest(ADMIN, 1))).not.toContain('\\u0000')
      },
    )
    await fc.assert(given, { numRuns: 300 })
  })

  test('the buttons and forms lead to the same', async () => {
    const { admin } = await desk()
    const all = await admin('/settings')
    const quiz = await admin(button(all, 'Questions of a quiz'))
    const changed = await admin(submitted(quiz, { value: '8' }))
    expect(textOf(changed)).toContain('Changed from 5 questions to 8 questions')
    const model = await admin(
      button(await admin(button(changed, 'All settings')), 'Language model'),
    )
    expect(textOf(await admin(button(model, 'Off')))).toContain('Changed from on to off')
    const runs = await admin('/settings runs-per-hour 9')
    expect(textOf(await admin(button(runs, 'No hourly limit')))).toContain('from 9 an hour')
  })

  test('each change is in the log: who, what, from, to, when', async () => {
    const { admin } = await desk()
    expect(textOf(await admin('/settings changes'))).toContain('No changes yet')
    await admin('/settings quiz-seconds 45')
    const log = factsOf(await admin('/settings changes'))
    expect(log).toEqual({ '1 Jan 1970, 00:00': 'Grace: quiz-seconds: 30 seconds → 45 seconds' })
  })

  test('others are refused, also by the buttons', async () => {
    const { ask, admin } = await desk()
    const all = await admin('/settings')
    for (const asked of ['/settings', '/settings model off', button(all, 'Channels')]) {
      expect(textOf(await ask(asked))).toContain('Only admins can use /settings')
    }
  })

  test('a change holds at once, with no word more', async () => {
    const { ask, admin } = await desk()
    expect(textOf(await ask('/probe'))).toBe('heard Ada, 30 s')
    await admin('/settings quiz-seconds 45')
    expect(textOf(await ask('/probe'))).toBe('heard Ada, 45 s')
  })

  test('what was stored by another version and does not fit counts as not set', async () => {
    const { ask, store } = await desk()
    await store.settings.put(ADMIN, { quizSeconds: 'soon', channels: 7, tempo: 1 }, 0)
    expect(textOf(await ask('/probe'))).toBe('heard Ada, 30 s')
  })

  test('changes of several at the same moment are all kept', async () => {
    const { admin } = await desk()
    const wanted = ['quiz-seconds 45', 'quiz-questions 8', 'keep-talk 3', 'model off']
    await Promise.all(wanted.map((each) => admin(`/settings ${each}`)))
    expect(factsOf(await admin('/settings'))).toMatchObject({
      'Time for a question': '45 seconds',
      'Questions of a quiz': '8 questions',
      'Keep conversations': '3 days',
      'Language model': 'off',
    })
  })
})

describe('who counts as admin', () => {
  test('somebody who is named may do what admins may, until it is taken back', async () => {
    const { ask, admin, store } = await desk()
    await store.people.seen(BOB, 1)
    expect(textOf(await ask({ person: BOB, text: '/settings' }))).toContain('Only admins')
    expect(textOf(await admin('/settings admins @bob'))).toContain('Bob is an admin now')
    expect(factsOf(await ask({ person: BOB, text: '/settings' })).Admins).toContain('Bob')
    const named = await admin('/settings admins')
    expect(textOf(await admin(button(named, 'Remove Bob')))).toContain(
      'Bob is not one of the admins',
    )
    expect(textOf(await ask({ person: BOB, text: '/settings' }))).toContain('Only admins')
    expect(shownIn(await admin('/settings changes'))).toContain('Grace: admins: Bob removed')
  })

  test('a mention names people whom I have not met', async () => {
    const { ask, admin } = await desk()
    expect(textOf(await admin('/settings admins <@carl|Carl>'))).toContain('Carl is an admin now')
    const carl = { ...ADA, id: 'carl', name: 'Carl' }
    expect(factsOf(await ask({ person: carl, text: '/settings' })).Admins).toContain('Carl')
  })

  test('whoever deletes their data is no named admin any more, and has no name in the log', async () => {
    const { ask, admin, store } = await desk()
    await admin('/settings admins <@bob|Bob>')
    await ask({ person: BOB, text: '/settings model off' })
    await store.personal.deleted(BOB)
    const log = shownIn(await admin('/settings changes'))
    expect(log.join()).not.toContain('Bob')
    expect(log).toContain('Someone who left: model: on → off')
  })

  test('of two people with one name neither is guessed at', async () => {
    const { admin, store } = await desk()
    await store.people.seen(BOB, 1)
    await store.people.seen({ ...BOB, id: 'bob2' }, 1)
    expect(textOf(await admin('/settings admins Bob'))).toContain('several people called “Bob”')
  })
})

describe('channels', () => {
  test('outside of those allowed I say where I answer, in private', async () => {
    const { ask, admin } = await desk()
    await admin('/settings channels here')
    for (const text of ['/probe', 'hello', '```python\nprint(1)\n```']) {
      const refusal = await ask({ text, place: SIDE })
      expect(refusal.audience).toBe('asker')
      expect(textOf(refusal).replaceAll('\\', '')).toBe(
        "I don't answer in this channel. Ask me in #lobby, or in a direct message.",
      )
    }
    expect(textOf(await ask('/probe'))).toContain('heard Ada')
    expect(textOf(await ask({ text: '/probe', place: PRIVATE }))).toContain('heard Ada')
  })

  test('admins can change that from anywhere', async () => {
    const { ask, admin } = await desk()
    await admin('/settings channels here')
    const page = await ask({ person: ADMIN, text: '/settings channels', place: SIDE })
    await ask({ person: ADMIN, place: SIDE, ...button(page, 'Here too') })
    expect(textOf(await ask({ text: '/probe', place: SIDE }))).toContain('heard Ada')
    const closed = await ask({ person: ADMIN, place: SIDE, ...button(page, 'Everywhere') })
    expect(textOf(closed)).toContain('to all')
  })

  test('what a platform calls a channel is understood and shown', async () => {
    const { ask } = await desk()
    const mentions = { '#general': 'C1', '@bob': 'bob' }
    const place = { channel: 'C2', name: 'help', direct: false }
    const asked = { person: ADMIN, place, mentions }
    const set = await ask({ ...asked, text: '/settings channels #general here' })
    expect(textOf(set).replaceAll('\\', '')).toContain('to #general and #help')
    expect(
      textOf(await ask({ text: '/probe', place: { channel: 'C1', direct: false } })),
    ).toContain('heard')
    const less = await ask({ ...asked, text: '/settings channels general' })
    expect(textOf(less).replaceAll('\\', '')).toContain('to #general.')
    expect(textOf(await ask({ ...asked, text: '/settings admins @bob' }))).toContain(
      'bob is an admin now',
    )
    expect(textOf(await ask({ person: BOB, text: '/settings', place: PRIVATE }))).toContain(
      'Settings of',
    )
  })

  test('a direct message is no channel to allow', async () => {
    const { ask } = await desk()
    const refusal = await ask({ person: ADMIN, text: '/settings channels here', place: PRIVATE })
    expect(textOf(refusal)).toContain('Use this command in the channel you mean')
  })
})
