/** Posts tips when they are due, beside any number of processes that do the same. */
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

  /** The first round is now; from then on it looks by itself. */
  start(): void {
    this.#keep(this.#turn())
  }

  /** One round: posts what is due now, and takes over what others left. Never throws. */
  async look(): Promise<void> {
    return (await this.#begin(this.#parts.clock())).posting
  }

  /** Waits for what is being posted, for a few seconds. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#callOff()
    const { promise: isLate, resolve } = Promise.withResolvers<void>()
    const stopWaiting = this.#alarm(this.#parts.clock() + RUNNER.lastMs, resolve)
    await Promise.race([this.#settled(), isLate])
    stopWaiting()
  }

  /** A post that takes its time keeps no other from its own. */
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

  /** For the first thing to do after `now`, the moment up to which all was looked up. */
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

  /** Said with the same key, so that the platform may know it again. */
  async #takeOver(overdue: Claim): Promise<void> {
    const { clock, store } = this.#parts
    const claim = await store.tips.prolong(overdue, clock() + this.#pace.leaseMs)
    if (!claim) return
    const schedule = await store.tips.find(claim.schedule)
    const isPaused = schedule?.paused !== null && schedule?.resumesAt === null
    if (!schedule || isPaused) await store.tips.settle(claim, 'skipped', clock())
    else await this.#say(claim, schedule)
  }

  /** A platform that takes its time is waited for: as long as this process lives, the claim is its own. */
  async #say(claim: Claim, schedule: Schedule): Promise<void> {
    const { clock, store } = this.#parts
    const { leaseMs } = this.#pace
    let isSaid = false
    const renewLater = (held: Claim) =>
      this.#alarm(clock() + leaseMs / RUNNER.renewals, async () => {
        // A store that is away now is asked once more before the lease ends.
        const longer = await store.tips.prolong(held, clock() + leaseMs).catch(() => held)
        if (longer && !isSaid) stop = renewLater(longer)
      })
    let stop = renewLater(claim)
    await deliver(claim, schedule, this.#parts).finally(() => {
      isSaid = true
      stop()
    })
  }

  /** What goes wrong with one is noted, and the others go on. */
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
