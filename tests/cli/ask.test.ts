/** `overlap ask`, as its own process. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { answerReportSchema } from '../../bot/cli/report/answer.ts'
import { folder, overlap } from './overlap.ts'

const parsed = (line: string) => answerReportSchema.parse(JSON.parse(line))

test('a question is answered as text, with the lessons to read on', async () => {
  const { stdout, exitCode } = await overlap(['ask', 'what is jitter'])
  expect(exitCode).toBe(0)
  expect(stdout).toContain('random part of a pause')
  expect(stdout).toMatch(/Lessons: structured-concurrency/)
})

test('--json gives one object by the schema, and --after what it goes on from', async () => {
  const args = ['ask', 'and its exit status?', '--after', 'how do I start a subprocess', '--json']
  const { stdout } = await overlap(args)
  const { kind, faq, lessons, text, ran } = parsed(stdout)
  expect({ kind, faq, ran }).toEqual({ kind: 'answer', faq: 'exit-code', ran: [] })
  expect(lessons[0]).toBe('subprocesses')
  expect(text).toContain('returncode')
})

test('a file of questions gives a line for each, in order', async () => {
  const file = join(folder(), 'questions.txt')
  const after = JSON.stringify({ question: 'and its exit status?', after: 'start a subprocess' })
  writeFileSync(file, `what is jitter\n\nrecipe for pancakes\n${after}\n`)
  const { stdout, exitCode } = await overlap(['ask', '--file', file])
  const reports = stdout.trim().split('\n').map(parsed)
  expect(exitCode).toBe(0)
  expect(reports.map(({ kind }) => kind)).toEqual(['answer', 'off-topic', 'answer'])
  expect(reports[1]).toMatchObject({ lessons: [], faq: null })
  expect(reports[2]?.faq).toBe('exit-code')
})

test('a program in the question is run', async () => {
  const { stdout } = await overlap(['ask', 'why so slow\n```python\nprint(1)\n```', '--json'])
  expect(parsed(stdout).ran).toMatchObject([{ status: 'ok' }])
})

test.each([
  [['ask'], /what is the question/, 64],
  [['ask', '--file', '/nowhere/questions'], /cannot be read/, 66],
])('%j is refused', async (args, says, code) => {
  const { stderr, exitCode } = await overlap(args)
  expect(stderr).toMatch(says)
  expect(exitCode).toBe(code)
})
