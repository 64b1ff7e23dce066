import { expect, test, vi } from 'vitest'
import type { Message } from '../../../bot/core/message.ts'
import { ADA, button, submitted, textOf } from '../learning/chat.ts'
import { BOB, catalogue, group } from './group.ts'

/** ms; only a failing test takes so long. */
const PATIENT = { timeout: 30_000 }

/** All that can be read in it. */
function said(message: Message): string {
  const facts = message.blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []))
  const code = message.blocks.flatMap((block) => (block.kind === 'code' ? [block.text] : []))
  return [textOf(message), ...facts.map(({ label, value }) => `${label}: ${value}`), ...code].join(
    '\n',
  )
}

const WEEKDAYS = 'tips schedule 09:00 Europe/Berlin weekdays'

test('tips are scheduled in a line, with the next five dates, and come on those', async () => {
  const { ask, at, posts } = await group()
  const answer = said(await ask(WEEKDAYS))
  expect(answer).toContain('Schedule 1 is set.')
  expect(answer).toContain('When: 09:00 Europe/Berlin, Monday to Friday')
  expect(answer).toContain('What: A tip to read; All lessons')
  expect(answer).toContain('Set by: Ada, 25 Nov 2026, 13:00')
  expect(answer.match(/^- .*/gm)).toEqual([
    '- Thu 26 Nov 2026, 09:00',
    '- Fri 27 Nov 2026, 09:00',
    '- Mon 30 Nov 2026, 09:00',
    '- Tue 1 Dec 2026, 09:00',
    '- Wed 2 Dec 2026, 09:00',
  ])
  await at('2026-11-26T07:59:59Z')
  expect(posts).toEqual([])
  await at('2026-11-26T08:00:00Z')
  await at('2026-11-26T08:00:15Z')
  expect(posts.map(({ channel }) => channel)).toEqual(['lobby'])
  for (const day of [27, 28, 29, 30]) await at(`2026-11-${day}T08:00:01Z`)
  expect(posts).toHaveLength(3)
})

test('dates are shown in the own time of whoever asks', async () => {
  const { ask } = await group()
  const there = { person: { ...ADA, admin: true, zone: 'Asia/Kathmandu' } }
  const answer = said(await ask(WEEKDAYS, there))
  expect(answer).toContain('(Asia/Kathmandu):')
  expect(answer).toContain('- Thu 26 Nov 2026, 13:45')
})

test('a zone that somebody has told counts more than what the platform says, and one that is none not at all', async () => {
  const { ask, store } = await group()
  const nowhere = { person: { ...ADA, admin: true, zone: 'Mars/Olympus' } }
  expect(said(await ask(WEEKDAYS, nowhere))).toContain('(Europe/Berlin):')
  await store.people.setZone(ADA, 'America/New_York', 1)
  expect(said(await ask('tips', nowhere))).toContain('- Thu 26 Nov 2026, 03:00')
})

test('what is typed is completed: zones, times, days, lessons, and schedules by their numbers', async () => {
  const { ask, complete } = await group()
  await ask(WEEKDAYS)
  const values = async (option: string, typed: string) =>
    (await complete(option, typed)).map(({ value }) => value)
  expect(await values('zone', 'kathm')).toEqual(['Asia/Kathmandu'])
  expect(await values('time', '9')).toEqual(['09:00', '09:30'])
  expect(await values('days', 'wee')).toEqual(['weekdays', 'weekends'])
  expect(await values('topics', 'cancel')).toContain('10')
  expect(await complete('schedule', '')).toEqual([
    { label: '1: #lobby, 09:00 Europe/Berlin, Monday to Friday', value: '1' },
  ])
})

test('a tip says something short, and its lesson opens for whoever presses', async () => {
  const { ask, at, posts } = await group()
  await ask(`${WEEKDAYS} lesson 8`)
  await at('2026-11-26T08:00:00Z')
  const [post] = posts
  if (!post) throw new Error('no tip')
  const tips = catalogue.lessons[7]?.tips.map(({ text }) => `**Tip.** ${text}`)
  expect(tips).toContain(textOf(post.message).trim())
  const lesson = await ask(button(post.message, 'Lesson 8'), { person: BOB })
  expect(textOf(lesson)).toContain('**Lesson 8:')
})

