/** What every database must do, whichever it is. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Channel, NamedPerson } from '../../bot/core/keys.ts'
import { type Database, StoreUnavailable } from '../../bot/store/database.ts'
import type { Exchange, Talk } from '../../bot/store/exchanges.ts'
import { migrate } from '../../bot/store/migrate.ts'
import { MIGRATIONS } from '../../bot/store/migrations.ts'
import { COUNTS_AGAIN_AFTER_MS } from '../../bot/store/points.ts'
import type { NewQuiz, QuizStep } from '../../bot/store/quizzes.ts'
import { type Store, storeOn } from '../../bot/store/store.ts'
import type { Schedule } from '../../bot/store/tip-schedules.ts'
import { fill } from './filled.ts'

export type TestDatabase = Readonly<{
  /** Opens the same database, empty at first, once more, as another process would. */
  open(): Database
  remove(): Promise<void>
}>

export function contract(create: () => Promise<TestDatabase>): void {
  describe('migrations', () => migrations(create))
  describe('what is kept', () => areas(create))
}

function migrations(create: () => Promise<TestDatabase>): void {
  let place: TestDatabase
  let database: Database
  beforeAll(async () => {
    place = await create()
    database = place.open()
  })
  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  test('several that start at once on an empty database migrate it once', async () => {
    const others = [place.open(), place.open(), place.open()]
    await Promise.all([database, ...others].map((each) => migrate(each)))
    await Promise.all(others.map(({ close }) => close()))
    expect(await versions()).toEqual([MIGRATIONS.length])
  })

  test('starting again changes nothing and keeps what is there', async () => {
    await (await storeOn(database)).settings.put(WORKSPACE, { tips: true }, 1)
    await migrate(database)
    expect(await versions()).toEqual([MIGRATIONS.length])
    expect(await (await storeOn(database)).settings.of(WORKSPACE)).toEqual({ tips: true })
  })

  test('pings of several processes at the same moment are answered, and change nothing', async () => {
    const other = place.open()
    await Promise.all([database, other, database, other].map((each) => each.ping()))
    await other.close()
    expect(await versions()).toEqual([MIGRATIONS.length])
  })

  test('a migration that fails leaves nothing behind', async () => {
    const broken = [...MIGRATIONS, ['create table half_done (a integer)', 'create nonsense']]
    await expect(migrate(database, broken)).rejects.toThrow()
    expect(await tables(database)).not.toContain('half_done')
    expect(await versions()).toEqual([MIGRATIONS.length])
  })

  test('a database of a newer Overlap is refused with words, and left as it is', async () => {
    const newer = [...MIGRATIONS, ['create table of_the_future (a integer)']]
    await migrate(database, newer)
    await expect(migrate(database)).rejects.toThrow(StoreUnavailable)
    const words = new RegExp(
      `has schema ${newer.length}.*up to ${MIGRATIONS.length}.*update this`,
      's',
    )
    await expect(migrate(database)).rejects.toThrow(words)
    expect(await versions()).toEqual([newer.length])
  })

  async function versions(): Promise<number[]> {
    const rows = await database.read.selectFrom('schema_version').selectAll().execute()
    return rows.map(({ version }) => version)
  }
}

