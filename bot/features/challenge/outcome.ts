/** Compares what a run printed with what was expected. */
import { type RunResult, type RunStatus, stdoutOf } from '../../../sandbox/sandbox.ts'
import { list } from '../../lib/text/quantities.ts'

export type Outcome = Readonly<{
  status: RunStatus
  /** All of stdout; whitespace at the end is ignored. */
  output?: string | undefined
  /** Regular expressions; `^` and `$` match at line breaks. */
  matches?: readonly string[] | undefined
}>

/** What differs from the expected outcome, in words; empty if nothing does. */
export function differences(run: RunResult, { status, output, matches = [] }: Outcome): string[] {
  const printed = stdoutOf(run).trimEnd()
  const wrong: string[] = []
  if (run.status !== status) wrong.push(`ended with ${run.status}, not ${status}`)
  if (output !== undefined && printed !== output.trimEnd()) {
    wrong.push(`printed ${JSON.stringify(printed)}, not ${JSON.stringify(output.trimEnd())}`)
  }
  const missing = matches.filter((pattern) => !new RegExp(pattern, 'm').test(printed))
  if (missing.length > 0) {
    wrong.push(`printed ${JSON.stringify(printed)}, without ${list(missing)}`)
  }
  return wrong
}