test('options of a menu, a form and a line make the same schedule', async () => {
  const { ask } = await group()
  const parts = { time: '9am', zone: 'berlin', days: 'mon wed fri', topics: 'A, 8', as: 'quiz' }
  const menu = await ask({ command: 'tips', options: { do: 'schedule', ...parts } })
  const line = await ask('/tips schedule mon, wed and fri at 9am in Berlin, quiz parts A 8')
  const form = submitted(await ask('tips schedule'), parts)
  const when = 'When: 09:00 Europe/Berlin, Monday, Wednesday and Friday'
  for (const message of [menu, line, await ask(form)]) {
    expect(said(message)).toContain(when)
    expect(said(message)).toContain('What: A question to answer; Lessons 1, 2, 3, 4 and 8')
  }
})

test('only admins have the command, whatever they press', async () => {
  const { ask, store } = await group()
  const answer = await ask(WEEKDAYS)
  const refused = [
    await ask(WEEKDAYS, { person: BOB }),
    await ask(button(answer, 'Stop'), { person: BOB }),
  ]
  for (const each of refused) expect(textOf(each)).toBe('Only admins can use /tips.')
  expect(await store.tips.of(ADA)).toHaveLength(1)
})

test.each([
  ['tips schedule 25:00 Berlin', 'Did you mean 01:00, 15:00 or 23:00?'],
  ['tips schedule 9h30 Berlin', 'Did you mean 09:30?'],
  ['tips schedule 9 Berlin', 'Did you mean 09:00 or 21:00?'],
  ['tips schedule 09:75 Berlin', 'Did you mean 10:15?'],
  ['tips schedule 13pm Berlin', 'Did you mean 13:00?'],
  ['tips schedule 09:00 Europe/Brelin', 'Did you mean Europe/Berlin?'],
  ['tips schedule 09:00 Lord', 'Did you mean Australia/Lord\\_Howe'],
  ['tips schedule 09:00 Berlin weekdys', 'Did you mean weekdays?'],
  ['tips schedule 09:00 Berlin every 400 days', 'The interval can be 1 to 365 days.'],
  ['tips schedule 09:00 Berlin xyzzy', "I don't understand “xyzzy” here."],
  ['tips schedule Berlin weekdays', 'At what time?'],
  [
    'tips schedule 09:00 cron 0 9 * * 1-5',
    'A cron line already contains the time. Give one or the other.',
  ],
  ['tips schedule cron 0 25 * * *', "“0 25 \\* \\* \\*” isn't a cron line"],
  ['tips schedule */5 * * * *', 'A tip every few minutes would be too much'],
  ['tips schedule 0 9 30 2 *', "isn't a cron line"],
  ['tips schedule 09:00 Berlin lesson 99', "There's no lesson “99”."],
  ['tips pause 7', 'There is no schedule 7.'],
  ['tips resume', 'No tips are scheduled.'],
  ['tips 09:00 Berlin', 'To schedule it: '],
])('“%s” is answered with what would be right', async (text, words) => {
  const { ask, store } = await group()
  expect(textOf(await ask(`/${text}`))).toContain(words)
  expect(await store.tips.of(ADA)).toEqual([])
})

test.each([
  ['9:00 utc daily', '09:00 UTC, every day'],
  ['0900 utc', '09:00 UTC, every day'],
  ['9 pm new york', '21:00 America/New_York, every day'],
  ['noon Asia/Kathmandu mon-thu', '12:00 Asia/Kathmandu, Monday, Tuesday, Wednesday and Thursday'],
  ['weekends 10.30 lord howe', '10:30 Australia/Lord_Howe, Saturday and Sunday'],
  ['every 3 days at 09:00', '09:00 UTC, every 3 days'],
  ['every other day 09:00', '09:00 UTC, every 2 days'],
  ['every monday and thursday 09:00', '09:00 UTC, Monday and Thursday'],
  ['"mon,wed" 09:00', '09:00 UTC, Monday and Wednesday'],
  ['0 9 * * 1-5 Europe/Berlin', 'Europe/Berlin, cron 0 9 * * 1-5'],
  ['Europe/Berlin cron 30 8,16 1 * *', 'Europe/Berlin, cron 30 8,16 1 * *'],
])('“tips schedule %s” is %s', async (line, when) => {
  const { ask } = await group()
  expect(said(await ask(`tips schedule ${line}`))).toContain(`When: ${when}\n`)
})

