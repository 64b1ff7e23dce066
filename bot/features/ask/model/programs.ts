/**
 * Runs programs that the model writes in the jail, each once per answer. They don't count against the asker's rate
 * limit.
 */
import { type RunResult, type Sandbox, SandboxError } from '../../../../sandbox/sandbox.ts'
import type { AskContext } from '../context.ts'

/** Maximum per answer. */
const MOST_RUNS = 6

/** `run` gives null if there is no result: no jail, a failed or full sandbox, or too many runs for this answer. */
export type Programs = Readonly<{ run(code: string): Promise<RunResult | null> }>

/** Runs programs for one answer: each distinct program once, six at most. */
export function programsOf({
  sandbox,
  request: { signal },
}: Pick<AskContext, 'sandbox' | 'request'>): Programs {
  const known = new Map<string, Promise<RunResult | null>>()

  async function first(code: string): Promise<RunResult | null> {
    if (known.size >= MOST_RUNS) return null
    return unlessRefused(sandbox.run({ code }, { signal }))
  }

  return {
    run(code) {
      const key = code.trim()
      const run = known.get(key) ?? first(code)
      known.set(key, run)
      return run
    },
  }
}

async function unlessRefused(run: ReturnType<Sandbox['run']>): Promise<RunResult | null> {
  try {
    return await run
  } catch (error) {
    if (error instanceof SandboxError) return null
    throw error
  }
}
