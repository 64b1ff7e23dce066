/**
 * Worker threads for everything that parses what others wrote, so that no text can hold up the event loop. There is one
 * set of them in a process, as there is one of libuv's, and it knows no feature: a feature keeps its functions in a
 * module `*.task.ts`.
 */
import { availableParallelism } from 'node:os'
import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { UserError } from '../errors.ts'
import { isOverdue } from './deadline.ts'
import { TooTangled } from './errors.ts'
import { WORKERS } from './limits.ts'
import type { Outcome, Start } from './thread.ts'
import { isLight } from './weight.ts'

/** The exported functions of a module of tasks. What they take and give is copied from thread to thread. */
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
 * Calls the functions of a module on a worker thread:
 * `offThread<typeof import('./read.task.ts')>(new URL('./read.task.ts', import.meta.url))('read', text)`.
 *
 * @throws {TooTangled} It was not done within the deadline; the thread was ended and another takes its place.
 * @throws {UserError} The function threw it, or too many texts are waiting.
 */
export function offThread<Module>(module: URL): Calls<Module> {
  const file = module.href
  files.add(file)
  return async (name, ...args) => (await performed(file, name, args)) as never
}

/** Ends all threads; texts under way fail. Another call starts new ones. */
export async function closeWorkers(): Promise<void> {
  const open = [...lanes.values()]
  lanes.clear()
  await Promise.all(open.map(({ pool }) => pool.destroy()))
}

/** Starts all threads ahead of the first text. */
export function warmWorkers(): void {
  laneOf('light')
  laneOf('heavy')
}

type Kind = 'light' | 'heavy'
type Lane = { readonly pool: Piscina; underWay: number }

const files = new Set<string>()
const lanes = new Map<Kind, Lane>()

function laneOf(kind: Kind): Lane {
  const threads = kind === 'light' ? 1 : Math.max(2, availableParallelism())
  const made = lanes.get(kind) ?? { pool: poolOf(threads), underWay: 0 }
  lanes.set(kind, made)
  return made
}

function poolOf(threads: number): Piscina {
  return new Piscina({
    filename: new URL('thread.ts', import.meta.url).href,
    name: 'perform',
    workerData: { files: [...files] },
    minThreads: threads,
    maxThreads: threads,
    stricterFIFO: true,
    // Waiting that way would keep a thread from everything asynchronous between two tasks.
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: WORKERS.heapMegabytes },
  })
}

async function performed(file: string, name: string, args: readonly unknown[]): Promise<unknown> {
  const kind = isLight(args, WORKERS.light) ? 'light' : 'heavy'
  const lane = laneOf(kind)
  if (lane.underWay >= WORKERS.waiting[kind]) throw new UserError(BUSY)
  lane.underWay += 1
  try {
    return given(await withinDeadline(lane.pool, { file, name, args }))
  } finally {
    lane.underWay -= 1
  }
}

const BUSY = 'So many texts are waiting that I cannot read another one. Try again in a minute.'

/** Aborting a task ends its thread, whatever that is doing. */
async function withinDeadline(pool: Piscina, call: object): Promise<Outcome> {
  const late = new AbortController()
  const { port1, port2 } = new MessageChannel()
  const done = new AbortController()
  port1.once('message', (start: Start) => {
    const thread = pool.threads.find(({ threadId }) => threadId === start.thread)
    void isOverdue(thread, start.cpu, done.signal).then((isLate) => isLate && late.abort())
  })
  try {
    // Its types know the options that Node's take beside a list, and not the list.
    const transferList = [port2] as never
    return await pool.run({ ...call, started: port2 }, { transferList, signal: late.signal })
  } catch (error) {
    if (late.signal.aborted || isBeyondMemory(error)) throw new TooTangled()
    throw error
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
  if ('value' in outcome) return outcome.value
  throw new UserError(outcome.refusal, outcome.usage)
}