test('a preview schedules nothing until its button is pressed', async () => {
  const { ask, store } = await group()
  const preview = await ask('tips preview 09:00 Berlin every 3 days')
  expect(said(preview)).toContain('- Thu 26 Nov 2026, 09:00\n- Sun 29 Nov 2026, 09:00')
  expect(await store.tips.of(ADA)).toEqual([])
  expect(said(await ask(button(preview, 'Schedule it')))).toContain('Schedule 1 is set.')
})

test('paused until a day, they are back on that day', async () => {
  const { ask, at, posts } = await group()
  await ask('tips schedule 09:00 Berlin daily')
  const paused = await ask('tips pause 1 until 28 Nov')
  expect(said(paused)).toContain('Schedule 1 is paused until 2026-11-28.')
  expect(said(paused)).toContain('Paused: until Sat 28 Nov 2026, 00:00')
  await at('2026-11-27T09:00:00Z')
  expect(posts).toEqual([])
  await at('2026-11-28T08:00:00Z')
  expect(posts).toHaveLength(1)
  expect(said(await ask('tips'))).not.toContain('Paused')
})

test('pause, resume, skip the next, send one now and stop are buttons', async () => {
  const { ask, at, posts } = await group()
  const first = await ask('tips schedule 09:00 Berlin daily')
  const paused = await ask(button(first, 'Pause'))
  expect(said(paused)).toContain('Paused: until someone resumes it')
  await at('2026-11-26T08:00:00Z')
  expect(posts).toEqual([])
  const resumed = await ask(button(paused, 'Resume'))
  const skipped = await ask(button(resumed, 'Skip the next'))
  expect(textOf(skipped)).toMatch(
    /Fri 27 Nov 2026, 09:00 is skipped\.[\s\S]*- Sat 28 Nov 2026, 09:00/,
  )
  await at('2026-11-27T08:00:00Z')
  expect(posts).toEqual([])
  expect(textOf(await ask(button(skipped, 'Send one now')))).toContain('Sent.')
  expect(textOf(await ask(button(skipped, 'Send one now')))).toContain(
    'sent less than a minute ago',
  )
  expect(posts).toHaveLength(1)
  await at('2026-11-28T08:00:00Z')
  expect(posts).toHaveLength(2)
  expect(textOf(await ask(button(skipped, 'Stop')))).toBe('Schedule 1 is stopped.')
  expect(textOf(await ask(button(skipped, 'Stop')))).toContain('There is no schedule')
  await at('2026-11-29T08:00:00Z')
  expect(posts).toHaveLength(2)
})

test('a change keeps what it does not name', async () => {
  const { ask } = await group()
  await ask(`${WEEKDAYS} quiz lessons 3 4`)
  const changed = said(await ask('tips edit 1 10:30'))
  expect(changed).toContain('Schedule 1 is changed.')
  expect(changed).toContain('When: 10:30 Europe/Berlin, Monday to Friday')
  expect(changed).toContain('What: A question to answer; Lessons 3 and 4')
  const form = await ask(button(await ask('tips'), 'Change'))
  const after = said(await ask(submitted(form, { days: 'every 2 days', topics: 'all' })))
  expect(after).toContain('When: 10:30 Europe/Berlin, every 2 days')
  expect(after).toContain('All lessons')
})

