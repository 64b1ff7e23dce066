/** The advisor: code and what its run did → advice. */
import type { RunResult, SourceFile } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'
import type { Advice } from './advice.ts'
import { createLinter } from './ruff/hints.ts'

export type Advisor = Readonly<{
  /**
   * Advice on a program, of which `files` lie beside it; without a result it is static and says that it is unmeasured.
   *
   * @throws {TooTangled} The program or its result takes too long to analyse.
   */
  advise(code: string, result: RunResult | null, files?: readonly SourceFile[]): Promise<Advice>
  close(): void
}>

const call = offThread<typeof import('./advise.task.ts')>(
  new URL('./advise.task.ts', import.meta.url),
)

export async function createAdvisor(): Promise<Advisor> {
  const linter = createLinter()
  return {
    async advise(code, result, files = []) {
      const hints = await linter.hints(code)
      // Nothing is said of the files that it left, and they may be large.
      return call('advise', code, result && { ...result, files: [] }, hints, sourcesOf(files))
    },
    close: () => linter.close(),
  }
}
