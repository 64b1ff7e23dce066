/**
 * Worker threads for everything that parses untrusted text, so that no text can block the event loop. A process has one
 * set of them, shared by all features; each feature exports its functions from a `*.task.ts` module.
 */
import { availableParallelism } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { UserError } from '../../core/errors.ts'
import { RecentUse } from '../recent-use.ts'
import { currentAsker } from './asker.ts'
import { isOverdue } from './deadline.ts'
import { TooComplexError } from './errors.ts'
import { WORKERS } from './limits.ts'
import type { Given, Outcome, Start } from './thread.ts'
import { createTurns, type Turns } from './turns.ts'
import { weightOf } from './weight.ts'

/** The exported functions of a task module. Arguments and results are copied between threads. */
type Tasks<Module> = {
  [Name in keyof Module]: Module[Name] extends (...args: infer Args) => infer Result
    ? { args: Args; result: Awaited<Result> }
    : never
}

export type Calls<Module> = <Name extends keyof Module & string>(
  name: Name,
  ...args: Tasks<Module>[Name]['args']
) => Promise<Tasks<Module>[Name]['result']>

/**
 * Returns a function that calls the exports of a module on a worker thread. That function throws:
 *
 * @throws {TooComplexError} The task threw it or missed its deadline. The thread is then ended and replaced.
 * @throws {UserError} The task threw it, or too many texts are waiting, or the process is stopping.
 *
 * @example
 * const call = offThread<typeof import('./read.task.ts')>(new URL('./read.task.ts', import.meta.url))
 * const reading = await call('read', text)
 */
export function offThread<Module>(module: URL): Calls<Module> {
  const file = module.href
  files.add(file)
  return async (name, ...args) => (await performed(file, name, args)) as never
}

/** Ends all threads; texts in progress fail. Another call starts new ones. */
export async function closeWorkers(): Promise<void> {
  const open = [...lanes.values()]
  lanes.clear()
  await Promise.all(open.map(({ pool }) => pool.destroy()))
}

/** Starts all threads before the first text arrives. */
export function warmWorkers(): void {
  laneOf('light')
  laneOf('heavy')
}

type Kind = 'light' | 'heavy'
type Lane = Readonly<{ pool: Piscina; turns: Turns }>

const files = new Set<string>()
const lanes = new Map<Kind, Lane>()

const use = new RecentUse({ halfMs: WORKERS.usageHalfMs, kept: WORKERS.usageKept })

function laneOf(kind: Kind): Lane {
  const found = lanes.get(kind)
  if (found) return found
  const threads = kind === 'light' ? 1 : Math.max(2, availableParallelism())
  const made = { pool: poolOf(threads, kind), turns: createTurns(threads, use) }
  lanes.set(kind, made)
  return made
}

function poolOf(threads: number, kind: Kind): Piscina {
  const workerData: Given = { files: [...files], nice: kind === 'light' ? 0 : WORKERS.heavyNice }
  return new Piscina({
    filename: new URL('thread.ts', import.meta.url).href,
    name: 'perform',
    workerData,
    minThreads: threads,
    maxThreads: threads,
    stricterFIFO: true,
    // Waiting with Atomics would block everything asynchronous in a thread between two tasks.
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: WORKERS.heapMegabytes },
  })
}

async function performed(file: string, name: string, args: readonly unknown[]): Promise<unknown> {
  const asker = currentAsker()
  const weight = weightOf(args, WORKERS.weighed)
  const kind = weight <= WORKERS.light ? 'light' : 'heavy'
  const { pool, turns } = laneOf(kind)
  if (turns.underWay() >= WORKERS.waiting[kind]) throw new UserError(BUSY)
  if (kind === 'heavy' && asker !== '') {
    if (use.of(asker, performance.now()) > WORKERS.spentMs) throw new UserError(SPENT)
    if (turns.underWay(asker) >= WORKERS.waiting.heavyOfOne) throw new UserError(BUSY)
  }
  return given(await turns.take(asker, weight, () => withinDeadline(pool, { file, name, args })))
}

const STOPPING = "I'm restarting. Try again in a minute."

const BUSY = 'Too many messages are waiting. Try again in a minute.'

const SPENT =
  'Your last messages took a long time to read. Wait half a minute before the next long one.'

/** Runs a call within its deadline. Aborting a task ends its thread, whatever it is doing. */
async function withinDeadline(pool: Piscina, call: object): Promise<Outcome> {
  const late = new AbortController()
  const { port1, port2 } = new MessageChannel()
  const done = new AbortController()
  port1.once('message', (start: Start) => {
    const thread = pool.threads.find(({ threadId }) => threadId === start.thread)
    void isOverdue(thread, start.cpu, done.signal).then((isLate) => isLate && late.abort())
  })
  try {
    // Piscina's types accept the options object of `postMessage`, but not the transfer list, which also works.
    const transferList = [port2] as never
    return await pool.run({ ...call, started: port2 }, { transferList, signal: late.signal })
  } catch (error) {
    if (late.signal.aborted || isBeyondMemory(error)) throw new TooComplexError()
    const isClosed = ![...lanes.values()].some((lane) => lane.pool === pool)
    throw isClosed ? new UserError(STOPPING) : error
  } finally {
    done.abort()
    port1.close()
  }
}

function isBeyondMemory(error: unknown): boolean {
  if (error instanceof RangeError) return true
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function given(outcome: Outcome): unknown {
  if (outcome === 'tangled') throw new TooComplexError()
  if ('value' in outcome) return outcome.value
  throw new UserError(outcome.refusal, outcome.usage)
}
