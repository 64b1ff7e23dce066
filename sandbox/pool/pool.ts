/** The set of slots and the line before them: the sandbox as the core sees it. */
import { Buffer } from 'node:buffer'
import { availableParallelism } from 'node:os'
import { POOL } from '../limits.ts'
import {
  Displaced,
  type Job,
  RunLost,
  type RunOptions,
  type RunResult,
  type Sandbox,
  SandboxBusy,
  SandboxUnavailable,
} from '../sandbox.ts'
import { type LaunchOptions, launch } from '../slot/launch.ts'
import { outputFrameSchema, parseResult } from '../slot/result.ts'
import type { Slot } from '../slot/slot.ts'
import { inOrder, nextJob } from './queue.ts'
import { createUsage } from './usage.ts'

export type SandboxOptions = LaunchOptions &
  Readonly<{
    /** Slots that are kept started though nothing runs; `POOL.warm` by default. */
    warm?: number
    log?: (event: string, details: object) => void
  }>

/** Asks for the operator: the command line and the pool's own proof. */
const NOBODY = ''

type Ticket = {
  readonly job: Job
  readonly options: RunOptions
  readonly asker: string
  readonly origin: string
  readonly alone: boolean
  /** Aborts a job in the background when others wait; null for all other jobs. */
  readonly displace: AbortController | null
  /** As in `Waiting`. */
  since: number
  ahead: number
  neighbours: number
  readonly resolve: (result: RunResult) => void
  readonly reject: (error: unknown) => void
}

/** How many slots to keep started on a machine with so much memory: the more, the less a rush of newcomers waits. */
export function warmSlots(memoryBytes: number): number {
  return Math.max(POOL.warm, Math.floor(memoryBytes / POOL.memoryPerWarm))
}

