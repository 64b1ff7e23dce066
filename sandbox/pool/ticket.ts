/** A job in the sandbox, from queueing to its end. */
import type { Job, RunOptions, RunResult } from '../sandbox.ts'

/** The asker of operator jobs: the command line and the pool's own test runs. */
export const NOBODY = ''

export type Ticket = {
  readonly job: Job
  readonly options: RunOptions
  readonly asker: string
  readonly origin: string
  readonly alone: boolean
  /** Aborts a background job when others wait; null for all other jobs. */
  readonly displace: AbortController | null
  /** As in `Waiting`. */
  since: number
  ahead: number
  neighbours: number
  readonly resolve: (result: RunResult) => void
  readonly reject: (error: unknown) => void
}

/** The key by which the queue shares fairly: the job's asker, separate for background jobs. */
export function askerOf({ asker = NOBODY, background = false }: Job): string {
  return background ? `${asker} in the background` : asker
}

type Ends = Pick<Ticket, 'resolve' | 'reject'>

/** Creates the ticket of a job that joins the queue now. */
export function ticketOf(job: Job, options: RunOptions, { resolve, reject }: Ends): Ticket {
  // Background jobs don't count against their asker's share.
  const asker = askerOf(job)
  const displace = job.background ? new AbortController() : null
  return {
    job,
    options: displace ? displaceable(options, displace.signal) : options,
    displace,
    asker,
    origin: displace ? asker : (job.origin ?? asker),
    alone: job.alone ?? false,
    since: performance.now(),
    ahead: -1,
    neighbours: 0,
    resolve,
    reject,
  }
}

function displaceable(options: RunOptions, displaced: AbortSignal): RunOptions {
  const signals = options.signal ? [options.signal, displaced] : [displaced]
  return { ...options, signal: AbortSignal.any(signals) }
}