test('a form that was filled in wrongly comes back as it was, with what is wrong', async () => {
  const { ask } = await group()
  await ask(WEEKDAYS)
  const form = await ask(button(await ask('tips'), 'Change'))
  const wrong = await ask(submitted(form, { time: '25:00', topics: 'lessons 3 4' }))
  expect(said(wrong)).toContain("I can't read the time “25:00”.")
  const after = said(await ask(submitted(wrong, { time: '10:30' })))
  expect(after).toContain('Schedule 1 is changed.')
  expect(after).toContain('When: 10:30 Europe/Berlin, Monday to Friday')
  expect(after).toContain('Lessons 3 and 4')
  const fresh = await ask('tips schedule')
  const slip = await ask(submitted(fresh, { zone: 'Europe/Berlinn', days: 'mon' }))
  expect(said(slip)).toContain('Europe/Berlinn')
  expect(said(await ask(submitted(slip, { zone: 'Europe/Berlin' })))).toContain(
    '09:00 Europe/Berlin, Monday',
  )
})

test('what people say for an act is understood, and a preview of nothing new is of what is there', async () => {
  const { ask, posts } = await group()
  await ask(WEEKDAYS)
  expect(said(await ask('tips preview'))).toContain('- Thu 26 Nov 2026, 09:00')
  expect(said(await ask('tips now'))).toContain('Sent.')
  expect(posts).toHaveLength(1)
  expect(said(await ask('/tips change 10:30'))).toContain('When: 10:30 Europe/Berlin')
  expect(said(await ask('/tips delete 1'))).toContain('Schedule 1 is stopped.')
})

test('several are listed, and each has its page; who changed what is noted', async () => {
  const { ask, store } = await group()
  await ask(WEEKDAYS)
  await ask('tips schedule 18:00 UTC sat quiz')
  await ask('tips pause 2')
  const list = await ask('tips')
  expect(said(list)).toContain(
    'Schedule 1: #lobby; 09:00 Europe/Berlin, Monday to Friday; next Thu 26 Nov 2026, 09:00 Europe/Berlin',
  )
  expect(said(list)).toContain('Schedule 2: #lobby; 18:00 UTC, Saturday; paused: until someone')
  expect(said(await ask(button(list, 'Schedule 2')))).toContain('A question to answer')
  const noted = (await store.audit.latest(ADA, 9)).map(({ by, to }) => `${by} ${to}`)
  expect(noted).toContain('Ada 1: 09:00 Europe/Berlin, Monday to Friday')
  expect(noted).toContain('Ada 2: paused')
})

test('no tip comes again before all of the chosen lessons were shown', async () => {
  const { ask, at, posts, platform } = await group()
  await ask('tips schedule 09:00 UTC daily lessons 3 4')
  const all = catalogue.lessons.slice(2, 4).flatMap(({ tips }) => tips.map(({ text }) => text))
  const nine = (day: number) => new Date(Date.UTC(2026, 10, 26 + day, 9)).toISOString()
  // One that could not be posted comes before any of the others comes again.
  platform.mood = 'away'
  await at(nine(0))
  platform.mood = 'well'
  for (let day = 1; day <= all.length * 2; day++) await at(nine(day))
  const texts = posts.map(({ message }) => textOf(message).trim().replace('**Tip.** ', ''))
  expect(texts.slice(0, all.length).toSorted()).toEqual(all.toSorted())
  expect(texts.slice(all.length).toSorted()).toEqual(all.toSorted())
})

test('a question is answered by each in private, once, and the next one tells how it went', async () => {
  const { ask, at, posts, store } = await group()
  await ask('tips schedule 09:00 UTC daily quiz lesson 1')
  await at('2026-11-26T09:00:00Z')
  const [post] = posts
  const choices = post?.message.blocks.find((block) => block.kind === 'choices')
  if (choices?.kind !== 'choices') throw new Error('no options')
  const answers = await Promise.all(
    choices.choices.map(({ action }, n) => ask(action, { person: { ...BOB, id: `p${n}` } })),
  )
  expect(answers.map(({ audience }) => audience)).toEqual(answers.map(() => 'asker'))
  const right = answers.findIndex((each) => textOf(each).startsWith('**Right.**'))
  expect(answers.filter((each) => textOf(each).startsWith('**Right.**'))).toHaveLength(1)
  const again = choices.choices[right]?.action
  if (!again) throw new Error('none is right')
  const wrong = right === 0 ? 1 : 0
  const second = await ask(again, { person: { ...BOB, id: `p${wrong}` } })
  expect(textOf(second)).toMatch(/^Your first answer counts/)
  expect(textOf(second)).toContain(`So far ${answers.length} answers, 1 right.`)
  const kept = await store.answers.latest({ ...BOB, id: `p${wrong}` }, 9)
  expect(kept.map(({ correct }) => correct)).toEqual([false])
  expect(await store.reviews.dues({ ...BOB, id: `p${wrong}` })).toHaveLength(1)
  await at('2026-11-27T09:00:00Z')
  expect(textOf(posts[1]?.message as Message)).toContain(
    `Last time 1 of ${answers.length} were right.`,
  )
})

