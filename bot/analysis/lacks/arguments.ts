/** Command-line arguments that a program expected but didn't get. */
import { code, quote } from '../wording.ts'
import type { Failed, Lack } from './lack.ts'

/** Explains missing arguments; null where the error has another cause. */
export function missingArguments({ error, stderr, line, result }: Failed): Lack | null {
  const complaint = COMPLAINT.exec(stderr)?.[1]
  if (result.exitCode === 2 && complaint !== undefined) {
    return lack(`The program didn't get the arguments it needs: ${quote(complaint.trim())}`)
  }
  const taken = SUBSCRIPT.exec(lastSourceLine(stderr))
  if (taken && (TOO_FEW.test(error) || error === '')) {
    const at = line === null ? '' : ` at line ${line}`
    return lack(`The program reads an argument${at} (${code(taken[0])}) that it was not given`)
  }
  const usage =
    result.exitCode !== null && result.exitCode > 0 && error === '' ? usageIn(result) : null
  return usage === null ? null : lack(`The program ended by saying how to call it: ${quote(usage)}`)
}

function lack(sentence: string): Lack {
  return { of: 'arguments', sentence, surroundings: true }
}

/** argparse: `main.py: error: the following arguments are required: n`. click: `Error: Missing argument 'N'.` */
const COMPLAINT = /^(?:main\.py: error|Error): ([^\n]{1,300})$/m

const TOO_FEW = /^IndexError: list index out of range|^ValueError: not enough values to unpack/
const SUBSCRIPT = /(?:sys\.)?argv\b(?:\[[^\]\n]{0,20}\])?/

/** The last line of main.py that a traceback quotes. */
function lastSourceLine(stderr: string): string {
  const lines = stderr.split('\n')
  const at = lines.findLastIndex((line) => /^\s*File "[^"]*\bmain\.py", line \d/.test(line))
  return at < 0 ? '' : (lines[at + 1] ?? '').slice(0, 1000)
}

/** A line such as `Usage: main.py FILE`, printed by a program that checks its arguments itself. */
function usageIn({ output }: Failed['result']): string | null {
  const text = output
    .map((chunk) => chunk.text)
    .join('')
    .slice(-4096)
  return /^ {0,8}(usage: ?\S[^\n]{0,200})$/im.exec(text)?.[1] ?? null
}
