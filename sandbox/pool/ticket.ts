/** A job in the sandbox, from when it comes until it ends. */
import type { Job, RunOptions, RunResult } from '../sandbox.ts'

/** Asks for the operator: the command line and the pool's own proof. */
export const NOBODY = ''

export type Ticket = {
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

/** The key by which the queue shares fairly: the job's asker, separate for background jobs. */
export function askerOf({ asker = NOBODY, background = false }: Job): string {
  return background ? `${asker} in the background` : asker
}

type Ends = Pick<Ticket, 'resolve' | 'reject'>

/** Creates the ticket of a job that joins the queue now. */
export function ticketOf(job: Job, options: RunOptions, { resolve, reject }: Ends): Ticket {
  // What runs in the background takes nothing from its asker's share.
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
