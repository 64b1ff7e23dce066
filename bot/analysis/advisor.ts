/** The advisor: code and what its run did → advice. */
import type { RunResult, SourceFile } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { Advice } from './advice.ts'
import type { NoProposal, Proposal } from './proof/proof.ts'
import { createLinter } from './ruff/hints.ts'

export type Advisor = Readonly<{
  /**
   * Advice on a program, of which `files` lie beside it; without a result it is static and says that it is unmeasured.
   *
   * @throws {TooComplexError} The program or its result takes too long to analyse.
   */
  advise(code: string, result: RunResult | null, files?: readonly SourceFile[]): Promise<Advice>
  /**
   * The change that the advice comes down to, as whole programs to try, or why there is none.
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
      // Nothing is said of the files that it left, and they may be large.
      return call('advise', code, result && { ...result, files: [] }, hints, sourcesOf(files))
    },
    async propose(code, result, files = []) {
      const hints = await linter.hints(code)
      return call('propose', code, { ...result, files: [] }, hints, sourcesOf(files))
    },
    close: () => linter.close(),
  }
}
