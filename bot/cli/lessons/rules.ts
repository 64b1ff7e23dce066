/** Checks code against the rules that the lessons teach: `rules.py` parses it in the jail. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { stdoutOf } from '../../../sandbox/sandbox.ts'

/** Returns one sentence for each rule that the program breaks, with its line. */
export async function brokenRules(
  code: string,
  sandbox: Sandbox,
  alone: boolean,
): Promise<readonly string[]> {
  const run = await sandbox.run({ code: RULES, stdin: code, alone })
  const said = stdoutOf(run).split('\n').filter(Boolean)
  return run.status === 'ok' ? said : [...said, `the rules could not be checked: ${run.status}`]
}

const RULES = readFileSync(join(import.meta.dirname, 'rules.py'), 'utf8')
