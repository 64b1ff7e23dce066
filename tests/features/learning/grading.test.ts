import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grade } from '../../../bot/features/quiz/grading.ts'
import { shownOptions } from '../../../bot/features/quiz/shown.ts'
import { loadLessons } from '../../../lessons/lessons.ts'

const { lessons } = await loadLessons()

function question(id: string) {
  const found = lessons.flatMap(({ questions }) => questions).find((each) => each.id === id)
  if (!found) throw new Error(`no question ${id}`)
  return found
}

test.each([
  ['gather', true],
  [' gather ', true],
  ['`gather`', true],
  ['asyncio.gather', true],
  ['asyncio.gather(', true],
  ['gather()', true],
  ['Gather', false],
  ['asyncio.wait', false],
])('a gap filled with “%s”: right is %s', (answer, right) => {
  expect(grade(question('tasks-gap-gather'), answer).correct).toBe(right)
})

test('a gap left empty is no answer', () => {
  expect(() => grade(question('tasks-gap-gather'), '  ')).toThrow('Write what goes in the gap.')
})

test('a known wrong answer is told why, also with what stands around the gap', () => {
  const [why] = grade(question('tasks-gap-gather'), 'asyncio.wait(').why
  expect(why).toContain('gives two sets')
})

test.each([
  ['kind-cpu-clock-gap', 'process_time_ns'],
  ['cancel-gap-raise', 'raise asyncio.CancelledError'],
])('%s takes %j too', (id, answer) => {
  expect(grade(question(id), answer).correct).toBe(true)
})

test('where the parentheses are the mistake, they count', () => {
  expect(grade(question('to-thread-gap'), 'read_text').correct).toBe(true)
  expect(grade(question('to-thread-gap'), 'path.read_text').correct).toBe(true)
  const called = grade(question('to-thread-gap'), 'read_text()')
  expect(called.correct).toBe(false)
  expect(called.why[0]).toContain('the file is read immediately')
})

test('every gap takes each of its answers and none of its wrong ones', () => {
  for (const each of lessons.flatMap(({ questions }) => questions)) {
    if (each.kind !== 'gap') continue
    for (const answer of each.answers) expect(grade(each, answer).correct).toBe(true)
    for (const { text, why } of each.wrong) {
      expect(grade(each, text)).toMatchObject({ correct: false, why: [why, each.explanation] })
    }
  }
})

test('however options stand, an answer is right when it names all that are right and nothing else, and the reasons are those of what was chosen', () => {
  const withOptions = lessons
    .flatMap(({ questions }) => questions)
    .flatMap((each) => ('options' in each ? [each] : []))
  fc.assert(
    fc.property(
      fc.constantFrom(...withOptions),
      fc.string(),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      fc.nat({ max: 7 }),
      (asked, run, wishes, one) => {
        const shown = shownOptions(run, asked)
        if (!('options' in shown)) throw new Error('options lost')
        const { options, kind } = shown
        const only = options[one % options.length]
        const wished = options.filter((_, index) => wishes[index])
        const chosen = kind === 'several' && wished.length > 0 ? wished : only ? [only] : []
        const places = chosen.map((option) => options.indexOf(option) + 1)
        const { correct, why } = grade(shown, places.join(' '))
        const texts = (all: typeof options) => all.map(({ text }) => text).sort()
        const right = options.filter((option) => option.right)
        expect(correct).toBe(texts(chosen).join('\n') === texts(right).join('\n'))
        for (const option of chosen) if (!option.right) expect(why).toContain(option.why)
        expect(why.at(-1)).toBe(shown.explanation)
      },
    ),
    { numRuns: 500 },
  )
})
