/** A run as a stream: the current state each time it changes, and finally the result. */
import type { Job, OutputChunk, RunResult, Sandbox } from '../../../sandbox/sandbox.ts'

export type Seen = Readonly<{ position: number; output: readonly OutputChunk[] }>

/**
 * Runs a job and yields its state and result. Changes are merged if they come faster than they are read; leaving
 * the loop ends the run.
 */
export async function* watch(
  sandbox: Sandbox,
  job: Job,
  signal: AbortSignal,
): AsyncGenerator<Seen | Readonly<{ result: RunResult }>, void> {
  const left = new AbortController()
  let seen: Seen = { position: 0, output: [] }
  let changed = Promise.withResolvers<void>()
  const update = (news: Partial<Seen>) => {
    seen = { ...seen, ...news }
    changed.resolve()
  }
  const result = sandbox.run(job, {
    signal: AbortSignal.any([signal, left.signal]),
    onPosition: (position) => update({ position }),
    onOutput: (chunk) => update({ position: 0, output: [...seen.output, chunk] }),
  })
  try {
    while (!(await settled(result, changed.promise))) {
      changed = Promise.withResolvers()
      yield seen
    }
    yield { result: await result }
  } finally {
    left.abort()
  }
}

/** True once the run has ended or failed; false if there is a change first. */
async function settled(result: Promise<unknown>, news: Promise<void>): Promise<boolean> {
  const ended = result.then(
    () => true,
    () => true,
  )
  return Promise.race([ended, news.then(() => false)])
}