/** Starts the warm slots. Throws `SandboxUnavailable` when this machine can't have a jail, with what mends it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const launcher = await launch(options)
  const cores = availableParallelism()
  const most = POOL.perCore * cores
  const { version: python, libraries } = launcher.python
  const surroundings = { python, libraries, startupMs: 0, cores }
  const log = options.log ?? (() => {})
  const warm = Math.min(most + POOL.newcomers, options.warm ?? POOL.warm)

  const idle: Slot[] = [launcher.first]
  const busy = new Map<Ticket, Slot>()
  const usage = createUsage(POOL.lightMs)
  const cpuUsage = createUsage(POOL.greedyMs)
  const removals = new Set<Promise<void>>()
  const starts = new Set<Promise<void>>()
  const idleTimers = new Map<Slot, NodeJS.Timeout>()
  let waiting: Ticket[] = []
  let renewals = 0
  let closed = false
  let onQuiet = () => {}
  let later: NodeJS.Timeout | undefined

  const slotCount = () => idle.length + busy.size + starts.size

  /** Never rejects: what stays behind is removed at the next start. */
  const remove = (slot: Slot) => {
    const removal = slot
      .remove()
      .catch((error: unknown) => log('slot not removed', { slot: slot.id, error: String(error) }))
      .finally(() => removals.delete(removal))
    removals.add(removal)
    return removal
  }

  const grow = () => {
    const start = launcher
      .start()
      .then((slot) => {
        starts.delete(start)
        if (closed) return remove(slot)
        rest(slot)
      })
      .catch((error: unknown) => {
        starts.delete(start)
        if (closed) return
        log('slot did not start', { error: String(error) })
        if (slotCount() > 0) return
        const reason = new SandboxUnavailable(
          `No jail could be started: ${error instanceof Error ? error.message : error}`,
        )
        for (const ticket of waiting.splice(0)) ticket.reject(reason)
      })
    starts.add(start)
  }

  /** Puts a slot among the idle ones; one more than the warm ones need ends when nothing comes. */
  const rest = (slot: Slot) => {
    idle.push(slot)
    if (slotCount() > warm) {
      idleTimers.set(
        slot,
        setTimeout(() => {
          const at = idle.indexOf(slot)
          if (at < 0 || slotCount() <= warm || busy.size >= most) return
          idle.splice(at, 1)
          remove(slot)
        }, POOL.idleMs).unref(),
      )
    }
    dispatch()
  }

  const dispatch = () => {
    let ticket = nextStartable()
    while (ticket) {
      const slot = takeIdle()
      if (!slot) break
      begin(ticket, slot)
      ticket = nextStartable()
    }
    const wanted =
      ticket && isLight(ticket) ? busy.size + 1 : Math.min(most, busy.size + waiting.length)
    const ready = busy.size > 0 ? POOL.newcomersReady : 0
    const enough = Math.min(most + POOL.newcomers, Math.max(warm, wanted + ready))
    while (!closed && slotCount() < enough && starts.size < cores) grow()
    if (waiting.some((each) => !each.displace)) displaceAll()
    clearTimeout(later)
    // Who is held up by a job that wants to be alone starts when the time for that is over.
    if (!closed && waiting.length > 0) later = setTimeout(dispatch, POOL.quietMs / 4).unref()
    const others = waiting.filter(({ displace }) => !displace)
    inOrder(others, [...busy.keys()], isHeavy).forEach((ticket, ahead) => {
      if (ticket.ahead === ahead) return
      ticket.ahead = ahead
      ticket.options.onPosition?.(ahead)
    })
    if (closed && busy.size === 0) onQuiet()
  }

  /**
   * The next job, if there is a slot that it may have: the last ones are for newcomers, and so are the last ready ones
   * as soon as every core has work.
   */
  const nextStartable = (): Ticket | null => {
    const now = performance.now()
    const isGreedy = ({ asker }: Ticket) => cpuUsage.isHeavy(asker, 0, now)
    const running = [...busy.keys()]
    const hasRoom = running.filter(isGreedy).length < cores
    const others = waiting.filter((each) => !each.displace)
    if (others.length === 0) return nextInBackground()
    const ticket = nextJob(
      hasRoom ? others : others.filter((each) => !isGreedy(each)),
      running,
      now,
      isHeavy,
    )
    if (ticket === null || isLight(ticket)) return ticket
    const kept = busy.size < cores ? 0 : POOL.newcomersReady
    const hasPlace = busy.size < most || !isHeavy(ticket.asker)
    return hasPlace && idle.length > kept ? ticket : null
  }

  /** As many as there are cores run in the background, and the ready slots for newcomers are left alone. */
  const nextInBackground = (): Ticket | null => {
    const running = [...busy.keys()]
    const hasPlace = running.filter(({ displace }) => displace).length < cores
    const isQuiet = running.some(({ alone }) => alone)
    const isReady = busy.size < most && idle.length > (busy.size < cores ? 0 : POOL.newcomersReady)
    return hasPlace && !isQuiet && isReady ? (waiting[0] ?? null) : null
  }

  const displaceAll = () => {
    const displaced = new Displaced('Another run needed the place of this one.')
    for (const { displace } of busy.keys()) displace?.abort(displaced)
  }

  const isHeavy = (asker: string): boolean => {
    if (asker === NOBODY) return false
    const now = performance.now()
    const running = [...busy.keys()].filter((ticket) => ticket.asker === asker)
    return usage.isHeavy(
      asker,
      running.reduce((sum, { since }) => sum + now - since, 0),
      now,
    )
  }

  const isLight = ({ asker }: Ticket): boolean =>
    asker !== NOBODY &&
    ![...busy.keys()].some((ticket) => ticket.asker === asker) &&
    !isHeavy(asker)

  const begin = (ticket: Ticket, slot: Slot) => {
    waiting = waiting.filter((other) => other !== ticket)
    for (const other of busy.keys()) other.neighbours += 1
    ticket.neighbours = busy.size
    ticket.since = performance.now()
    busy.set(ticket, slot)
    serve(ticket, slot)
  }

  const takeIdle = (): Slot | undefined => {
    const slot = idle.shift() // the longest rested one: its spare is ready
    if (!slot) return undefined
    clearTimeout(idleTimers.get(slot))
    idleTimers.delete(slot)
    if (slot.alive()) return slot
    remove(slot)
    return takeIdle()
  }

  const serve = async (ticket: Ticket, slot: Slot) => {
    let worn = false
    let cpuMs = 0
    try {
      const result = await runOn(slot, ticket)
      cpuMs = result.cpuMs
      worn = result.status === 'memory' || slot.runs() >= POOL.runsPerSlot
      if (ticket.options.signal?.aborted) ticket.reject(ticket.options.signal.reason)
      else ticket.resolve(result)
    } catch (error) {
      worn = true
      ticket.reject(error)
    } finally {
      busy.delete(ticket)
      const now = performance.now()
      if (ticket.asker !== NOBODY) {
        const renewalMs = worn ? POOL.renewalMs : 0
        usage.add(ticket.asker, now - ticket.since + renewalMs, now)
        cpuUsage.add(ticket.asker, cpuMs + renewalMs, now)
      }
      if (worn || closed) {
        if (worn) renewals += 1
        remove(slot)
        dispatch()
      } else rest(slot)
    }
  }

  const runOn = async (slot: Slot, ticket: Ticket): Promise<RunResult> => {
    const { job } = ticket
    const { signal, onOutput } = ticket.options
    const limits = { ...options.limits, ...job.limits }
    let late: NodeJS.Timeout | undefined
    const abort = () => {
      slot.stop()
      late = setTimeout(() => remove(slot), POOL.stopMs)
    }
    signal?.addEventListener('abort', abort, { once: true })
    slot.weigh(ticket.displace ? 'little' : 'full')
    const before = slot.cpuMs()
    let isEnding = false
    let fresh: NodeJS.Timeout | undefined
    const lighten = async (afterMs: number) => {
      const used = ((await slot.cpuMs()) ?? Infinity) - ((await before) ?? 0)
      if (isEnding) return
      if (used >= POOL.freshMs) slot.weigh('little')
      else fresh = setTimeout(lighten, 2 * afterMs, 2 * afterMs)
    }
    fresh = setTimeout(lighten, POOL.freshMs, POOL.freshMs)
    // The slot's own init must get to end it.
    const ending = setTimeout(() => {
      isEnding = true
      slot.weigh('full')
    }, limits.wallMs)
    try {
      const frame = await slot.run(jobFrame(job, limits), limits.wallMs + POOL.lateMs, (news) => {
        const { stream, text } = outputFrameSchema.parse(news)
        onOutput?.({ stream, text })
      })
      return parseResult(frame, { ...surroundings, neighbours: ticket.neighbours })
    } catch (error) {
      signal?.throwIfAborted()
      if (closed) throw shuttingDown()
      log('slot renewed', { slot: slot.id, error: String(error) })
      throw new RunLost('This run broke its sandbox, so its output is lost.', { cause: error })
    } finally {
      isEnding = true
      clearTimeout(fresh)
      clearTimeout(ending)
      clearTimeout(late)
      slot.weigh('full') // for the next spare
      signal?.removeEventListener('abort', abort)
    }
  }

  const run = (job: Job, runOptions: RunOptions = {}): Promise<RunResult> => {
    if (closed) return Promise.reject(shuttingDown())
    const asker = job.asker ?? NOBODY
    const origin = job.origin ?? asker
    const displace = job.background ? new AbortController() : null
    const full = displace ? null : fullFor(asker, origin)
    if (full) return Promise.reject(full)
    return new Promise((resolve, reject) => {
      const ticket: Ticket = {
        job,
        options: displace ? displaceable(runOptions, displace.signal) : runOptions,
        displace,
        asker,
        origin,
        alone: job.alone ?? false,
        since: performance.now(),
        ahead: -1,
        neighbours: 0,
        resolve,
        reject,
      }
      runOptions.signal?.throwIfAborted()
      runOptions.signal?.addEventListener('abort', () => {
        if (!waiting.includes(ticket)) return
        waiting = waiting.filter((other) => other !== ticket)
        reject(runOptions.signal?.reason)
        dispatch()
      })
      waiting.push(ticket)
      dispatch()
    })
  }

  /** Somebody's first place is theirs even when the others have filled the queue. */
  const fullFor = (asker: string, origin: string): SandboxBusy | null => {
    const others = waiting.filter(({ displace }) => !displace)
    const own = others.filter((ticket) => ticket.asker === asker).length
    const near = others.filter((ticket) => ticket.origin === origin).length
    if (asker !== NOBODY && own >= POOL.waitingPerAsker) return new SandboxBusy('asker', own)
    const places = own === 0 ? POOL.waiting + POOL.waitingFirst : POOL.waiting
    const isFull =
      others.length >= places || (asker !== NOBODY && near >= places - POOL.waitingElsewhere)
    return isFull ? new SandboxBusy('queue', others.length) : null
  }

  const close = async (graceMs: number = POOL.closeGraceMs) => {
    if (closed) return
    closed = true
    clearTimeout(later)
    for (const ticket of waiting.splice(0)) ticket.reject(shuttingDown())
    displaceAll()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, graceMs)
      onQuiet = () => {
        clearTimeout(timer)
        resolve()
      }
      if (busy.size === 0) onQuiet()
    })
    for (const slot of [...idle, ...busy.values()]) remove(slot)
    await Promise.all(starts)
    await Promise.all(removals)
    await launcher.close()
  }

  try {
    await prove(run)
    surroundings.startupMs = await calibrate(run)
  } catch (error) {
    await close(0)
    throw error
  }
  return {
    run,
    status: () => ({
      slots: idle.length + busy.size,
      running: busy.size,
      waiting: waiting.length,
      renewals,
      cgroups: launcher.cgroups,
      runtime: launcher.runtime,
      python,
      libraries,
    }),
    close,
  }
}

