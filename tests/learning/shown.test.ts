import { expect, test } from 'vitest'
import { shownOptions } from '../../bot/learning/shown.ts'
import { loadLessons } from '../../lessons/lessons.ts'

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

test('no option is lost, and what has an order of its own keeps it', () => {
  for (const question of questions) {
    const shown = textsOf(shownOptions('run', question))
    expect(shown.toSorted()).toEqual(textsOf(question).toSorted())
    if (question.kind === 'true-false') expect(shown).toEqual(['True', 'False'])
    if (question.kind === 'line') expect(shown).toEqual(textsOf(question))
  }
})