function areas(create: () => Promise<TestDatabase>): void {
  let place: TestDatabase
  let database: Database
  let store: Store
  beforeAll(async () => {
    place = await create()
    database = place.open()
    store = await storeOn(database)
  })
  afterAll(async () => {
    await store.close()
    await place.remove()
  })

  test('a person has the name and the time they were last seen with, and keeps the zone', async () => {
    const ada = person()
    expect(await store.people.find(ada)).toBe(null)
    await store.people.seen(ada, 1)
    await store.people.setZone(ada, 'Europe/London', 2)
    await store.people.seen({ ...ada, name: 'Ada\u0000\n\u202eLovelace' }, NOW)
    expect(await store.people.find(ada)).toEqual({
      name: 'Ada␀ <U+202E>Lovelace',
      zone: 'Europe/London',
      seenAt: NOW,
    })
    expect(await store.people.find({ ...ada, workspace: 'other' })).toBe(null)
  })

  test('a lesson is opened and done at its first time', async () => {
    const ada = person()
    await store.lessons.opened(ada, 'tasks', NOW)
    await store.lessons.opened(ada, 'tasks', NOW + 1)
    await store.lessons.done(ada, 'queues', NOW + 2)
    await store.lessons.done(ada, 'tasks', NOW + 3)
    await store.lessons.done(ada, 'tasks', NOW + 4)
    expect(await store.lessons.of(ada)).toEqual([
      { lesson: 'tasks', openedAt: NOW, doneAt: NOW + 3 },
      { lesson: 'queues', openedAt: NOW + 2, doneAt: NOW + 2 },
    ])
  })

  test('an answer counts once, and is summed up by question', async () => {
    const ada = person()
    const answer = { question: 'q', chosen: ['b', 2], takenMs: 1234.5, context: 'solo' } as const
    const add = (source: string, correct: boolean, at: number) =>
      store.answers.add(ada, { ...answer, source, correct, at })
    expect(await Promise.all([add('1', true, NOW), add('1', true, NOW)])).toContain(false)
    expect(await add('2', false, NOW + 5)).toBe(true)
    expect(await store.answers.tallies(ada)).toEqual([
      { question: 'q', answers: 2, correct: 1, lastAt: NOW + 5 },
    ])
    expect(await store.answers.times(ada, NOW + 1)).toEqual([NOW + 5])
    expect(await store.answers.latest(ada, 1)).toEqual([
      { ...answer, source: '2', correct: false, at: NOW + 5 },
    ])
  })

  test('the answers of a workspace are counted with those who gave them, and no others', async () => {
    const workspace = id('workspace')
    const [ada, bob] = [person(), person()].map((each) => ({ ...each, workspace })) as [
      NamedPerson,
      NamedPerson,
    ]
    const far = { ...person(), workspace: `${workspace}0` }
    const answer = { question: 'q', chosen: 1, takenMs: 1, context: 'solo', at: NOW } as const
    for (const each of [ada, bob, far]) {
      await store.answers.add(each, { ...answer, source: '1', correct: true })
    }
    await store.answers.add(ada, { ...answer, source: '2', correct: false })
    await store.answers.add(ada, { ...answer, source: '0', correct: true, at: NOW - 1 })
    expect(await store.answers.activity(ada, NOW)).toEqual({ answers: 3, correct: 2, people: 2 })
    const nothing = { answers: 0, correct: 0, people: 0 }
    expect(await store.answers.activity(ada, NOW + 1)).toEqual(nothing)
  })

  test('a review card comes back as it was put, to the last bit', async () => {
    const ada = person()
    const card = fc.record({
      due: fc.nat(NOW),
      stability: fc.double({ noNaN: true, min: 0, max: 1e6 }),
      difficulty: fc.double({ noNaN: true, min: 1, max: 10 }),
      scheduledDays: fc.nat(),
      learningSteps: fc.nat(3),
      reps: fc.nat(),
      lapses: fc.nat(),
      state: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
      lastReview: fc.option(fc.nat(NOW)),
    })
    const round = fc.asyncProperty(card, fc.option(card), async (card, before) => {
      const review = { question: 'q', card, before }
      await store.reviews.put(ada, review, NOW)
      expect(await store.reviews.find(ada, 'q')).toEqual(JSON.parse(JSON.stringify(review)))
    })
    await fc.assert(round, { numRuns: 30 })
  })

  test('reviews come back by their time, the longest overdue first', async () => {
    const ada = person()
    for (const [question, due] of [
      ['late', 10],
      ['later', 5],
      ['future', 21],
    ] as const) {
      await store.reviews.put(ada, { question, card: { ...CARD, due }, before: null }, NOW)
    }
    expect(await store.reviews.dues(ada)).toEqual([
      { question: 'later', due: 5 },
      { question: 'late', due: 10 },
      { question: 'future', due: 21 },
    ])
    expect(await store.reviews.find(ada, 'none')).toBe(null)
  })

  test('a challenge keeps its first pass and the best time of those that passed', async () => {
    const ada = person()
    const attempt = (passed: boolean, measuredMs: number | null, at: number) =>
      store.challenges.attempted(ada, 'pool', { passed, measuredMs, at })
    expect(await attempt(false, 1, 1)).toMatchObject({ passedAt: null, bestMs: null })
    expect(await attempt(true, 300.25, 2)).toMatchObject({ passedAt: 2, bestMs: 300.25 })
    expect(await attempt(true, null, 3)).toMatchObject({ passedAt: 2, bestMs: 300.25 })
    expect(await attempt(true, 400, 4)).toMatchObject({ bestMs: 300.25 })
    await attempt(true, 200, 5)
    expect(await store.challenges.of(ada)).toEqual([
      { challenge: 'pool', attempts: 5, lastAt: 5, passedAt: 2, bestMs: 200 },
    ])
  })

  test('a quiz comes back as it was started, and goes on step by step', async () => {
    const started = quiz()
    expect(await store.quizzes.start(started)).toBe(true)
    const { host, ...kept } = started
    const found = { ...kept, host: idOf(host), version: 1, changedAt: NOW }
    expect(await store.quizzes.find(started.run)).toEqual(found)
    expect(await store.quizzes.runningIn(started.place)).toEqual(found)
    expect(await store.quizzes.runningGroups()).toContainEqual(found)
    const step: QuizStep = { status: 'running', question: 1, deadline: null, state: { left: [2] } }
    expect(await store.quizzes.step(started.run, 1, step, NOW + 1)).toBe(true)
    expect(await store.quizzes.step(started.run, 1, step, NOW + 2)).toBe(false)
    const next = { ...found, ...step, version: 2, changedAt: NOW + 1 }
    expect(await store.quizzes.find(started.run)).toEqual(next)
    await store.quizzes.step(started.run, 2, FINISHED, NOW + 3)
    expect(await store.quizzes.runningIn(started.place)).toBe(null)
    expect(await store.quizzes.find('none')).toBe(null)
  })

  test('of many steps at once from one version, one is made', async () => {
    const { run } = await startedQuiz()
    const steps = await Promise.all(
      range(8).map((n) => store.quizzes.step(run, 1, { ...OPEN, state: n }, NOW)),
    )
    expect(steps.filter(Boolean)).toHaveLength(1)
    expect((await store.quizzes.find(run))?.version).toBe(2)
  })

  test('a channel has one quiz running, a person one alone, and the next when it is finished', async () => {
    const first = quiz()
    const another = { ...quiz(), place: first.place }
    const starts = await Promise.all([first, another].map(store.quizzes.start))
    expect(starts.filter(Boolean)).toHaveLength(1)
    const run = (await store.quizzes.runningIn(first.place))?.run ?? ''
    const alone = { ...quiz(), kind: 'solo', place: first.place, host: first.host } as const
    expect(await store.quizzes.start(alone)).toBe(true)
    expect(await store.quizzes.start({ ...alone, run: id('run') })).toBe(false)
    expect((await store.quizzes.runningOf(first.host))?.run).toBe(alone.run)
    await store.quizzes.step(run, 1, FINISHED, NOW)
    expect(await store.quizzes.start({ ...another, run: id('run') })).toBe(true)
  })

  test('a quiz that is over is forgotten in its time, with its answers; one under way is not', async () => {
    const [over, running] = [await startedQuiz(), await startedQuiz()]
    for (const { run } of [over, running]) {
      await store.quizzes.answer(run, { ...ANSWER, person: person() }, 0)
    }
    await store.quizzes.step(over.run, 1, FINISHED, NOW)
    await store.quizzes.forget(over.place, NOW)
    expect(await store.quizzes.find(over.run)).not.toBe(null)
    await store.quizzes.forget(over.place, NOW + 1)
    expect(await store.quizzes.find(over.run)).toBe(null)
    expect(await store.quizzes.answersTo(over.run)).toEqual([])
    await store.quizzes.forget(running.place, NOW + 1)
    expect(await store.quizzes.answersTo(running.run)).toHaveLength(1)
  })

  test('an answer counts up to the last ms of its question, and is changed as often as allowed', async () => {
    const { run } = await startedQuiz({ question: 3, deadline: NOW + 10 })
    const ada = person()
    const answer = (chosen: unknown, at: number, question = 3) =>
      store.quizzes.answer(run, { ...ANSWER, person: ada, question, chosen, at }, 1)
    expect(await answer('a', NOW + 11)).toBe('closed')
    expect(await answer('a', NOW, 2)).toBe('closed')
    expect(await answer('a', NOW)).toBe('counted')
    expect(await answer('a', NOW + 1)).toBe('same')
    expect(await answer('b', NOW + 10)).toBe('changed')
    expect(await answer('a', NOW + 10)).toBe('final')
    expect(await answer('b', NOW + 10)).toBe('same')
    expect(await answer('a', NOW + 11)).toBe('closed')
    expect(await store.quizzes.answersTo(run, 3)).toEqual([
      {
        ...ANSWER,
        person: idOf(ada),
        name: ada.name,
        question: 3,
        chosen: 'b',
        correct: false,
        at: NOW + 10,
      },
    ])
    expect(await store.quizzes.answersTo(run)).toHaveLength(1)
    await store.quizzes.step(run, 1, FINISHED, NOW)
    expect(await answer('c', NOW)).toBe('closed')
  })

  test('fifty people who press twice at the same moment are each counted once', async () => {
    const { run } = await startedQuiz()
    const people = range(50).map(person)
    const outcomes = await Promise.all(
      [...people, ...people].map((person) => store.quizzes.answer(run, { ...ANSWER, person }, 0)),
    )
    expect(outcomes.filter((outcome) => outcome === 'counted')).toHaveLength(50)
    expect(outcomes.filter((outcome) => outcome === 'same')).toHaveLength(50)
    expect(await store.quizzes.countAnswers(run, 0)).toBe(50)
  })

  test('whoever answers while the question closes is among the answers or told that it is closed', async () => {
    const { run } = await startedQuiz()
    const answer = async () => {
      const someone = person()
      const given = { ...ANSWER, person: someone }
      return { someone, outcome: await store.quizzes.answer(run, given, 0) }
    }
    const before = range(30).map(answer)
    const reveal = store.together(async ({ quizzes }) => {
      await quizzes.step(run, 1, { ...OPEN, question: null }, NOW)
      return quizzes.answersTo(run, 0)
    })
    const all = await Promise.all([...before, ...range(30).map(answer)])
    const counted = all.filter(({ outcome }) => outcome === 'counted')
    const revealed = (await reveal).map(({ person }) => person.id)
    expect(revealed.sort()).toEqual(counted.map(({ someone }) => someone.id).sort())
    expect(all.every(({ outcome }) => outcome === 'counted' || outcome === 'closed')).toBe(true)
    expect(await store.quizzes.countAnswers(run, 0)).toBe(counted.length)
  })

  test('answers to a quiz are not marked before their question is closed', async () => {
    const { run } = await startedQuiz()
    const [ada, bob] = [person(), person()]
    await store.quizzes.answer(run, { ...ANSWER, person: ada, chosen: [2, 3] }, 0)
    await store.quizzes.answer(run, { ...ANSWER, person: bob, chosen: [2] }, 0)
    const right = async () =>
      (await store.quizzes.answersTo(run, 0)).flatMap(({ person, correct }) =>
        correct ? [person.id] : [],
      )
    expect(await right()).toEqual([])
    await store.quizzes.mark(run, 0, [2, 3])
    expect(await right()).toEqual([ada.id])
  })

  test('points go to many at once, and only to those whose answer counts', async () => {
    const place = channel()
    const people = range(1_200).map(person)
    await store.together(async (areas) => {
      for (const each of people) await areas.people.seen(each, NOW)
    })
    const earned = people.map((each, points) => ({ person: each, points }))
    const award = { question: 'q', place, at: NOW }
    expect(await store.points.awardAll(earned.slice(0, 2), award)).toBe(2)
    expect(await store.points.awardAll(earned, { ...award, at: NOW + 1 })).toBe(1_198)
    const last = people.at(-1)
    if (!last) throw new Error('nobody')
    expect(await store.points.rank({ place, since: 0 }, last)).toMatchObject({
      rank: 1,
      points: 1_199,
    })
  })

  test('a question gives a person points once in seven days, even for a wrong first answer', async () => {
    const place = channel()
    const ada = person()
    const award = (points: number, at: number) =>
      store.points.award(ada, { question: 'q', place, points, at })
    const both = await Promise.all([award(0, NOW), award(0, NOW)])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await award(9, NOW + COUNTS_AGAIN_AFTER_MS - 1)).toBe(false)
    expect(await store.points.rank({ place, since: 0 }, ada)).toBe(null)
    expect(await award(7, NOW + COUNTS_AGAIN_AFTER_MS)).toBe(true)
    expect(await store.points.rank({ place, since: 0 }, ada)).toMatchObject({ rank: 1, points: 7 })
    expect(await store.points.award(person(), { question: 'q', place, points: 1, at: 1 })).toBe(
      true,
    )
  })

  test('a leaderboard is of a channel or a workspace, since a time, and equals share a rank', async () => {
    const workspace = id('workspace')
    const [study, other] = [
      { ...channel(), workspace },
      { ...channel(), workspace },
    ]
    const [ada, bob, eve] = [person(), person(), person()]
    const award = (
      person: NamedPerson,
      question: string,
      place: Channel,
      points: number,
      at: number,
    ) => store.points.award(person, { question, place, points, at })
    await award(ada, 'a', study, 5, NOW)
    await award(bob, 'a', study, 3, NOW + 1)
    await award(bob, 'b', study, 2, NOW + 2)
    await award(eve, 'a', study, 1, NOW + 3)
    await award(eve, 'b', other, 10, NOW - 100)
    const ranks = async (place: Channel, since: number) =>
      (await store.points.top({ place, since }, 10)).map(({ rank, name, points }) => [
        rank,
        name,
        points,
      ])
    expect(await ranks(study, 0)).toEqual([
      [1, ada.name, 5],
      [1, bob.name, 5],
      [3, eve.name, 1],
    ])
    expect(await ranks(other, NOW)).toEqual([])
    const whole = { platform: 'test', workspace }
    expect(await store.points.top({ place: whole, since: 0 }, 1)).toMatchObject([
      { rank: 1, name: eve.name, points: 11 },
    ])
    expect(await store.points.rank({ place: whole, since: NOW }, eve)).toMatchObject({ rank: 3 })
  })

  test('an event is new once, until it is forgotten', async () => {
    const event = id('event')
    const twice = await Promise.all([
      store.events.isNew(event, NOW),
      store.events.isNew(event, NOW),
    ])
    expect(twice.filter(Boolean)).toHaveLength(1)
    await store.events.forget(NOW)
    expect(await store.events.isNew(event, NOW)).toBe(false)
    await store.events.forget(NOW + 1)
    expect(await store.events.isNew(event, NOW)).toBe(true)
  })

  test('of what a question says the newest counts, whenever it is heard of', async () => {
    const question = id('question')
    expect(await store.questions.raise(question, 20, NOW)).toBe(20)
    expect(await store.questions.raise(question, 10, NOW)).toBe(null)
    expect(await store.questions.raise(question, 20, NOW)).toBe(null)
    expect(await store.questions.raise(question, null, NOW)).toBe(21)
    expect(await store.questions.raise(question, 30, NOW)).toBe(30)
    expect(await store.questions.generations([question, 'none'])).toEqual(new Map([[question, 30]]))
    await store.questions.end(question)
    expect(await store.questions.raise(question, 31, NOW)).toBe(null)
    await store.questions.remove(question, NOW)
    await store.questions.end(question)
    expect(await store.questions.raise(question, 40, NOW)).toBe(null)
    expect(await store.questions.raise(question, null, NOW)).toBe(null)
    await store.questions.end('not heard of')
    expect(await store.questions.raise('not heard of', 1, NOW)).toBe(1)
    await store.questions.remove('heard of late', NOW)
    expect(await store.questions.raise('heard of late', 1, NOW)).toBe(null)
  })

  test('a question has one owner, until it is released or not heard of any more', async () => {
    const question = id('question')
    const by = (owner: string, at: number) => ({ owner, at, staleBefore: at - 10 })
    await store.questions.raise(question, 1, NOW)
    expect(await store.questions.seize(question, 1, by('a', NOW))).toBe(true)
    expect(await store.questions.seize(question, 1, by('b', NOW))).toBe(false)
    await store.questions.raise(question, 2, NOW)
    expect(await store.questions.seize(question, 1, by('a', NOW))).toBe(false)
    expect(await store.questions.isHeld(question, by('b', NOW))).toBe(true)
    expect(await store.questions.isHeld(question, by('a', NOW))).toBe(false)
    await store.questions.release(question, 'b')
    expect(await store.questions.seize(question, 2, by('b', NOW))).toBe(false)
    await store.questions.release(question, 'a')
    expect(await store.questions.seize(question, 2, by('b', NOW))).toBe(true)
    await store.questions.beat('b', NOW + 100)
    expect(await store.questions.seize(question, 2, by('a', NOW + 109))).toBe(false)
    expect(await store.questions.seize(question, 2, by('a', NOW + 111))).toBe(true)
    await store.questions.forget(NOW + 1)
    expect(await store.questions.generations([question])).toEqual(new Map())
  })

  test('an answer under way stands where it was put last, until it ends', async () => {
    const [one, other] = [id('request'), id('request')]
    await store.unfinished.put(one, { id: '1' }, NOW)
    await store.unfinished.put(other, { id: '2' }, NOW)
    await store.unfinished.put(one, { id: '1,3' }, NOW + 1)
    await store.unfinished.remove([other])
    const ours = async (at: number) =>
      (await store.unfinished.unchangedSince(at)).filter(({ request }) =>
        [one, other].includes(request),
      )
    expect(await ours(NOW + 1)).toEqual([])
    expect(await ours(NOW + 2)).toEqual([{ request: one, posted: { id: '1,3' }, question: null }])
    await store.unfinished.remove([one])
  })

  test('of the answers under way to a question, the last one that began is left', async () => {
    const [first, edit, other, question] = [id('request'), id('request'), id('request'), id('q')]
    await store.unfinished.put(first, { id: '1' }, NOW, question)
    await store.unfinished.put(other, { id: '2' }, NOW, id('q'))
    await store.unfinished.replace(question, edit)
    await store.unfinished.put(edit, { id: '1' }, NOW, question)
    const left = await store.unfinished.unchangedSince(NOW + 1)
    const requests = left.map(({ request }) => request)
    expect([first, edit, other].map((each) => requests.includes(each))).toEqual([false, true, true])
    await store.unfinished.remove([edit, other])
  })

  test('a workspace has its own settings, the last ones put', async () => {
    const workspace = { platform: 'test', workspace: id('workspace') }
    expect(await store.settings.of(workspace)).toBe(null)
    await store.settings.put(workspace, { channel: 'a' }, NOW)
    await store.settings.put(workspace, { channel: 'b', text: '\u0000"' }, NOW)
    expect(await store.settings.of(workspace)).toEqual({ channel: 'b', text: '\u0000"' })
  })

  test('named admins are of their workspace, each once, in the order of their naming', async () => {
    const workspace = { platform: 'test', workspace: id('workspace') }
    const [ada, bob] = [person(), person()].map((each) => ({ ...each, ...workspace })) as [
      NamedPerson,
      NamedPerson,
    ]
    expect([await store.admins.add(bob, 1), await store.admins.add(ada, 2)]).toEqual([true, true])
    expect(await store.admins.add(ada, 3)).toBe(false)
    expect(await store.admins.of(workspace)).toEqual([bob, ada])
    expect(await store.admins.of({ ...workspace, workspace: id('workspace') })).toEqual([])
    expect([await store.admins.remove(bob), await store.admins.remove(bob)]).toEqual([true, false])
    await store.personal.deleted(ada)
    expect(await store.admins.of(workspace)).toEqual([])
  })

  test('an admin of the page is one by the grant that they had last', async () => {
    const ada = person()
    expect(await store.pageAdmins.has(ada, 'a')).toBe(false)
    await store.pageAdmins.put(ada, 'a', 1)
    await store.pageAdmins.put(ada, 'b', 2)
    expect([await store.pageAdmins.has(ada, 'a'), await store.pageAdmins.has(ada, 'b')]).toEqual([
      false,
      true,
    ])
    await store.pageAdmins.remove(ada)
    await store.pageAdmins.remove(ada)
    expect(await store.pageAdmins.has(ada, 'b')).toBe(false)
  })

  test('the audit log says who changed what, and keeps the entry without those who are deleted', async () => {
    const [ada, bob] = [person(), person()]
    const workspace = { platform: 'test', workspace: id('workspace') }
    const entry = { workspace, from: 'on', to: 'off' }
    await store.audit.add({ ...entry, by: ada, what: 'model', at: 1 })
    await store.audit.add({ ...entry, by: bob, what: 'admins', subject: ada, at: 2 })
    await store.audit.add({ ...entry, by: null, what: 'tips', from: null, to: null, at: 3 })
    const [told, named, changed] = await store.audit.latest(workspace, 10)
    const last = { at: 3, by: null, what: 'tips', subject: null, from: null, to: null }
    const admin = { at: 2, by: bob.name, what: 'admins', subject: ada.name, from: 'on', to: 'off' }
    expect([told, named]).toEqual([last, admin])
    expect(changed).toEqual({ ...admin, at: 1, by: ada.name, what: 'model', subject: null })
    expect(JSON.stringify(await store.personal.exported(ada))).not.toContain(bob.id)
    await store.personal.deleted(ada)
    const left = await store.audit.latest(workspace, 10)
    expect(left.map(({ by, subject }) => [by, subject])).toEqual([
      [null, null],
      [bob.name, null],
      [null, null],
    ])
    await store.audit.forget(3)
    expect(await store.audit.latest(workspace, 10)).toEqual([last])
  })

  test('counts of a day add up, also from many at once', async () => {
    const workspace = { platform: 'test', workspace: id('workspace') }
    const day = '2026-11-26'
    const several = ['a', 'b', 'c'].map((metric) => ({ workspace, day, metric, value: 2 }))
    await Promise.all(
      range(20).map((each) => store.counts.add(each % 2 ? several : several.toReversed())),
    )
    await store.counts.add([{ workspace, day: '2026-11-25', metric: 'a', value: 1 }])
    await store.counts.add([])
    const today = ['a', 'b', 'c'].map((metric) => ({ day, metric, value: 40 }))
    expect(await store.counts.since(workspace, day)).toEqual(today)
    expect(await store.counts.since(workspace, '2026-11-25')).toHaveLength(4)
    await store.counts.forget(day)
    expect(await store.counts.since(workspace, '')).toEqual(today)
  })

  test('a conversation is remembered: of a thread all of it, of a channel what one asked oneself', async () => {
    const [ada, bob, place] = [person(), person(), channel()]
    const ask = (who: NamedPerson, question: string, at: number, thread?: string) =>
      store.exchanges.add(
        who,
        exchange({ question, place: { ...place, ...(thread ? { thread } : {}) } }),
        at,
      )
    await ask(ada, 'first', NOW)
    await ask(bob, 'of bob', NOW + 1)
    await ask(ada, 'second', NOW + 2)
    await ask(bob, 'in the thread', NOW + 3, 't')
    const recent = async (where: Talk, since = 0, limit = 5) =>
      (await store.exchanges.recent(ada, where, { since, limit })).map(({ question }) => question)
    expect(await recent(place)).toEqual(['first', 'second'])
    expect(await recent(place, NOW + 1)).toEqual(['second'])
    expect(await recent(place, 0, 1)).toEqual(['second'])
    expect(await recent({ ...place, thread: 't' })).toEqual(['in the thread'])
  })

  test('what one message asked is forgotten with it, and nothing else', async () => {
    const [ada, place] = [person(), channel()]
    const [source, other] = [id('message'), id('message')]
    const all = [source, other, source, null].map((each) => exchange({ place, source: each }))
    for (const each of all) await store.exchanges.add(ada, each, NOW)
    await store.votes.put(all[0]?.id ?? '', ada, true, NOW)
    await store.exchanges.forgetSource(source)
    await store.exchanges.forgetSource(source)
    expect(await store.exchanges.recent(ada, place, { since: 0, limit: 9 })).toHaveLength(2)
    expect(await store.votes.put(all[0]?.id ?? '', ada, true, NOW)).toBe(false)
  })

  test('a person has one vote on an answer, and those voted down are listed without names', async () => {
    const workspace = { platform: 'web', workspace: id('workspace') }
    const [ada, bob] = [person(), person()].map((each) => ({ ...each, ...workspace }))
    if (!ada || !bob) throw new Error('two people')
    const place = { ...workspace, channel: 'lobby' }
    const bad = exchange({ question: 'bad', answer: 'no', place })
    await store.exchanges.add(ada, bad, NOW)
    await store.exchanges.add(ada, exchange({ place }), NOW + 1)
    expect(await store.votes.put(bad.id, ada, false, NOW)).toBe(true)
    await store.votes.put(bad.id, bob, false, NOW)
    await store.votes.put(bad.id, bob, true, NOW)
    expect(await store.votes.down(workspace, 9)).toEqual([
      { question: 'bad', answer: 'no', at: NOW, down: 1, up: 1 },
    ])
    expect(await store.votes.put('gone', ada, true, NOW)).toBe(false)
    await store.personal.deleted(ada)
    expect(await store.votes.down(workspace, 9)).toEqual([])
  })

  test('an exchange is forgotten in its time, later when somebody voted on it', async () => {
    const place = { platform: 'web', workspace: id('workspace'), channel: 'lobby' }
    const ada = { ...person(), platform: 'web', workspace: place.workspace }
    const [plain, voted] = [exchange({ place, blocks: [1] }), exchange({ place, blocks: [2] })]
    await store.exchanges.add(ada, plain, NOW)
    await store.exchanges.add(ada, voted, NOW)
    await store.votes.put(voted.id, ada, true, NOW)
    const blocks = () => Promise.all([plain, voted].map(({ id }) => store.exchanges.blocks(id)))
    await store.exchanges.forget(place, { voted: NOW, others: NOW })
    expect(await blocks()).toEqual([[1], [2]])
    await store.exchanges.forget(place, { voted: NOW, others: NOW + 1 })
    expect(await blocks()).toEqual([null, [2]])
    await store.exchanges.forget(place, { voted: NOW + 1, others: NOW + 1 })
    expect(await blocks()).toEqual([null, null])
  })

  test("a model's tokens add up by person and by workspace, also from many at once", async () => {
    const workspace = { platform: 'web', workspace: id('workspace') }
    const [ada, bob] = [person(), person()].map((each) => ({ ...each, ...workspace }))
    if (!ada || !bob) throw new Error('two people')
    const tokens = { promptTokens: 10, answerTokens: 3 }
    await Promise.all(range(20).map(() => store.usage.add(ada, tokens, NOW)))
    await store.usage.add(bob, tokens, NOW)
    expect(await store.usage.ofDay(ada, NOW)).toEqual({ person: 260, workspace: 273 })
    expect(await store.usage.ofDay(ada, NOW + 24 * 3_600_000)).toEqual({ person: 0, workspace: 0 })
    await store.personal.deleted(ada)
    expect(await store.usage.ofDay(ada, NOW)).toEqual({ person: 0, workspace: 273 })
  })

  test('schedules of tips are numbered by workspace, and a number is free again when one has ended', async () => {
    const [here, there] = [channel(), { ...channel(), workspace: id('workspace') }]
    const ada = { ...person(), workspace: here.workspace }
    const workspace = { ...here, workspace: id('workspace') }
    const place = { ...here, workspace: workspace.workspace }
    const [first, second] = [await scheduled(place, ada), await scheduled(place, ada)]
    await scheduled(there, ada)
    expect(await store.tips.of(workspace)).toEqual([first, second])
    expect([first.number, second.number, first.by]).toEqual([1, 2, ada])
    expect(await store.tips.end(second.schedule, NOW)).toBe(true)
    expect(await store.tips.end(second.schedule, NOW)).toBe(false)
    expect(await store.tips.of(workspace)).toEqual([first])
    expect((await scheduled(place, ada)).number).toBe(2)
    await store.personal.deleted(ada)
    expect((await store.tips.of(workspace)).map(({ by }) => by)).toEqual([null, null])
  })

  test('of two changes of a schedule that began from the same state one is made', async () => {
    const before = await scheduled()
    const [ada, bob] = [person(), person()].map((each) => ({ person: each, at: NOW + 1 }))
    const changes = [ada, bob].map((by) =>
      store.tips.change(before, { plan: { by: by?.person.id }, nextAt: NOW + 9 }, by),
    )
    expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1)
    const after = await store.tips.find(before.schedule)
    expect(after?.plan).toEqual({ by: after?.by?.id })
    expect([after?.nextAt, after?.setAt]).toEqual([NOW + 9, NOW + 1])
  })

  test('an occurrence is claimed once, however many processes are due', async () => {
    const schedule = await scheduled()
    expect((await store.tips.due(NOW, 999)).map((one) => one.schedule)).toContain(schedule.schedule)
    const claims = await Promise.all(range(10).map(() => store.tips.claim(dueNow(schedule))))
    const [claim, ...more] = claims.flatMap((each) => each?.claim ?? [])
    expect([claim?.at, claim?.item, more]).toEqual([NOW, 'a', []])
    const after = await store.tips.find(schedule.schedule)
    expect(after?.nextAt).toBe(NOW + 10)
    if (!after || !claim) throw new Error('it is gone')
    // By whatever way it comes again, it was there.
    expect(await store.tips.claim(dueNow(after))).toEqual({ claim: null })
    expect(await store.tips.settle(claim, 'posted', NOW + 1, { id: 'm' })).toBe(true)
    expect(await store.tips.settle(claim, 'failed', NOW + 2)).toBe(false)
    expect(await store.tips.history(schedule.schedule, 9)).toEqual([
      { at: NOW, status: 'posted', item: 'a' },
      { at: NOW - 5, status: 'skipped', item: '' },
    ])
  })

  test('a claim whose time is over is taken by one other', async () => {
    const { claim } = (await store.tips.claim(dueNow(await scheduled()))) ?? {}
    if (!claim) throw new Error('no claim')
    const mine = async (now: number) =>
      (await store.tips.overdue(now, 999)).filter(({ schedule }) => schedule === claim.schedule)
    expect(await mine(NOW + 59)).toEqual([])
    expect(await mine(NOW + 60)).toEqual([claim])
    const takers = await Promise.all(range(5).map(() => store.tips.prolong(claim, NOW + 120)))
    const taken = { ...claim, leaseUntil: NOW + 120 }
    expect(takers.filter((each) => each !== null)).toEqual([taken])
    expect(await mine(NOW + 60)).toEqual([])
    await store.tips.settle(claim, 'failed', NOW)
    expect(await store.tips.prolong(taken, NOW + 200)).toBe(null)
  })

  test('schedules of one channel that are due together show different things', async () => {
    const place = channel()
    const schedules = [await scheduled(place), await scheduled(place), await scheduled(place)]
    const claims = await Promise.all(schedules.map((each) => store.tips.claim(dueNow(each))))
    expect(claims.map((each) => each?.claim?.item).sort()).toEqual(['a', 'b', 'c'])
    const elsewhere = await store.tips.claim(dueNow(await scheduled()))
    expect(elsewhere?.claim?.item).toBe('a')
  })

  test('no schedule is due in a workspace that was left, until it is back', async () => {
    const workspace = id('workspace')
    const { schedule } = await scheduled({ ...channel(), workspace })
    const isDue = async () =>
      (await store.tips.due(NOW, 999)).some((each) => each.schedule === schedule)
    await store.workspaces.left({ platform: 'test', workspace }, NOW)
    expect(await isDue()).toBe(false)
    await store.workspaces.joined({ platform: 'test', workspace }, NOW)
    expect(await isDue()).toBe(true)
  })

  test('occurrences and ended schedules are forgotten in their time, claims are not', async () => {
    const [open, done] = [await scheduled(), await scheduled()]
    for (const each of [open, done]) await store.tips.claim(dueNow(each))
    await store.tips.settle({ schedule: done.schedule, at: NOW }, 'posted', NOW)
    await store.tips.end(done.schedule, NOW)
    await store.tips.forget(NOW)
    expect(await store.tips.occurrence(done.schedule, NOW)).toEqual({ item: 'a', settledAt: NOW })
    await store.tips.forget(NOW + 1)
    expect(await store.tips.occurrence(done.schedule, NOW)).toBe(null)
    expect(await store.tips.find(done.schedule)).toBe(null)
    expect(await store.tips.occurrence(open.schedule, NOW)).toEqual({ item: 'a', settledAt: NOW })
  })

  async function scheduled(place = channel(), by = person()): Promise<Schedule> {
    const schedule = id('schedule')
    await store.tips.add({ schedule, place, plan: { zone: 'UTC' }, nextAt: NOW }, by, NOW)
    const found = await store.tips.find(schedule)
    if (!found) throw new Error('the schedule is gone')
    return found
  }

  test('tokens are taken from all buckets or from none, and come back evenly', async () => {
    const [mine, ours] = [id('mine'), id('ours')]
    const buckets = [
      { key: mine, burst: 2, perMinute: 6 },
      { key: ours, burst: 3, perMinute: 60 },
    ]
    const take = (now: number) => store.rates.take(buckets, now)
    expect([await take(NOW), await take(NOW), await take(NOW)]).toEqual([0, 0, 10_000])
    const other = { key: id('other'), burst: 9, perMinute: 60 }
    const ofOther = (now: number) => store.rates.take([other, ...buckets.slice(1)], now)
    expect([await ofOther(NOW), await ofOther(NOW)]).toEqual([0, 1000])
    expect(await store.rates.take([{ ...other, burst: 2 }], NOW)).toBe(0)
    expect([await take(NOW + 9_999), await take(NOW + 10_000)]).toEqual([1, 0])
    await store.rates.forget(NOW + 10_000)
    expect(await take(NOW + 10_000)).toBe(10_000)
  })

  test('a clock that is set back makes nobody wait longer than for one token', async () => {
    const buckets = [
      { key: id('mine'), burst: 2, perMinute: 6 },
      { key: id('ours'), burst: 3, perMinute: 60 },
    ]
    const take = (now: number) => store.rates.take(buckets, now)
    expect([await take(NOW), await take(NOW), await take(NOW)]).toEqual([0, 0, 10_000])
    const before = NOW - 86_400_000
    expect([await take(before), await take(before + 9_000)]).toEqual([10_000, 1000])
    expect([await take(before + 10_000), await take(before + 10_000)]).toEqual([0, 10_000])
  })

  test('of many who take at once, also in two processes, as many get a token as there are', async () => {
    const ours = { key: id('ours'), burst: 7, perMinute: 1 }
    const takes = range(40).map((each) =>
      store.rates.take([{ key: `${ours.key} ${each % 5}`, burst: 100, perMinute: 1 }, ours], NOW),
    )
    expect((await Promise.all(takes)).filter((waitMs) => waitMs === 0)).toHaveLength(7)
    const other = await storeOn(place.open())
    const shared = { key: id('shared'), burst: 5, perMinute: 1 }
    const both = range(20).map((each) => (each % 2 ? other : store).rates.take([shared], NOW))
    expect((await Promise.all(both)).filter((waitMs) => waitMs === 0)).toHaveLength(5)
    await other.close()
    const scarce = { key: id('scarce'), burst: 1, perMinute: 1 }
    const first = await Promise.all(range(10).map(() => store.rates.take([scarce], NOW)))
    expect(first.filter((waitMs) => waitMs === 0)).toHaveLength(1)
  })

  test('things done together are done all or not at all, and neighbours go on', async () => {
    const people = range(20).map(person)
    const outcomes = await Promise.allSettled(
      people.map((each, index) =>
        store.together(async ({ people, lessons }) => {
          await people.seen(each, NOW)
          await lessons.opened(each, 'tasks', NOW)
          expect(await lessons.of(each)).toHaveLength(1)
          if (index % 2 === 1) throw new Error('changed my mind')
        }),
      ),
    )
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(
      people.map((_, index) => index % 2 === 0),
    )
    const found = await Promise.all(people.map(store.people.find))
    expect(found.map((each) => each !== null)).toEqual(people.map((_, index) => index % 2 === 0))
  })

  test('inside together the store itself refuses, and would otherwise wait for itself', async () => {
    const ada = person()
    const uses: readonly (() => Promise<unknown>)[] = [
      () => store.people.seen(ada, NOW),
      () => store.people.find(ada),
      () => store.together(async () => {}),
    ]
    for (const use of uses) await expect(store.together(use)).rejects.toThrow(/inside `together`/)
    expect(await store.people.find(ada)).toBe(null)
  })

  test('a statement that the database refuses fails alone', async () => {
    const nobody = { question: 'q', counted_at: NOW, person: 'no/such/person' }
    const wrong = database.write((db) =>
      db.insertInto('counted_questions').values(nobody).execute(),
    )
    const right = store.people.seen(person(), NOW)
    await expect(wrong).rejects.toThrow(/foreign key/i)
    await expect(right).resolves.toBe(undefined)
  })

  test('export and delete reach every table that has the person, and nobody else', async () => {
    const [ada, bob] = [person(), person()]
    for (const each of [ada, bob]) await fill(store, each, channel(), id('run'))
    const dump = await dumpOf(database)
    expect(Object.entries(dump).filter(([, rows]) => rows === '[]')).toEqual([])
    const withAda = Object.keys(dump).filter((table) => dump[table]?.includes(ada.id))
    const kept: Record<string, readonly unknown[]> = (await store.personal.exported(ada)) ?? {}
    expect(Object.keys(kept).sort()).toEqual(withAda.sort())
    expect(Object.values(kept).every((rows) => rows.length > 0)).toBe(true)
    expect(JSON.stringify(kept)).not.toContain(bob.id)
    const keptOfBob = await store.personal.exported(bob)

    expect(await store.personal.deleted(ada)).toBe(true)
    const left = JSON.stringify(await dumpOf(database))
    expect(left).not.toContain(ada.id)
    expect(left).not.toContain(ada.name)
    expect(await store.personal.exported(bob)).toEqual(keptOfBob)
    expect(await store.personal.exported(ada)).toBe(null)
    expect(await store.personal.deleted(ada)).toBe(false)
  })

  test('a workspace that was left is deleted with its people when its time is over, and no other', async () => {
    const gone = { platform: 'test', workspace: id('gone') }
    const near = { platform: 'test', workspace: `${gone.workspace}0` }
    for (const each of [gone, near]) {
      await fill(store, { ...person(), ...each }, { ...channel(), ...each }, id('run'))
    }
    await store.workspaces.left(gone, NOW)
    await store.workspaces.forget(NOW)
    expect(JSON.stringify(await dumpOf(database))).toContain(`test/${gone.workspace}/`)
    expect(await store.workspaces.isLeft(gone)).toBe(true)
    await store.workspaces.forget(NOW + 1)
    const left = JSON.stringify(await dumpOf(database))
    expect(left).not.toMatch(new RegExp(`test/${gone.workspace}[/"]`))
    expect(left).toContain(`test/${near.workspace}/`)
    await store.workspaces.left(near, NOW)
    await store.workspaces.joined(near, NOW + 1)
    expect(await store.workspaces.isLeft(near)).toBe(false)
  })

  test('workspaces are known of which anything is kept, also one without a name', async () => {
    const [joined, counted] = [id('joined'), id('counted')]
    const outside = { platform: id('platform'), workspace: '' }
    await store.workspaces.joined({ platform: 'test', workspace: joined }, NOW)
    for (const workspace of [{ platform: 'test', workspace: counted }, outside]) {
      const count = { workspace, day: '2026-11-26', metric: 'bug', value: 1 }
      await store.counts.add([count, { ...count, day: '2026-11-25' }])
    }
    const known = await store.workspaces.known()
    expect(known.filter(({ workspace }) => [joined, counted].includes(workspace))).toHaveLength(2)
    expect(known).toContainEqual(outside)
  })

  test('the same action has the same id, and one that was never kept is null', async () => {
    const actions = [{ command: 'run', options: { code: 'print(1)' } }, { command: 'help' }]
    const [first = '', second] = await store.actions.keep([...actions, ...actions], NOW)
    expect(await store.actions.keep(actions, NOW + 5)).toEqual([first, second])
    expect(await store.actions.find(first)).toEqual(actions[0])
    expect(await store.actions.find('nonsense')).toBe(null)
    await store.actions.forget(NOW + 5)
    expect(await store.actions.find(first)).toEqual(actions[0])
    await store.actions.forget(NOW + 6)
    expect(await store.actions.find(first)).toBe(null)
  })

  test('the answer to a message is found until it is removed', async () => {
    const [asker, asked] = [person(), { ...channel(), message: id('message') }]
    expect(await store.replies.find(asked)).toBe(null)
    await store.replies.put(asked, asker, ['a'], NOW)
    await store.replies.put(asked, asker, ['b'], NOW + 1)
    expect(await store.replies.find(asked)).toEqual({
      asker: idOf(asker),
      reply: ['b'],
      at: NOW + 1,
    })
    await store.replies.remove(asked)
    expect(await store.replies.find(asked)).toBe(null)
  })

  test('people who delete their data in the middle of answering break nothing', async () => {
    const started = await startedQuiz()
    const people = [started.host, ...range(10).map(person)]
    for (let round = 0; round < 3; round++) {
      const answers = people.map((each) =>
        store.quizzes.answer(started.run, { ...ANSWER, person: each }, 0),
      )
      await Promise.all([...answers, ...people.map(store.personal.deleted)])
    }
    expect((await store.quizzes.find(started.run))?.host).toBe(null)
  })

  async function startedQuiz(step: Partial<QuizStep> = {}): Promise<NewQuiz> {
    const started = { ...quiz(), ...step }
    expect(await store.quizzes.start(started)).toBe(true)
    return started
  }
}

