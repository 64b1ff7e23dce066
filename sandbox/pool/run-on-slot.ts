/** Runs one job on a slot: sends it, streams its output and checks its result. */
import { Buffer } from 'node:buffer'
import { type Limits, POOL } from '../limits.ts'
import type { Job, RunOptions, RunResult } from '../sandbox.ts'
import { outputFrameSchema, parseResult } from '../slot/result.ts'
import type { Slot } from '../slot/slot.ts'

type Run = Readonly<{
  job: Job
  options: RunOptions
  limits: Limits
  /** What the result says about the machine, added afterwards. */
  about(): Parameters<typeof parseResult>[1]
  /** Called when the slot doesn't end a run that was given up. */
  onStuck(): void
}>

/** Runs a job. When it throws what the slot threw, the slot must be removed. */
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

/** Lowers the slot's CPU weight once its run has used `POOL.freshMs` of CPU. Returns a function that cancels this. */
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
  // Full weight again, so that the slot's init can end the run.
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
