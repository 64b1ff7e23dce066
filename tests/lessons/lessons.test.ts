import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { checkLessons } from '../../bot/cli/lessons/check.ts'
import type { Bench } from '../../bot/cli/lessons/trials.ts'
import { loadLessons, type Problem } from '../../lessons/lessons.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { lessonFolder, SOUND } from './folder.ts'

let bench: Bench
beforeAll(async () => {
  const settings = { python: null, ociRuntime: null, limits: LIMITS, stateDir: null }
  const [sandbox, advisor] = await Promise.all([startSandbox(settings), createAdvisor()])
  bench = { sandbox, advisor }
})
afterAll(async () => {
  bench.advisor.close()
  await bench.sandbox.close(0)
})

test('whatever the lessons say, the jail confirms', { timeout: 300_000 }, async () => {
  const catalogue = await loadLessons()
  expect(await problemsOf(catalogue)).toEqual([])
})

/** What is wrong, in which file, what is replaced by what, and the line, words and file of the complaint. */
type Fault = [string, string, string, string, number, RegExp, string?]

test.each<Fault>([
  ['an output that is not printed', 'lesson.md', 'print("two")', 'print("three")', 12, /printed/],
  [
    'a verdict that is not given',
    'lesson.md',
    'verdict: sequential',
    'verdict: async',
    12,
    /verdict/,
  ],
  ['a time it does not take', 'lesson.md', '[0, 2000]', '[2500, 3000]', 12, /took/],
  ['a wrong answer to what is printed', 'questions.yaml', 'print(2)', 'print(4)', 1, /printed "4"/],
  [
    'a variant with a wrong answer',
    'questions.yaml',
    'level: 1\n  question: What does this print?\n  code: print(2)',
    'level: 1\n  vary: [{ n: 2 }, { n: 4 }]\n  question: What does this print?\n  code: print($n)',
    1,
    /printed "4"/,
  ],
  ['a solution that fails', 'challenge.yaml', 'return n + n', 'return n + 1', 1, /model solution/],
  ['a starter that passes', 'challenge.yaml', 'return n\n', 'return 2 * n\n', 1, /starter/],
  [
    'a term that no sentence has',
    'lesson.md',
    'also: some words',
    'also: a semaphore',
    1,
    /semaphore/,
  ],
  [
    'a verdict on a button before a lesson explains it',
    'questions.yaml',
    `kind: single
  level: 3
  question: Which?
  options:
    - { text: This, right: true, why: It is. }
    - { text: That,`,
    `kind: model
  argued: true
  level: 1
  question: Which?
  code: print(2)
  options:
    - { text: keep, right: true, why: It is. }
    - { text: async,`,
    1,
    /explains them: keep, async/,
    'lesson.md',
  ],
  [
    'code too wide for a phone',
    'lesson.md',
    'print("two")',
    `print("two")  # ${'.'.repeat(40)}`,
    1,
    /56 of 45/,
  ],
  [
    'a solution that breaks a rule of the course',
    'challenge.yaml',
    '      return n + n',
    '      try:\n          return n + n\n      except:\n          pass',
    1,
    /ends with raise/,
  ],
  ['a tip whose code fails', 'tips.yaml', 'print(1)', 'print(one)', 1, /error/],
])('the check finds %s', async (_, file, from, to, line, message, where = file) => {
  const folder = lessonFolder({ [file]: SOUND[file]?.replace(from, to) ?? '' })
  const [problem, ...others] = await problemsOf(await loadLessons(folder))
  expect(problem?.place).toEqual({ file: `01-first/${where}`, line })
  expect(problem?.message).toMatch(message)
  expect(others).toEqual([])
})

async function problemsOf(catalogue: Parameters<typeof checkLessons>[0]): Promise<Problem[]> {
  const found = await Array.fromAsync(checkLessons(catalogue, bench, 2 * availableParallelism()))
  return found.flat()
}
