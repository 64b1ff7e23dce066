/** A person who has done everything: a row in each table. A new table is filled here, or the contract fails. */
import { type Channel, type NamedPerson, personKey } from '../../bot/core/keys.ts'
import type { Store } from '../../bot/store/store.ts'

export async function fill(
  store: Store,
  person: NamedPerson,
  place: Channel,
  run: string,
): Promise<void> {
  const at = Date.UTC(2026, 10, 23)
  const answer = { chosen: ['a'], correct: true, takenMs: 900, at }
  await store.people.seen(person, at)
  await store.lessons.done(person, 'tasks', at)
  await store.answers.add(person, { ...answer, source: run, question: 'q', context: 'solo' })
  await store.reviews.put(person, { question: 'q', card: CARD, before: null }, at)
  await store.challenges.attempted(person, 'pool', { passed: true, measuredMs: 80, at })
  await store.quizzes.start({
    run,
    kind: 'group',
    place,
    host: person,
    topic: 'mixed',
    settings: {},
    startedAt: at,
    status: 'running',
    question: 0,
    deadline: null,
    state: {},
  })
  await store.quizzes.answer(run, { ...answer, person, question: 0 }, 1)
  await store.points.award(person, { question: 'q', place, points: 5, at })
  await store.settings.put(place, {}, at)
  await store.events.isNew(run, at)
  await store.actions.keep([{ command: 'run' }], at)
  await store.replies.put({ ...place, message: run }, person, {}, at)
  await store.questions.raise(run, 1, at)
  await store.unfinished.put(run, {}, at)
  await store.workspaces.joined(place, at)
  await store.installations.put(place, 'sealed', at)
  await store.admins.add(person, at)
  await store.pageAdmins.put(person, 'token', at)
  const change = { what: 'admins', from: null, to: 'admin', at }
  await store.audit.add({ workspace: place, by: person, subject: person, ...change })
  await store.counts.add([{ workspace: place, day: '2026-11-23', metric: 'run.ok', value: 1 }])
  const asked = {
    id: run,
    place,
    question: 'what is a task',
    answer: 'a coroutine',
    blocks: null,
    source: run,
  }
  await store.exchanges.add(person, asked, at)
  await store.votes.put(run, person, false, at)
  const dispute = { code: 'print(1)', verdict: 'keep', advice: {}, remark: 'no' }
  await store.disputes.put(person, place, dispute, at)
  await store.usage.add(person, { promptTokens: 10, answerTokens: 1 }, at)
  const course = { plan: {}, nextAt: at }
  await store.tips.add({ schedule: run, place, ...course }, person, at)
  const schedule = await store.tips.find(run)
  if (!schedule) throw new Error('the schedule is gone')
  const due = { schedule, at, skipped: [], nextAt: at + 1, leaseUntil: at, now: at }
  await store.tips.claim({ ...due, choose: () => ['tip'] })
  await store.rates.take([{ key: personKey(person), burst: 2, perMinute: 1 }], at)
}

const CARD = {
  due: 0,
  stability: 1,
  difficulty: 5,
  scheduledDays: 1,
  learningSteps: 0,
  reps: 1,
  lapses: 0,
  state: 2,
  lastReview: null,
} as const
