/** The files of the FAQ: their schema, and what the jail confirms. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { checkTrials } from '../../bot/cli/lessons/check.ts'
import { faqTrials } from '../../bot/cli/lessons/faq.ts'
import type { Bench } from '../../bot/cli/lessons/trials.ts'
import { type Faq, loadFaq } from '../../lessons/faq.ts'
import { type Catalogue, InvalidLessonsError, loadLessons } from '../../lessons/lessons.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'

const FOLDER = join(import.meta.dirname, '../../lessons/faq')

let bench: Bench
let catalogue: Catalogue
beforeAll(async () => {
  const settings = { python: null, ociRuntime: null, limits: LIMITS, stateDir: null }
  const [sandbox, advisor] = await Promise.all([startSandbox(settings), createAdvisor()])
  bench = { sandbox, advisor }
  catalogue = await loadLessons()
})
afterAll(async () => {
  bench.advisor.close()
  await bench.sandbox.close(0)
})

test('whatever code the FAQ shows, the jail has run', { timeout: 300_000 }, async () => {
  expect(await problemsOf(await loadFaq(catalogue))).toEqual([])
})

test.each([
  ['an output that is not printed', '    49\n', '    50\n', /entry thread-return-value: printed/],
  [
    'a line too wide for a phone',
    'print(future.result())',
    `print(future.result())${' '.repeat(30)}#`,
    /columns/,
  ],
])('the check finds %s', async (_, from, to, message) => {
  const faq = await loadFaq(catalogue, changed('threads.yaml', from, to))
  const [problem, ...others] = await problemsOf({
    ...faq,
    entries: faq.entries.filter(({ id }) => id === 'thread-return-value'),
  })
  expect(problem).toMatch(message)
  expect(others).toEqual([])
})

test.each([
  ['a lesson that is not there', 'lessons: [threads]', 'lessons: [knitting]', /no lesson knitting/],
  [
    'a key that is unknown',
    '  lessons: [threads]',
    '  lesson: threads',
    /Unrecognized key|lessons/,
  ],
  [
    'too few phrasings',
    '    thread local\n    threading.local\n    variable per thread\n',
    '',
    /needs 5/,
  ],
  ['an id that is taken', 'id: daemon-threads', 'id: stop-a-thread', /is also in stop-a-thread/],
])('%s is named with its place', async (_, from, to, message) => {
  const error = await loadFaq(catalogue, changed('threads.yaml', from, to)).catch((error) => error)
  expect(error).toBeInstanceOf(InvalidLessonsError)
  expect(error.message).toMatch(/faq\/threads\.yaml:\d+ /)
  expect(error.message).toMatch(message)
})

function changed(file: string, from: string, to: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'overlap-faq-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(FOLDER, folder, { recursive: true })
  const text = readFileSync(join(FOLDER, file), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, file), text.replace(from, to))
  return folder
}

async function problemsOf(faq: Faq): Promise<string[]> {
  const trials = faqTrials(faq, catalogue.lessons)
  const found = await Array.fromAsync(checkTrials(trials, bench, 2 * availableParallelism()))
  return found.flat().map(({ message }) => message)
}
