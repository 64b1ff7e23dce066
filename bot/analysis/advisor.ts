/** The advisor: turns code and what its run did into advice. */
import type { RunResult, SourceFile } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { Advice } from './advice.ts'
import type { NoProposal, Proposal } from './proof/proof.ts'
import { createLinter } from './ruff/hints.ts'

export type Advisor = Readonly<{
  /**
   * Advises on a program, with `files` next to it. Without a result, the advice is static and says that it is unmeasured.
   *
   * @throws {TooComplexError} The program or its result takes too long to analyse.
   */
  advise(code: string, result: RunResult | null, files?: readonly SourceFile[]): Promise<Advice>
  /**
   * Returns the change that the advice recommends, as whole programs to try, or why there is none.
   *
   * @throws {TooComplexError} The program or its result takes too long to analyse.
   */
  propose(
    code: string,
    result: RunResult,
    files?: readonly SourceFile[],
  ): Promise<Proposal | NoProposal>
  close(): void
}>

const call = offThread<typeof import('./advise.task.ts')>(
  new URL('./advise.task.ts', import.meta.url),
)

/**
 * Creates an advisor, which analyses programs on worker threads and lints them in a child process.
 * Call `close` when done; it ends the linter.
 *
 * @example
 * const advisor = await createAdvisor()
 * const result = await sandbox.run({ code })
 * const { headline, evidence } = await advisor.advise(code, result)
 * advisor.close()
 */
export async function createAdvisor(): Promise<Advisor> {
  const linter = createLinter()
  return {
    async advise(code, result, files = []) {
      const hints = await linter.hints(code)
      // Advice doesn't cover the files that a run left behind, and they may be large.
      return call('advise', code, result && { ...result, files: [] }, hints, sourcesOf(files))
    },
    async propose(code, result, files = []) {
      const hints = await linter.hints(code)
      return call('propose', code, { ...result, files: [] }, hints, sourcesOf(files))
    },
    close: () => linter.close(),
  }
}
