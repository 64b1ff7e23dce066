/** The advisor: code and what its run did → advice. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { Advice } from './advice.ts'
import type { NoProposal, Proposal } from './proof/proof.ts'
import { createLinter } from './ruff/hints.ts'

export type Advisor = Readonly<{
  /**
   * Advice on a program; without a result it is static and says that it is unmeasured.
   *
   * @throws {TooTangled} The program or its result takes too long to analyse.
   */
  advise(code: string, result: RunResult | null): Promise<Advice>
  /**
   * The change that the advice comes down to, as whole programs to try, or why there is none.
   *
   * @throws {TooTangled} The program or its result takes too long to analyse.
   */
  propose(code: string, result: RunResult): Promise<Proposal | NoProposal>
  close(): void
}>

const call = offThread<typeof import('./advise.task.ts')>(
  new URL('./advise.task.ts', import.meta.url),
)

export async function createAdvisor(): Promise<Advisor> {
  const linter = createLinter()
  return {
    async advise(code, result) {
      const hints = await linter.hints(code)
      // Nothing is said of the files that it left, and they may be large.
      return call('advise', code, result && { ...result, files: [] }, hints)
    },
    async propose(code, result) {
      return call('propose', code, { ...result, files: [] }, await linter.hints(code))
    },
    close: () => linter.close(),
  }
}
