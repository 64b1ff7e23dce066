/** Marks an answer to a challenge: its own run, a run for each hidden test, and what was measured. */
import type { Challenge, Check } from '../../../lessons/lessons.ts'
import type { RunOptions, RunResult, Sandbox } from '../../../sandbox/sandbox.ts'
import { type Measured, measured } from './conditions.ts'
import { differences, stdoutOf } from './outcome.ts'

/** `said` is fit for the learner: what is wrong, never how it was tested; empty when it passed. */
export type Checked = Readonly<{ name: string; passed: boolean; said: string }>

export type Marking = Readonly<{
  passed: boolean
  checks: readonly Checked[]
  measured: readonly Measured[]
  /** The program's own run, as posted. */
  run: RunResult
}>

/** Where something is measured, the own run is alone where it can be; if others may have slowed it, it has a second try. */
export async function mark(
  challenge: Pick<Challenge, 'checks' | 'measured'>,
  code: string,
  sandbox: Sandbox,
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
 * The test runs among the learner's own names, in a module that is not `__main__`. It comes by stdin:
 * the learner's code finds it in no file, and a pool that imports the module again does not run it again.
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

/** An answer that ends the program before its test did has not passed. */
function passesTest(result: RunResult): boolean {
  return result.status === 'ok' && stdoutOf(result).trimEnd().endsWith(ENDED)
}
