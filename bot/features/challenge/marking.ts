/** Marks an answer to a challenge: runs it once as posted and once per hidden test, and checks the measurements. */
import type { Challenge, Check } from '../../../lessons/lessons.ts'
import {
  type RunOptions,
  type RunResult,
  type Sandbox,
  stdoutOf,
} from '../../../sandbox/sandbox.ts'
import { type Measured, measured } from './conditions.ts'
import { differences } from './outcome.ts'

/** `said` is for the learner: what is wrong, never how it was tested; empty if it passed. */
export type Checked = Readonly<{ name: string; passed: boolean; said: string }>

export type Marking = Readonly<{
  passed: boolean
  checks: readonly Checked[]
  measured: readonly Measured[]
  /** The run of the program as posted. */
  run: RunResult
}>

/**
 * Marks an answer. If something is measured, the program runs alone if possible, and again if others ran beside it
 * and a condition failed.
 */
export async function mark(
  challenge: Pick<Challenge, 'checks' | 'measured'>,
  code: string,
  sandbox: Pick<Sandbox, 'run'>,
  options: RunOptions = {},
): Promise<Marking> {
  const alone = challenge.measured.length > 0
  const conditionsOf = (of: RunResult) =>
    challenge.measured.map((condition) => measured(condition, of))
  let run = await sandbox.run({ code, alone }, options)
  if (run.neighbours > 0 && conditionsOf(run).some(({ passed }) => !passed)) {
    run = await sandbox.run({ code, alone }, options)
  }
  const checks = await Promise.all(
    challenge.checks.map(async (check) => {
      if (check.expect) return checked(check, differences(run, check.expect).length === 0)
      const result = await sandbox.run(testJob(code, check.test ?? ''), options)
      return checked(check, passesTest(result), result)
    }),
  )
  const conditions = conditionsOf(run)
  const passed = [...checks, ...conditions].every(({ passed }) => passed)
  return { passed, checks, measured: conditions, run }
}

function checked({ name, failed }: Check, passed: boolean, { status }: Partial<RunResult> = {}) {
  const late = status === 'timeout' ? ' It was stopped for taking too long.' : ''
  return { name, passed, said: passed ? '' : `${failed.trim()}${late}` }
}

const ENDED = 'the test finished'

/**
 * The test runs in the namespace of the learner's module, which isn't `__main__`. It is passed on stdin, so that the
 * learner's code finds it in no file, and a process pool that imports the module again doesn't run the test again.
 */
const RUN_TEST = `if __name__ == "__main__":
    import sys
    test = compile(sys.stdin.read(), "check.py", "exec")
    import answer
    exec(test, vars(answer))
    print("\\n${ENDED}")
`

function testJob(code: string, test: string) {
  const answer = { name: 'answer.py', content: new TextEncoder().encode(code) }
  return { code: RUN_TEST, files: [answer], stdin: test }
}

/** An answer that ends the program before the test finishes hasn't passed. */
function passesTest(result: RunResult): boolean {
  return result.status === 'ok' && stdoutOf(result).trimEnd().endsWith(ENDED)
}
