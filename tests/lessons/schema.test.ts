import { expect, test } from 'vitest'
import { InvalidLessonsError, loadLessons } from '../../lessons/lessons.ts'
import { lessonFolder, SOUND } from './folder.ts'

test('a folder is a lesson', async () => {
  const { lessons } = await loadLessons(lessonFolder())
  expect(lessons).toHaveLength(1)
  expect(lessons[0]).toMatchObject({
    number: 1,
    slug: 'first',
    explanation: 'Some words.',
    misconception: 'None.',
    examples: [{ title: 'Two', look: 'the output.', code: 'print("two")\n' }],
    exercise: { title: 'Twice', lesson: 1, measured: [] },
  })
  expect(lessons[0]?.questions[1]).toMatchObject({
    id: 'b',
    lesson: 1,
    place: { file: '01-first/questions.yaml', line: 10 },
  })
})

/** File, what is replaced, by what, the line and words of the complaint. */
test.each([
  ['lesson.md', '---\n', '', 1, 'front matter'],
  ['lesson.md', 'number: 1', 'number: 2', 1, 'not that of the folder'],
  ['lesson.md', 'part: A', 'part: F', 4, 'part'],
  ['lesson.md', 'aim: To be checked.', 'aims: To be checked.', 2, 'aim'],
  ['lesson.md', 'challenge: true', 'challenge: false', 1, 'challenge must be true'],
  ['lesson.md', 'https:', 'http:', 7, 'docs'],
  ['lesson.md', 'docs:', 'after: second\ndocs:', 1, 'no earlier lesson is called second'],
  ['lesson.md', 'Some words.', 'word '.repeat(251), 10, '251 of 250 words'],
  ['lesson.md', 'Look at: the output.', 'See.', 12, 'Look at'],
  ['lesson.md', '[0, 2000]', '[0, 20000]', 20, 'wallMs'],
  ['lesson.md', 'verdict: sequential', 'verdict: perhaps', 21, 'verdict'],
  ['lesson.md', '## Misconception', '## Mistake', 24, 'no section is called Mistake'],
  ['questions.yaml', 'kind: prints', 'kind: guess', 2, 'kind'],
  ['questions.yaml', 'level: 1', 'level: 4', 3, 'level'],
  ['questions.yaml', 'right: true', 'right: false', 6, 'exactly one'],
  ['questions.yaml', ', why: It does not.', '', 8, 'why'],
  ['questions.yaml', 'code: print(2)', 'cod: print(2)', 1, 'code'],
  ['questions.yaml', 'id: prints-two', 'id: Prints two', 1, 'kebab-case'],
  ['questions.yaml', 'id: prints-two', 'id: b', 10, 'id b is taken'],
  ['questions.yaml', 'kind: prints', 'kind: a: b', 2, 'Nested mappings'],
  ['questions.yaml', 'level: 1', 'level: 1\n  vary: [{ n: 2 }, { n: 3 }]', 1, 'the same'],
  ['questions.yaml', 'level: 1', 'level: 1\n  vary: [{ n: 2 }, { m: 3 }]', 1, 'the same names'],
  [
    'questions.yaml',
    'level: 1\n  question: What does this print?\n  code: print(2)\n  options:\n    - { text: "2"',
    'level: 1\n  vary: [{ n: 2 }, { n: 3 }]\n  question: What does this print?\n  code: print($n)\n  options:\n    - { text: "$n"',
    1,
    'vary: options: must differ',
  ],
  ['challenge.yaml', 'hints: [Add., Add it to itself.]', 'hints: []', 10, 'hints'],
  ['challenge.yaml', 'test: assert', 'tests: assert', 7, 'test'],
  ['tips.yaml', 'text: Two.', `text: ${'two '.repeat(100)}`, 2, '280'],
  ['tips.yaml', 'id: three', 'id: one', 3, 'id one is taken'],
])('in %s, %j as %j is a problem of line %i', async (file, from, to, line, words) => {
  const folder = lessonFolder({ [file]: SOUND[file]?.replace(from, to) ?? '' })
  const error = await loadLessons(folder).catch((error: unknown) => error)
  if (!(error instanceof InvalidLessonsError))
    throw new Error('nothing was found', { cause: error })
  const places = error.problems.map(({ place, message }) => ({ ...place, message }))
  expect(places).toContainEqual({
    file: `01-first/${file}`,
    line,
    message: expect.stringContaining(words),
  })
})

test('lessons are read part by part, and each directly after the one that it names', async () => {
  const { lessons } = await loadLessons()
  const parts = lessons.map(({ part }) => part)
  expect(parts).toEqual(parts.toSorted())
  for (const [at, { after }] of lessons.entries()) {
    if (after !== undefined) expect(lessons[at - 1]?.slug).toBe(after)
  }
})