test('after a longer pause the latest one comes if it is not too late, and those before are skipped', async () => {
  const { ask, at, posts, happened, store } = await group()
  await ask('tips schedule 09:00 UTC daily')
  await ask('tips schedule 09:00 UTC daily grace 4')
  await at('2026-11-28T12:00:00Z')
  expect(posts).toHaveLength(1)
  const [strict, kind] = await store.tips.of(ADA)
  const statuses = async (id = '') => (await store.tips.history(id, 9)).map(({ status }) => status)
  expect(await statuses(strict?.schedule)).toEqual(['skipped', 'skipped', 'skipped'])
  expect(await statuses(kind?.schedule)).toEqual(['posted', 'skipped', 'skipped'])
  expect(happened.map((each) => each.kind === 'tip' && each.outcome).toSorted()).toEqual([
    'late',
    ...Array.from({ length: 5 }, () => 'skipped'),
  ])
  await at('2026-11-29T09:00:00Z')
  expect(posts).toHaveLength(3)
})

test('a platform that is away gets it later, within its grace, once', async () => {
  const { ask, at, posts, platform, errors } = await group()
  await ask('tips schedule 09:00 UTC daily')
  platform.mood = 'away'
  for (const minute of ['00', '01', '02']) await at(`2026-11-26T09:${minute}:00Z`)
  platform.mood = 'well'
  await at('2026-11-26T09:03:00Z')
  await at('2026-11-26T09:04:00Z')
  expect(posts).toHaveLength(1)
  platform.mood = 'away'
  for (const hour of ['09', '10', '11']) await at(`2026-11-27T${hour}:01:00Z`)
  platform.mood = 'well'
  await at('2026-11-27T11:05:00Z')
  expect(posts).toHaveLength(1)
  await at('2026-11-28T09:00:00Z')
  expect(posts).toHaveLength(2)
  expect(errors).toEqual([])
})

test('a channel that is closed pauses its tips, and their admin hears of it once', async () => {
  const { ask, at, posts, told, platform } = await group()
  await ask('tips schedule 09:00 UTC daily')
  platform.mood = 'closed'
  for (const day of [26, 27, 28]) await at(`2026-11-${day}T09:00:00Z`)
  expect(told.map(({ id }) => id)).toEqual(['ada'])
  expect(textOf(told[0]?.message as Message)).toContain(
    'the channel was deleted, or I was removed from it',
  )
  expect(said(await ask('tips'))).toContain('Paused: Overlap can no longer post in the channel')
  platform.mood = 'well'
  await ask('tips resume')
  await at('2026-11-29T09:00:00Z')
  expect(posts).toHaveLength(1)
})

test('who is not an admin any more posts nothing, until another one takes it over', async () => {
  const { ask, at, posts, told, platform } = await group()
  await ask('tips schedule 09:00 UTC daily')
  platform.admins = new Set(['bob'])
  await at('2026-11-26T09:00:00Z')
  await at('2026-11-27T09:00:00Z')
  expect(posts).toEqual([])
  expect(told.map(({ id }) => id)).toEqual(['ada'])
  expect(textOf(told[0]?.message as Message)).toContain('Another admin can take over the schedule')
  const bob = { person: { ...BOB, admin: true } }
  expect(said(await ask('tips resume 1', bob))).toContain('Set by: Bob')
  await at('2026-11-28T09:00:00Z')
  expect(posts).toHaveLength(1)
})

