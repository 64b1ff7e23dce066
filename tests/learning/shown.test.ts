import { expect, test } from 'vitest'
import { shownLines, shownOptions } from '../../bot/learning/shown.ts'
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
    expect(shown.toSorted()).toEqual(textsOf(question).toSorted())
    if (question.kind === 'true-false') expect(shown).toEqual(['True', 'False'])
    if (question.kind === 'line') expect(shown).toEqual(textsOf(question))
  }
})
