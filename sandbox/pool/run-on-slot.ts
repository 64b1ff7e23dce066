/** One run on a slot: the job goes in, output is told, and the result is checked. */
import { Buffer } from 'node:buffer'
import { type Limits, POOL } from '../limits.ts'
import type { Job, RunOptions, RunResult } from '../sandbox.ts'
import { outputFrameSchema, parseResult } from '../slot/result.ts'
import type { Slot } from '../slot/slot.ts'

type Run = Readonly<{
  job: Job
  options: RunOptions
  limits: Limits
  /** What is said of the machine in the result, once it is there. */
  about(): Parameters<typeof parseResult>[1]
  /** Called when the slot does not end the run that was given up. */
  onStuck(): void
}>

/** Throws what the slot throws; then it must be removed. */
export async function runOnSlot(
  slot: Slot,
  { job, options: { signal, onOutput }, limits, about, onStuck }: Run,
): Promise<RunResult> {
  let late: NodeJS.Timeout | undefined
  const abort = () => {
    slot.stop()
    late = setTimeout(onStuck, POOL.stopMs)
  }
  signal?.addEventListener('abort', abort, { once: true })
  slot.weigh('full')
  const stopWeighing = lightenLater(slot, limits.wallMs)
  try {
    const frame = await slot.run(jobFrame(job, limits), limits.wallMs + POOL.lateMs, (news) => {
      const { stream, text } = outputFrameSchema.parse(news)
      onOutput?.({ stream, text })
    })
    return parseResult(frame, about(), job.visits ?? [])
  } finally {
    stopWeighing()
    clearTimeout(late)
    slot.weigh('full') // for the next spare
    signal?.removeEventListener('abort', abort)
  }
}

/** A run that has used a good deal of the CPU gets less of it than one that has just begun. Gives the way to call it off. */
function lightenLater(slot: Slot, wallMs: number): () => void {
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
  }, wallMs)
  return () => {
    isEnding = true
    clearTimeout(fresh)
    clearTimeout(ending)
  }
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
