/** Posts tips when they are due; any number of processes can do so at the same time. */
import type { Alarm } from '../../../core/clock.ts'
import type { Events } from '../../../core/events.ts'
import type { Workspace } from '../../../core/keys.ts'
import type { Log } from '../../../core/log.ts'
import type { Claim } from '../../../store/tip-occurrences.ts'
import type { Schedule } from '../../../store/tip-schedules.ts'
import { claimDue, deliver, POSTING, type PostingDeps } from './posting.ts'

export type TipRunnerDeps = Omit<PostingDeps, 'emit' | 'bug'> &
  Readonly<{ alarm: Alarm; events: Events; log: Log }>

const RUNNER = {
  /** How soon it notices changes by other processes. */
  pollMs: 15_000,
  /** Maximum per round; the rest follow in the next one. */
  atOnce: 50,
  leaseMs: POSTING.leaseMs,
  /** A lease is renewed after this fraction of its duration: 3 means a third. */
  renewals: 3,
  /** Time to the next round if there was more than one round can take. */
  moreMs: 1000,
  /** How long `close` waits for posts in progress; after that, another process takes them over. */
  lastMs: 5000,
} as const

type Pace = Readonly<{ pollMs: number; atOnce: number; leaseMs: number }>

/** Posts due tips, and takes over tips that other processes claimed but didn't post. */
export class TipRunner {
  readonly #parts: PostingDeps
  readonly #alarm: Alarm
  readonly #log: Log
  readonly #events: Events
  readonly #pace: Pace
  readonly #underWay = new Set<Promise<void>>()
  #isClosed = false
  #callOff = () => {}

  constructor({ alarm, events, log, ...more }: TipRunnerDeps, pace: Pace = RUNNER) {
    this.#alarm = alarm
    this.#events = events
    this.#log = log
    this.#pace = pace
    this.#parts = {
      ...more,
      emit: events.emit,
      bug: (error, workspace) => this.#bug(error, workspace),
    }
  }

  /** Starts a round now, and sets an alarm for the next one. */
  start(): void {
    this.#keep(this.#turn())
  }

  /** Runs one round: posts what is due and takes over what other processes left. Never throws. */
  async look(): Promise<void> {
    return (await this.#begin(this.#parts.clock())).posting
  }

  /** Stops, and waits a few seconds for posts in progress. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#callOff()
    const { promise: isLate, resolve } = Promise.withResolvers<void>()
    const stopWaiting = this.#alarm(this.#parts.clock() + RUNNER.lastMs, resolve)
    await Promise.race([this.#settled(), isLate])
    stopWaiting()
  }

  /** One round, without waiting for its posts, so that a slow one doesn't delay the next round. */
  async #turn(): Promise<void> {
    const now = this.#parts.clock()
    const { isMore, posting } = await this.#begin(now)
    this.#keep(posting)
    await this.#setAlarm(now, isMore)
  }

  #keep(work: Promise<void>): void {
    this.#underWay.add(work)
    work.finally(() => this.#underWay.delete(work))
  }

  async #begin(now: number): Promise<Readonly<{ isMore: boolean; posting: Promise<void> }>> {
    const { atOnce } = this.#pace
    const { tips } = this.#parts.store
    try {
      const [due, overdue] = await Promise.all([tips.due(now, atOnce), tips.overdue(now, atOnce)])
      const all = [
        ...due.map((schedule) => this.#guarded(this.#fire(schedule))),
        ...overdue.map((claim) => this.#guarded(this.#takeOver(claim))),
      ]
      const isMore = due.length === atOnce || overdue.length === atOnce
      return { isMore, posting: Promise.all(all).then(() => {}) }
    } catch (err) {
      this.#log.error({ err }, 'tips could not be looked up')
      return { isMore: false, posting: Promise.resolve() }
    }
  }

  /** Sets the alarm for the first occurrence after `now`, up to which everything was looked up. */
  async #setAlarm(now: number, isMore: boolean): Promise<void> {
    if (this.#isClosed) return
    const next = await this.#parts.store.tips.nextAt(now).catch(() => Infinity)
    const latest = now + (isMore ? RUNNER.moreMs : this.#pace.pollMs)
    if (!this.#isClosed) this.#callOff = this.#alarm(Math.min(next, latest), () => this.start())
  }

  async #fire(schedule: Schedule): Promise<void> {
    const claim = await claimDue(schedule, this.#parts, this.#pace.leaseMs)
    if (claim) await this.#say(claim, schedule)
  }

  /** Posts with the same key, so that the platform can recognise a message it already has. */
  async #takeOver(overdue: Claim): Promise<void> {
    const { clock, store } = this.#parts
    const claim = await store.tips.prolong(overdue, clock() + this.#pace.leaseMs)
    if (!claim) return
    const schedule = await store.tips.find(claim.schedule)
    const isPaused = schedule?.paused !== null && schedule?.resumesAt === null
    if (!schedule || isPaused) await store.tips.settle(claim, 'skipped', clock())
    else await this.#say(claim, schedule)
  }

  /** Delivers a tip, and renews the claim as long as a slow platform takes. */
  async #say(claim: Claim, schedule: Schedule): Promise<void> {
    const { clock, store } = this.#parts
    const { leaseMs } = this.#pace
    let isSaid = false
    const renewLater = (held: Claim) =>
      this.#alarm(clock() + leaseMs / RUNNER.renewals, async () => {
        // If the store is unavailable now, the renewal is tried again before the lease ends.
        const longer = await store.tips.prolong(held, clock() + leaseMs).catch(() => held)
        if (longer && !isSaid) stop = renewLater(longer)
      })
    let stop = renewLater(claim)
    await deliver(claim, schedule, this.#parts).finally(() => {
      isSaid = true
      stop()
    })
  }

  /** Logs a failure, so that it doesn't affect other tips. */
  async #guarded(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (err) {
      this.#log.error({ err }, 'a tip could not be posted')
    }
  }

  #bug(err: unknown, { platform, workspace }: Workspace): void {
    this.#events.emit({ kind: 'bug', workspace: { platform, workspace } })
    this.#log.error({ err }, 'a tip could not be posted')
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }
}
