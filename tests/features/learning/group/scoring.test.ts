import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  POINTS,
  pointsFor,
  scores,
  weakSpots,
} from '../../../../bot/features/quiz/group/scoring.ts'
import type { QuizAnswer } from '../../../../bot/store/quiz-answers.ts'

const settings = fc.record({
  seconds: fc.option(fc.integer({ min: 5, max: 300 }), { nil: null }),
  thread: fc.constant(null),
})
const takenMs = fc.double({ min: 0, max: 1e6, noNaN: true })

/** One answer a person and question, as the store has it. */
const answers: fc.Arbitrary<QuizAnswer[]> = fc.uniqueArray(
  fc.record({
    person: fc.nat(8).map((id) => ({ platform: 'p', workspace: 'w', id: `${id}` })),
    name: fc.string(),
    question: fc.nat(5),
    chosen: fc.constant([1]),
    correct: fc.boolean(),
    takenMs,
    at: fc.nat(),
  }),
  { selector: ({ person, question }) => `${person.id} ${question}`, maxLength: 40 },
)
const marked = fc.uniqueArray(fc.nat(5))

test('a wrong answer has nothing, a right one never less for being quicker, and never more than all', () => {
  fc.assert(
    fc.property(settings, takenMs, takenMs, (given, a, b) => {
      const [quick, slow] = [Math.min(a, b), Math.max(a, b)]
      expect(pointsFor(false, quick, given)).toBe(0)
      expect(pointsFor(true, quick, given)).toBeGreaterThanOrEqual(pointsFor(true, slow, given))
      expect(pointsFor(true, slow, given)).toBeGreaterThanOrEqual(POINTS.right)
      expect(pointsFor(true, 0, given)).toBe(POINTS.right + POINTS.quick)
      expect(Number.isInteger(pointsFor(true, a, given))).toBe(true)
    }),
  )
})

test('the sum of all points is that of all answers that count, in whatever order they come', () => {
  fc.assert(
    fc.property(answers, marked, settings, fc.nat(), (given, counting, set, turn) => {
      const board = scores(given, counting, set)
      const expected = given
        .filter(({ question }) => counting.includes(question))
        .reduce((sum, { correct, takenMs }) => sum + pointsFor(correct, takenMs, set), 0)
      expect(board.reduce((sum, { points }) => sum + points, 0)).toBe(expected)
      const cut = given.length === 0 ? 0 : turn % given.length
      const turned = [...given.slice(cut), ...given.slice(0, cut)]
      const plain = (list: typeof board) =>
        new Map(list.map(({ person, points, rank, right }) => [person.id, { points, rank, right }]))
      expect(plain(scores(turned, counting, set))).toEqual(plain(board))
    }),
  )
})

test('a rank is one more than the number of those with more points', () => {
  fc.assert(
    fc.property(answers, marked, settings, (given, counting, set) => {
      const board = scores(given, counting, set)
      for (const { rank, points } of board) {
        expect(rank).toBe(1 + board.filter((other) => other.points > points).length)
      }
    }),
  )
})

test('one more right answer never makes a rank worse', () => {
  fc.assert(
    fc.property(answers, settings, (given, set) => {
      const mine = given.find(({ correct }) => !correct)
      if (!mine) return
      const all = [0, 1, 2, 3, 4, 5]
      const rank = (list: readonly QuizAnswer[]) =>
        scores(list, all, set).find(({ person }) => person.id === mine.person.id)?.rank ?? 0
      const better = given.map((each) => (each === mine ? { ...each, correct: true } : each))
      expect(rank(better)).toBeLessThanOrEqual(rank(given))
    }),
  )
})

test('weak is what less than 70 of 100 know, the weakest first', () => {
  const given = (question: number, right: number, wrong: number): QuizAnswer[] =>
    Array.from({ length: right + wrong }, (_, n) => ({
      person: { platform: 'p', workspace: 'w', id: `${n}` },
      name: '',
      question,
      chosen: [1],
      correct: n < right,
      takenMs: 0,
      at: 0,
    }))
  const all = [...given(0, 7, 3), ...given(1, 2, 2), ...given(2, 1, 3), ...given(3, 0, 9)]
  expect(weakSpots(all, [0, 1, 2], (place) => place + 10)).toEqual([
    { lesson: 12, right: 1, answers: 4 },
    { lesson: 11, right: 2, answers: 4 },
  ])
})
