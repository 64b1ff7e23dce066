/** The pool: the slots and the queue in front of them. It implements the sandbox port. */
import { availableParallelism } from 'node:os'
import { RecentUse } from '../../bot/lib/recent-use.ts'
import { POOL } from '../limits.ts'
import {
  Displaced,
  type Job,
  RunLostError,
  type RunOptions,
  type RunResult,
  type Sandbox,
  SandboxBusyError,
  type SandboxStatus,
  SandboxUnavailableError,
} from '../sandbox.ts'
import { type Launcher, type LaunchOptions, launch } from '../slot/launch.ts'
import type { Slot } from '../slot/slot.ts'
import { calibrate, prove } from './proof.ts'
import { inOrder, nextJob } from './queue.ts'
import { runOnSlot } from './run-on-slot.ts'
import { Slots } from './slots.ts'
import { askerOf, NOBODY, type Ticket, ticketOf } from './ticket.ts'

export type SandboxOptions = LaunchOptions &
  Readonly<{
    /** Slots kept started while idle; `POOL.warm` by default. */
    warm?: number
    log?: (event: string, details: object) => void
  }>

/**
 * How many slots to keep started on a machine with this much memory. More of them shorten waits when many people
 * arrive.
 */
export function warmSlots(memoryBytes: number): number {
  return Math.max(POOL.warm, Math.floor(memoryBytes / POOL.memoryPerWarm))
}