function displaceable(options: RunOptions, displaced: AbortSignal): RunOptions {
  const signals = options.signal ? [options.signal, displaced] : [displaced]
  return { ...options, signal: AbortSignal.any(signals) }
}

function shuttingDown(): SandboxUnavailable {
  return new SandboxUnavailable('Overlap is shutting down.')
}

function jobFrame(job: Job, limits: object): object {
  return {
    code: job.code,
    files: (job.files ?? []).map(({ name, content }) => ({
      name,
      content: Buffer.from(content).toString('base64'),
    })),
    ...(job.stdin === undefined ? {} : { stdin: job.stdin }),
    args: job.args ?? [],
    visits: job.visits ?? [],
    limits,
  }
}

/** What must be so before anybody's code is let in; the rest of the walls is tried by `overlap doctor`. */
const PROOF = `import ctypes, os, socket
assert os.getuid() == 1000
assert ctypes.CDLL(None).unshare(0x10000000) == -1
for reach in (lambda: open("/proc/1/environ"), lambda: socket.create_connection(("192.0.2.1", 80), 1)):
    try:
        reach()
    except OSError:
        continue
    raise AssertionError
print("held")`

async function prove(run: (job: Job) => Promise<RunResult>): Promise<void> {
  const { output } = await run({ code: PROOF })
  const said = output.map((chunk) => chunk.text).join('')
  if (said !== 'held\n')
    throw new SandboxUnavailable(`The sandbox doesn't isolate programs here: ${said.trim()}`)
}

/** CPU time of an empty program, ms: the median of three. */
async function calibrate(run: (job: Job) => Promise<RunResult>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 3; i++) times.push((await run({ code: '' })).cpuMs)
  return times.sort((a, b) => a - b)[1] ?? 0
}
