/** Deletes what has expired. */
import type { Alarm, Clock } from '../core/clock.ts'
import type { Workspace } from '../core/keys.ts'
import type { Log } from '../core/log.ts'
import { DAY_MS, utcDay } from '../lib/days.ts'
import { type RepeatedJob, repeatEvery } from '../lib/repeat.ts'
import type { Store } from '../store/store.ts'

const HOUR_MS = 60 * 60_000

/** How long to keep each, ms; what a workspace can set is in `settings/table.ts`. */
const KEPT_MS = {
  /** Platforms repeat deliveries within minutes. */
  events: DAY_MS,
  /** Discord reports an edit again whenever it has looked at a link in the message. */
  questions: 30 * DAY_MS,
  /** Buttons of older messages then say that they have expired. */
  actions: 30 * DAY_MS,
  replies: 30 * DAY_MS,
  /** Data of workspaces that removed the tutor. */
  workspaces: 30 * DAY_MS,
  /** Programs with disputed verdicts. */
  disputes: 365 * DAY_MS,
  /** The audit log. */
  audit: 365 * DAY_MS,
  /** Tokens used by each person and day; only today's count. */
  usage: 30 * DAY_MS,
  /** Tip occurrences and ended schedules; their buttons expire with them. */
  tips: 90 * DAY_MS,
  /** Daily counts. */
  counts: 400 * DAY_MS,
} as const

/** Settings of a workspace, in days. */
type Settings = Readonly<{
  of(
    workspace: Workspace,
  ): Promise<Readonly<{ keepAnswers: number; keepVotes: number; keepTalk: number }>>
}>

type Surroundings = Readonly<{ clock: Clock; alarm: Alarm; log: Log }>

/** Deletes once everything that has expired at `now` (epoch ms). */
export async function deleteExpired(store: Store, settings: Settings, now: number): Promise<void> {
  await store.events.forget(now - KEPT_MS.events)
  await store.questions.forget(now - KEPT_MS.questions)
  await store.actions.forget(now - KEPT_MS.actions)
  await store.replies.forget(now - KEPT_MS.replies)
  await store.workspaces.forget(now - KEPT_MS.workspaces)
  await store.disputes.forget(now - KEPT_MS.disputes)
  await store.audit.forget(now - KEPT_MS.audit)
  await store.usage.forget(utcDay(now - KEPT_MS.usage))
  await store.counts.forget(utcDay(now - KEPT_MS.counts))
  await store.tips.forget(now - KEPT_MS.tips)
  await store.rates.forget(now)
  for (const workspace of await store.workspaces.known()) {
    const { keepAnswers, keepVotes, keepTalk } = await settings.of(workspace)
    await store.answers.forget(workspace, now - keepAnswers * DAY_MS)
    await store.quizzes.forget(workspace, now - keepAnswers * DAY_MS)
    const before = { voted: now - keepVotes * DAY_MS, others: now - keepTalk * DAY_MS }
    await store.exchanges.forget(workspace, before)
  }
}

/** Deletes what has expired now and every hour. `close` waits for a round in progress. */
export function startRetention(
  store: Store,
  settings: Settings,
  { clock, alarm, log }: Surroundings,
): RepeatedJob {
  async function tidy(): Promise<void> {
    try {
      await deleteExpired(store, settings, clock())
    } catch (err) {
      log.error({ err }, 'old entries could not be forgotten')
    }
  }

  return repeatEvery(tidy, HOUR_MS, { clock, alarm })
}
