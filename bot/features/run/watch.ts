/** A run as a stream: what is known so far, each time it changes, and at last its result. */
import type { Job, OutputChunk, RunResult, Sandbox } from '../../../sandbox/sandbox.ts'

export type Seen = Readonly<{ position: number; output: readonly OutputChunk[] }>

/** Changes that come faster than they are read are joined. Leaving the loop ends the run. */
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

/** True once the run has ended, however; false when there is news before that. */
async function settled(result: Promise<unknown>, news: Promise<void>): Promise<boolean> {
  const ended = result.then(
    () => true,
    () => true,
  )
  return Promise.race([ended, news.then(() => false)])
}
