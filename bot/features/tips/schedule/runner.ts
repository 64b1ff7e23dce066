/** Posts tips when they are due, beside any number of processes that do the same. */
import type { Alarm } from '../../../core/clock.ts'
import type { Happenings } from '../../../core/events.ts'
import type { Workspace } from '../../../core/keys.ts'
import type { Log } from '../../../core/log.ts'
import type { Claim } from '../../../store/tip-occurrences.ts'
import type { Schedule } from '../../../store/tip-schedules.ts'
import { claimDue, deliver, POSTING, type PostingParts } from './posting.ts'

export type TipRunnerDeps = Omit<PostingParts, 'tell' | 'bug'> &
  Readonly<{ alarm: Alarm; happenings: Happenings; log: Log }>

const RUNNER = {
  /** How soon it sees what another process has changed. */
  pollMs: 15_000,
  /** At a time; the others come in the next round. */
  atOnce: 50,
  leaseMs: POSTING.leaseMs,
  /** How often a lease is renewed before it would end. */
  renewals: 3,
  /** To the next round when there was more than one takes. */
  moreMs: 1000,
  /** What is being posted when the process ends; after that another one takes it over. */
  lastMs: 5000,
} as const

export type TipRunner = Readonly<{
  /** The first round is now; from then on it looks by itself. */
  start(): void
  /** One round: posts what is due now, and takes over what others left. Never throws. */
  look(): Promise<void>
  /** Waits for what is being posted, for a few seconds. */
  close(): Promise<void>
}>

export function createTips(
  { alarm, happenings, log, ...more }: TipRunnerDeps,
  {
    pollMs,
    atOnce,
    leaseMs,
  }: Readonly<{ pollMs: number; atOnce: number; leaseMs: number }> = RUNNER,
): TipRunner {
  const { store, clock } = more
  const parts: PostingParts = { ...more, tell: happenings.tell, bug }
  let isClosed = false
  let callOff = () => {}
  const underWay = new Set<Promise<void>>()

  function ring(): void {
    keep(turn())
  }

  /** A post that takes its time keeps no other from its own. */
  async function turn(): Promise<void> {
    const now = clock()
    const { isMore, posting } = await begin(now)
    keep(posting)
    await setAlarm(now, isMore)
  }

  function keep(work: Promise<void>): void {
    underWay.add(work)
    work.finally(() => underWay.delete(work))
  }

  async function begin(
    now: number,
  ): Promise<Readonly<{ isMore: boolean; posting: Promise<void> }>> {
    try {
      const [due, overdue] = await Promise.all([
        store.tips.due(now, atOnce),
        store.tips.overdue(now, atOnce),
      ])
      const all = [...due.map(guarded(fire)), ...overdue.map(guarded(takeOver))]
      const isMore = due.length === atOnce || overdue.length === atOnce
      return { isMore, posting: Promise.all(all).then(() => {}) }
    } catch (err) {
      log.error({ err }, 'tips could not be looked up')
      return { isMore: false, posting: Promise.resolve() }
    }
  }

  /** For the first thing to do after `now`, the moment up to which all was looked up. */
  async function setAlarm(now: number, isMore: boolean): Promise<void> {
    if (isClosed) return
    const next = await store.tips.nextAt(now).catch(() => Infinity)
    const latest = now + (isMore ? RUNNER.moreMs : pollMs)
    if (!isClosed) callOff = alarm(Math.min(next, latest), ring)
  }

  async function fire(schedule: Schedule): Promise<void> {
    const claim = await claimDue(schedule, parts, leaseMs)
    if (claim) await say(claim, schedule)
  }

  /** Said with the same key, so that the platform may know it again. */
  async function takeOver(overdue: Claim): Promise<void> {
    const claim = await store.tips.prolong(overdue, clock() + leaseMs)
    if (!claim) return
    const schedule = await store.tips.find(claim.schedule)
    const isPaused = schedule?.paused !== null && schedule?.resumesAt === null
    if (!schedule || isPaused) await store.tips.settle(claim, 'skipped', clock())
    else await say(claim, schedule)
  }

  /** A platform that takes its time is waited for: as long as this process lives, the claim is its own. */
  async function say(claim: Claim, schedule: Schedule): Promise<void> {
    let isSaid = false
    let stop = renewLater(claim)

    function renewLater(held: Claim) {
      return alarm(clock() + leaseMs / RUNNER.renewals, async () => {
        // A store that is away now is asked once more before the lease ends.
        const longer = await store.tips.prolong(held, clock() + leaseMs).catch(() => held)
        if (longer && !isSaid) stop = renewLater(longer)
      })
    }

    await deliver(claim, schedule, parts).finally(() => {
      isSaid = true
      stop()
    })
  }

  /** What goes wrong with one is noted, and the others go on. */
  function guarded<Value>(work: (value: Value) => Promise<void>) {
    return async (value: Value) => {
      try {
        await work(value)
      } catch (err) {
        log.error({ err }, 'a tip could not be posted')
      }
    }
  }

  function bug(err: unknown, workspace: Workspace): void {
    const { platform, workspace: name } = workspace
    happenings.tell({ kind: 'bug', workspace: { platform, workspace: name } })
    log.error({ err }, 'a tip could not be posted')
  }

  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }

  return {
    start: ring,
    look: async () => (await begin(clock())).posting,
    async close(): Promise<void> {
      isClosed = true
      callOff()
      const { promise: isLate, resolve } = Promise.withResolvers<void>()
      const stopWaiting = alarm(clock() + RUNNER.lastMs, resolve)
      await Promise.race([settled(), isLate])
      stopWaiting()
    },
  }
}