const NOW = Date.UTC(2026, 10, 23)
const WORKSPACE = { platform: 'test', workspace: 'w' }
const OPEN: QuizStep = { status: 'running', question: 0, deadline: null, state: {} }
const FINISHED: QuizStep = { status: 'finished', question: null, deadline: null, state: {} }
const ANSWER = { question: 0, chosen: [1], correct: true, takenMs: 1500.5, at: NOW } as const
const CARD = {
  due: 0,
  stability: 1,
  difficulty: 5,
  scheduledDays: 1,
  learningSteps: 0,
  reps: 1,
  lapses: 0,
  state: 2,
  lastReview: 0,
} as const

/** The tests share one database, so each has people and channels of its own. */
let count = 0
function id(kind: string): string {
  count += 1
  return `${kind}-${count}-of-test`
}

function person(): NamedPerson {
  const own = id('person')
  return { ...WORKSPACE, id: own, name: `Name of ${own}` }
}

function idOf({ platform, workspace, id }: NamedPerson) {
  return { platform, workspace, id }
}

function channel(): Channel {
  return { ...WORKSPACE, channel: id('channel/with space') }
}

function exchange(change: Partial<Exchange>): Exchange {
  const exchange = {
    id: id('exchange'),
    place: channel(),
    question: 'q',
    answer: 'a',
    blocks: null,
    source: null,
  }
  return { ...exchange, ...change }
}

/** The one before it was too late. What was not shown for longest is shown. */
function dueNow(schedule: Schedule) {
  const choose = (shown: ReadonlyMap<string, number>) => [
    ...['a', 'b', 'c'].filter((item) => !shown.has(item)),
    ...['a', 'b', 'c'].filter((item) => shown.has(item)),
  ]
  const times = { at: NOW, skipped: [NOW - 5], nextAt: NOW + 10, leaseUntil: NOW + 60, now: NOW }
  return { schedule, ...times, choose }
}

function quiz(): NewQuiz {
  return {
    run: id('run'),
    kind: 'group',
    place: channel(),
    host: person(),
    topic: 'mixed',
    settings: { questions: 5 },
    startedAt: NOW,
    ...OPEN,
  }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

async function tables({ read }: Database): Promise<string[]> {
  return (await read.introspection.getTables()).map(({ name }) => name)
}

/** Every row of every table as text. */
async function dumpOf(database: Database): Promise<Record<string, string>> {
  const dump: Record<string, string> = {}
  for (const table of await tables(database)) {
    const { rows } = await sql`select * from ${sql.table(table)}`.execute(database.read)
    dump[table] = JSON.stringify(rows)
  }
  return dump
}