/**
 * Starts the sandbox: proves that the jail holds, and starts the warm slots.
 *
 * @throws {SandboxUnavailableError} This machine can't run a jail; the message says what fixes it.
 *
 * @example
 * const sandbox = await startSandbox(config)
 * const { status, output } = await sandbox.run({ code: 'print(1)' })
 * await sandbox.close()
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const pool = new Pool(await launch(options), options)
  try {
    await prove(pool.run)
    pool.startupMs = await calibrate(pool.run)
  } catch (error) {
    await pool.close(0)
    throw error
  }
  return pool
}

class Pool implements Sandbox {
  /** CPU time of an empty program, ms. */
  startupMs = 0
  readonly #launcher: Launcher
  readonly #options: SandboxOptions
  readonly #log: (event: string, details: object) => void
  readonly #cores = availableParallelism()
  readonly #most = POOL.perCore * this.#cores
  readonly #warm: number
  readonly #slots: Slots
  readonly #busy = new Map<Ticket, Slot>()
  readonly #wallUse = new RecentUse({ halfMs: POOL.usageHalfMs, kept: POOL.usageKept })
  readonly #cpuUse = new RecentUse({ halfMs: POOL.usageHalfMs, kept: POOL.usageKept })
  #waiting: Ticket[] = []
  #renewals = 0
  #closed = false
  #onQuiet = () => {}
  #later: NodeJS.Timeout | undefined

  constructor(launcher: Launcher, options: SandboxOptions) {
    this.#launcher = launcher
    this.#options = options
    this.#log = options.log ?? (() => {})
    this.#warm = Math.min(this.#most + POOL.newcomers, options.warm ?? POOL.warm)
    this.#slots = new Slots(launcher, {
      warm: this.#warm,
      most: this.#most,
      cores: this.#cores,
      busy: () => this.#busy.size,
      onRest: () => this.#dispatch(),
      onNone: (reason) => {
        for (const ticket of this.#waiting.splice(0)) ticket.reject(reason)
      },
      log: this.#log,
    })
  }

  run = (job: Job, options: RunOptions = {}): Promise<RunResult> => {
    if (this.#closed) return Promise.reject(shuttingDown())
    const full = job.background ? this.#fullBehind(askerOf(job)) : this.#fullFor(job)
    if (full) return Promise.reject(full)
    return new Promise((resolve, reject) => {
      const ticket = ticketOf(job, options, { resolve, reject })
      options.signal?.throwIfAborted()
      options.signal?.addEventListener('abort', () => {
        if (!this.#waiting.includes(ticket)) return
        this.#waiting = this.#waiting.filter((other) => other !== ticket)
        reject(options.signal?.reason)
        this.#dispatch()
      })
      this.#waiting.push(ticket)
      this.#dispatch()
    })
  }

  status = (): SandboxStatus => {
    const { cgroups, runtime, python } = this.#launcher
    return {
      slots: this.#slots.idle + this.#busy.size,
      running: this.#busy.size,
      waiting: this.#waiting.length,
      renewals: this.#renewals,
      cgroups,
      runtime,
      python: python.version,
      libraries: python.libraries,
    }
  }

  close = async (graceMs: number = POOL.closeGraceMs): Promise<void> => {
    if (this.#closed) return
    this.#closed = true
    this.#slots.stopGrowing()
    clearTimeout(this.#later)
    for (const ticket of this.#waiting.splice(0)) ticket.reject(shuttingDown())
    this.#displaceAll()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs)
      this.#onQuiet = () => {
        clearTimeout(timer)
        resolve()
      }
      if (this.#busy.size === 0) this.#onQuiet()
    })
    await this.#slots.close(this.#busy.values())
  }

  /** Starts the jobs that can start, grows the pool for the rest, and reports queue positions. */
  #dispatch(): void {
    const busy = this.#busy
    const unstarted = this.#startAll()
    const wanted =
      unstarted && this.#isLight(unstarted)
        ? busy.size + 1
        : Math.min(this.#most, busy.size + this.#waiting.length)
    const ready = busy.size > 0 ? POOL.newcomersReady : 0
    this.#slots.grow(Math.min(this.#most + POOL.newcomers, Math.max(this.#warm, wanted + ready)))
    if (this.#waiting.some((each) => !each.displace)) this.#displaceAll()
    clearTimeout(this.#later)
    // Jobs delayed by one that is to run alone start when their delay is over.
    if (!this.#closed && this.#waiting.length > 0) {
      this.#later = setTimeout(() => this.#dispatch(), POOL.quietMs / 4).unref()
    }
    inOrder(this.#others(), [...busy.keys()], this.#isHeavy).forEach((ticket, ahead) => {
      if (ticket.ahead === ahead) return
      ticket.ahead = ahead
      ticket.options.onPosition?.(ahead)
    })
    if (this.#closed && busy.size === 0) this.#onQuiet()
  }

  /** Starts jobs while slots are free. Returns the next job that only lacks a slot, or null. */
  #startAll(): Ticket | null {
    for (;;) {
      const ticket = this.#nextStartable()
      const slot = ticket && this.#slots.take()
      if (!ticket || !slot) return ticket
      this.#begin(ticket, slot)
    }
  }

  /** Waiting jobs, without those in the background. */
  #others(): Ticket[] {
    return this.#waiting.filter(({ displace }) => !displace)
  }

  /**
   * The next job, if it may have a slot: the last ones are reserved for newcomers, and so are the last ready ones once
   * every core is busy.
   */
  #nextStartable(): Ticket | null {
    const now = performance.now()
    const isGreedy = ({ asker }: Ticket) => this.#cpuUse.of(asker, now) > POOL.greedyMs
    const running = [...this.#busy.keys()]
    const hasRoom = running.filter(isGreedy).length < this.#cores
    const others = this.#others()
    if (others.length === 0) return this.#nextInBackground()
    const may = hasRoom ? others : others.filter((each) => !isGreedy(each))
    const ticket = nextJob(may, running, now, this.#isHeavy)
    if (ticket === null || this.#isLight(ticket)) return ticket
    const hasPlace = running.length < this.#most || !this.#isHeavy(ticket.asker)
    return hasPlace && this.#slots.idle > this.#keptReady() ? ticket : null
  }

  /**
   * The next background job: one per asker, no more than there are cores, and never on the slots kept for newcomers.
   */
  #nextInBackground(): Ticket | null {
    const running = [...this.#busy.keys()]
    const behind = running.filter(({ displace }) => displace)
    const next = this.#waiting.find(({ asker }) => !behind.some((other) => other.asker === asker))
    const hasPlace = behind.length < this.#cores
    const isQuiet = running.some(({ alone }) => alone)
    const isReady = running.length < this.#most && this.#slots.idle > this.#keptReady()
    return hasPlace && !isQuiet && isReady ? (next ?? null) : null
  }

  /** The number of idle slots reserved for newcomers. */
  #keptReady(): number {
    return this.#busy.size < this.#cores ? 0 : POOL.newcomersReady
  }

  #displaceAll(): void {
    const displaced = new Displaced('Another run needed the place of this one.')
    for (const { displace } of this.#busy.keys()) displace?.abort(displaced)
  }

  /** Whether an asker's runs took more than their share recently. */
  #isHeavy = (asker: string): boolean => {
    if (asker === NOBODY) return false
    const now = performance.now()
    const running = [...this.#busy.keys()].filter((ticket) => ticket.asker === asker)
    const runningMs = running.reduce((sum, { since }) => sum + now - since, 0)
    return this.#wallUse.of(asker, now) + runningMs > POOL.lightMs
  }

  #isLight({ asker }: Ticket): boolean {
    const runs = [...this.#busy.keys()].some((ticket) => ticket.asker === asker)
    return asker !== NOBODY && !runs && !this.#isHeavy(asker)
  }

  #begin(ticket: Ticket, slot: Slot): void {
    this.#waiting = this.#waiting.filter((other) => other !== ticket)
    for (const other of this.#busy.keys()) other.neighbours += 1
    ticket.neighbours = this.#busy.size
    ticket.since = performance.now()
    this.#busy.set(ticket, slot)
    void this.#serve(ticket, slot)
  }

  async #serve(ticket: Ticket, slot: Slot): Promise<void> {
    let worn = false
    let cpuMs = 0
    try {
      const result = await this.#runOn(slot, ticket)
      cpuMs = result.cpuMs
      worn = result.status === 'memory' || slot.runs() >= POOL.runsPerSlot
      if (ticket.options.signal?.aborted) ticket.reject(ticket.options.signal.reason)
      else ticket.resolve(result)
    } catch (error) {
      worn = true
      ticket.reject(error)
    } finally {
      this.#busy.delete(ticket)
      this.#noteUse(ticket, cpuMs, worn)
      if (worn || this.#closed) {
        if (worn) this.#renewals += 1
        void this.#slots.remove(slot)
        this.#dispatch()
      } else this.#slots.rest(slot)
    }
  }

  #noteUse({ asker, since }: Ticket, cpuMs: number, worn: boolean): void {
    if (asker === NOBODY) return
    const now = performance.now()
    const renewalMs = worn ? POOL.renewalMs : 0
    this.#wallUse.add(asker, now - since + renewalMs, now)
    this.#cpuUse.add(asker, cpuMs + renewalMs, now)
  }

  async #runOn(slot: Slot, ticket: Ticket): Promise<RunResult> {
    const { job, options } = ticket
    const { version: python, libraries } = this.#launcher.python
    try {
      return await runOnSlot(slot, {
        job,
        options,
        limits: { ...this.#options.limits, ...job.limits },
        about: () => ({
          python,
          libraries,
          startupMs: this.startupMs,
          cores: this.#cores,
          neighbours: ticket.neighbours,
        }),
        onStuck: () => void this.#slots.remove(slot),
      })
    } catch (error) {
      options.signal?.throwIfAborted()
      if (this.#closed) throw shuttingDown()
      this.#log('slot renewed', { slot: slot.id, error: String(error) })
      throw new RunLostError('This run broke its sandbox, so its output is lost.', { cause: error })
    }
  }

  #fullBehind(asker: string): SandboxBusyError | null {
    const own = this.#waiting.filter((ticket) => ticket.asker === asker).length
    return own >= POOL.waitingBehind ? new SandboxBusyError('asker', own) : null
  }

  /**
   * Whether the queue is full for a job. Askers without a waiting job have extra places, so that others can't fill the
   * queue.
   */
  #fullFor({ asker = NOBODY, origin = asker }: Job): SandboxBusyError | null {
    const others = this.#others()
    const own = others.filter((ticket) => ticket.asker === asker).length
    const near = others.filter((ticket) => ticket.origin === origin).length
    if (asker !== NOBODY && own >= POOL.waitingPerAsker) return new SandboxBusyError('asker', own)
    const places = own === 0 ? POOL.waiting + POOL.waitingFirst : POOL.waiting
    const isFull =
      others.length >= places || (asker !== NOBODY && near >= places - POOL.waitingElsewhere)
    return isFull ? new SandboxBusyError('queue', others.length) : null
  }
}

function shuttingDown(): SandboxUnavailableError {
  return new SandboxUnavailableError('Overlap is shutting down.')
}