test('an admin who is only named so here has the rights as well', async () => {
  const { ask, at, posts, platform, store } = await group()
  await store.admins.add(BOB, 1)
  platform.admins = new Set()
  await ask('tips schedule 09:00 UTC daily', { person: BOB })
  await at('2026-11-26T09:00:00Z')
  expect(posts).toHaveLength(1)
})

test('tips of somebody whose data is deleted wait for another admin', async () => {
  const { ask, at, posts, told, store } = await group()
  await ask('tips schedule 09:00 UTC daily')
  await store.personal.deleted(ADA)
  await at('2026-11-26T09:00:00Z')
  expect([posts, told]).toEqual([[], []])
  expect(said(await ask('tips'))).toContain('Set by: someone whose data was deleted')
  await ask('tips resume')
  await at('2026-11-27T09:00:00Z')
  expect(posts).toHaveLength(1)
})

test('tips come to channels, not to a direct message', async () => {
  const { ask } = await group()
  const direct = { place: { channel: 'd', direct: true } }
  expect(textOf(await ask(WEEKDAYS, direct))).toContain('Tips go to a channel')
  expect(textOf(await ask('tips', direct))).toContain('Tips go to a channel')
})

test('whoever wants a tip now gets one alone', async () => {
  const { ask } = await group()
  const tip = await ask('/tip', { person: BOB })
  expect([tip.audience, textOf(tip)]).toEqual(['asker', expect.stringContaining('**Tip.**')])
  expect(textOf(await ask(button(tip, 'Another one'), { person: BOB }))).toContain('**Tip.**')
})

test('what a process left claimed is said by another after a minute, with the same key, unless it was paused or stopped', async () => {
  const { ask, at, posts, store } = await group()
  const days = ['2026-11-26', '2026-11-27', '2026-11-28'] as const
  for (const [n, day] of days.entries()) {
    await ask(`tips schedule 09:00 UTC daily`)
    const due = (await store.tips.of(ADA)).at(-1)
    if (!due) throw new Error('no schedule')
    // A process that dies when it has claimed it.
    const times = { at: Date.parse(`${day}T09:00Z`), skipped: [], nextAt: due.nextAt }
    const now = Date.parse(`${day}T09:00Z`)
    const claim = { schedule: due, ...times, leaseUntil: now + 60_000, now }
    await store.tips.claim({ ...claim, choose: () => ['tip coro-runs-once'] })
    const fresh = await store.tips.find(due.schedule)
    if (fresh && n === 1) await store.tips.change(fresh, { paused: 'asked', nextAt: null })
    if (n === 2) await store.tips.end(due.schedule, now)
    const mine = () => posts.filter(({ key }) => key === `tip ${due.schedule} ${times.at}`)
    await at(`${day}T08:59:59Z`)
    expect(mine()).toEqual([])
    await at(`${day}T09:01:00Z`)
    expect(mine()).toHaveLength(n === 0 ? 1 : 0)
    const [last] = await store.tips.history(due.schedule, 1)
    expect(last?.status).toBe(n === 0 ? 'posted' : 'skipped')
    await store.tips.end(due.schedule, now)
  }
})

test('a platform that takes its time for one channel holds up no other, and nobody else takes the claim', async () => {
  const { ask, at, advance, alarms, posts, platform, clock, store } = await group()
  await ask('tips schedule 09:00 UTC daily')
  await ask('tips schedule 09:00 UTC daily', { place: { channel: 'other', direct: false } })
  const { promise, resolve } = Promise.withResolvers<void>()
  platform.slow.set('lobby', promise)
  const first = at('2026-11-26T09:00:00Z')
  const isHeld = () => [...alarms].some((alarm) => alarm.at === clock() + 20_000)
  await vi.waitUntil(() => posts.length === 1 && isHeld(), PATIENT)
  for (let third = 0; third < 9; third++) {
    advance(20_000)
    await vi.waitUntil(isHeld, PATIENT)
    expect(await store.tips.overdue(clock(), 9)).toEqual([])
  }
  resolve()
  await first
  expect(posts.map(({ channel }) => channel)).toEqual(['other', 'lobby'])
  expect(isHeld()).toBe(false)
})
