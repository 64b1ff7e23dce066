import { expect, test } from 'vitest'
import { shownLines, shownOptions } from '../../../bot/features/quiz/shown.ts'
import { loadLessons } from '../../../lessons/lessons.ts'
import { lessonFolder, SOUND } from '../../lessons/folder.ts'

const { lessons } = await loadLessons()
const questions = lessons.flatMap((lesson) => lesson.questions)
const textsOf = (question: (typeof questions)[number]) =>
  'options' in question ? question.options.map(({ text }) => text) : []

test('options are shuffled, the same way each time in one run and otherwise in another', () => {
  const question = questions.find(({ kind }) => kind === 'single') ?? questions[0]
  if (!question) throw new Error('no question')
  const orders = Array.from({ length: 50 }, (_, run) => textsOf(shownOptions(`${run}`, question)))
  expect(orders[0]).toEqual(textsOf(shownOptions('0', question)))
  expect(new Set(orders.map((each) => each[0])).size).toBe(textsOf(question).length)
})

test('lines to be put in order are never in order before', () => {
  for (const question of questions) {
    if (question.kind !== 'order') continue
    for (let run = 0; run < 50; run++) {
      const shown = shownLines(`${run}`, question)
      expect(shown).not.toEqual(question.lines)
      expect(shown.toSorted()).toEqual(question.lines.toSorted())
    }
  }
})

test('no option is lost, and what has an order of its own keeps it', () => {
  for (const question of questions) {
    const shown = textsOf(shownOptions('run', question))
    const variants = question.variants.map((each) => textsOf({ ...question, ...each }).toSorted())
    expect(variants).toContainEqual(shown.toSorted())
    if (question.kind === 'true-false') expect(shown).toEqual(['True', 'False'])
    if (question.kind === 'line') expect(shown).toEqual(textsOf(question))
  }
})

test('a question with variants is the same one in one run, and others come in other runs', async () => {
  const varying = SOUND['questions.yaml']
    ?.replace('level: 1', 'level: 1\n  vary: [{ n: 2, more: 3 }, { n: 7, more: 8 }]')
    .replace('print(2)', 'print($n)')
    .replace('"2"', '"$n"')
    .replace('"3"', '"$more"')
  const folder = lessonFolder({ 'questions.yaml': varying ?? '' })
  const [question] = (await loadLessons(folder)).lessons[0]?.questions ?? []
  if (!question) throw new Error('no question')
  expect(question).toMatchObject({ code: 'print(2)' })
  const shown = Array.from({ length: 50 }, (_, run) => shownOptions(`review ${run}`, question))
  expect(shown[0]).toEqual(shownOptions('review 0', question))
  const seen = shown.map((each) =>
    'code' in each ? `${each.code} ${textsOf(each).toSorted()}` : '',
  )
  expect(new Set(seen)).toEqual(new Set(['print(2) 2,3', 'print(7) 7,8']))
})
