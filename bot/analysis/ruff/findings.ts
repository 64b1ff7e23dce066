/** Shows ruff's findings as hints, on lines without a finding of our own. */
import type { Finding } from '../advice.ts'
import { quote } from '../wording.ts'
import type { Hint } from './hints.ts'

const ROWS: Readonly<Record<string, readonly [name: string, docs: string]>> = {
  ASYNC100: ['cancel-scope-without-await', 'library/asyncio-task.html#timeouts'],
  ASYNC105: ['forgotten-await', 'library/asyncio-dev.html#detect-never-awaited-coroutines'],
  ASYNC110: ['busy-wait', 'library/asyncio-sync.html#event'],
  ASYNC210: ['blocking-http-in-async', 'library/asyncio-task.html#running-in-threads'],
  ASYNC212: ['blocking-http-in-async', 'library/asyncio-task.html#running-in-threads'],
  ASYNC220: ['blocking-subprocess-in-async', 'library/asyncio-subprocess.html'],
  ASYNC221: ['blocking-subprocess-in-async', 'library/asyncio-subprocess.html'],
  ASYNC222: ['blocking-subprocess-in-async', 'library/asyncio-subprocess.html'],
  RUF006: ['dangling-task', 'library/asyncio-task.html#asyncio.create_task'],
  B023: [
    'loop-variable-in-function',
    'faq/programming.html#why-do-lambdas-defined-in-a-loop-with-different-values-all-return-the-same-result',
  ],
  F821: ['undefined-name', 'library/exceptions.html#NameError'],
  F704: ['await-outside-function', 'reference/expressions.html#await-expression'],
  PLE1142: ['await-outside-async', 'reference/expressions.html#await-expression'],
}

const MOST = 4

/**
 * Turns ruff's hints into at most `MOST` findings, skipping lines that already have one.
 *
 * @param docs - Base URL of the Python documentation; each finding links to a page below it.
 */
export function findingsOfHints(
  hints: readonly Hint[],
  found: readonly Finding[],
  docs: string,
): Finding[] {
  const taken = new Set(found.map(({ line }) => line))
  return hints
    .filter(({ rule, line }) => ROWS[rule] && !taken.has(line))
    .slice(0, MOST)
    .map(({ rule, line, message }) => {
      const [name = rule, page = ''] = ROWS[rule] ?? []
      return {
        name,
        severity: 'hint' as const,
        line,
        message: `Line ${line}: ${quote(message)} (ruff ${rule}).`,
        docs: docs + page,
      }
    })
}
