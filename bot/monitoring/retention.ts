/** What is kept only for a while, forgotten in its time. */
import type { Alarm, Clock } from '../core/clock.ts'
import type { Workspace } from '../core/keys.ts'
import type { Log } from '../core/log.ts'
import { DAY_MS, utcDay } from '../lib/days.ts'
import { type RepeatedJob, repeatEvery } from '../lib/repeat.ts'
import type { Store } from '../store/store.ts'

const HOUR_MS = 60 * 60_000

/** How long each is kept, ms; what a workspace may set is in `settings/table.ts`. */
const KEPT_MS = {
  /** Platforms deliver again within minutes. */
  events: DAY_MS,
  /** Discord tells of an edit again whenever it has looked at a link in the message. */
  questions: 30 * DAY_MS,
  /** Buttons of older messages say that they are too old. */
  actions: 30 * DAY_MS,
  replies: 30 * DAY_MS,
  /** Of a workspace that was left. */
  workspaces: 30 * DAY_MS,
  /** Programs with a verdict that somebody called wrong. */
  disputes: 365 * DAY_MS,
  /** Who changed what. */
  audit: 365 * DAY_MS,
  /** Tokens of a person by days: only the present one counts. */
  usage: 30 * DAY_MS,
  /** Occurrences of tips, and schedules that have ended: their buttons live as long. */
  tips: 90 * DAY_MS,
  /** Counts of days. */
  counts: 400 * DAY_MS,
} as const

/** What a workspace has set, days. */
type Settings = Readonly<{
  of(
    workspace: Workspace,
  ): Promise<Readonly<{ keepAnswers: number; keepVotes: number; keepTalk: number }>>
}>

type Surroundings = Readonly<{ clock: Clock; alarm: Alarm; log: Log }>

/** One round of it. */
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

/** A round at once and each hour. `close` waits for the one under way. */
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
