import { expect, test } from 'vitest'
import { imbalances, missing } from '../../bot/cli/lessons/balance.ts'
import { loadLessons, type Question } from '../../lessons/lessons.ts'
import { lessonFolder, SOUND } from './folder.ts'

const { lessons } = await loadLessons()
const [lesson] = lessons
if (!lesson) throw new Error('no lesson')

type Options = readonly (readonly [text: string, right: boolean])[]

/** What is said of twelve questions of this kind, the option texts of each made from its place. */
function saidOf(kind: Question['kind'], optionsOf: (place: number) => Options): readonly string[] {
  const questions = Array.from({ length: 12 }, (_, place) => ({
    ...lesson?.questions[1],
    id: `q${place}`,
    kind,
    options: optionsOf(place).map(([text, right]) => ({ text, right, why: 'It is.' })),
  })) as unknown as readonly Question[]
  return imbalances({ lessons: [{ ...lesson, questions } as typeof lesson & object] }).map(
    ({ message }) => message,
  )
}

test('the right option may be the longest as often as by chance, and not more often', () => {
  const right = (at: number) =>
    [
      ['a long one', at % 2 === 0],
      ['short', at % 2 === 1],
    ] as const
  expect(saidOf('single', right)).toEqual([])
  expect(saidOf('single', () => right(0))).toEqual([
    'single: the longest option is right 12.0 times, by chance 6.0',
  ])
})

test('the line asked for is another one each time', () => {
  const line = (wanted: number, numbers: readonly number[]) =>
    numbers.map((number) => [`${number}`, number === wanted] as const)
  const varied = (at: number) => line((at % 6) + 1, [1, 2, 3, 4, 5, 6])
  expect(saidOf('line', varied)).toEqual([])
  expect(saidOf('line', () => line(7, [3, 7]))).toEqual([
    'line: line 7 is right 12 of 12 times',
    'line: option 2 is right 12 of 12 times',
  ])
})

test('no verdict is always or never right', () => {
  const verdicts = (wanted: string) =>
    ['keep', 'async'].map((text) => [text, text === wanted] as const)
  expect(saidOf('model', (at) => verdicts(at % 2 ? 'keep' : 'async'))).toEqual([])
  expect(saidOf('model', () => verdicts('keep'))).toEqual([
    'model: keep is right 12 of 12 times',
    'model: async is right 0 of 12 times',
  ])
})

test('of the statements to judge, about half are true', () => {
  const statement = (isTrue: boolean) =>
    [
      ['True', isTrue],
      ['False', !isTrue],
    ] as const
  expect(saidOf('true-false', (at) => statement(at % 2 === 0))).toEqual([])
  expect(saidOf('true-false', () => statement(false))).toEqual(['true-false: 0 % are true'])
})

test('a lesson has a challenge and a question of level 3', () => {
  expect(missing(lesson)).toEqual([])
  const easy = SOUND['questions.yaml']?.replaceAll('level: 3', 'level: 2') ?? ''
  return loadLessons(lessonFolder({ 'questions.yaml': easy })).then(({ lessons: [found] }) => {
    if (!found) throw new Error('no lesson')
    expect(missing({ ...found, exercise: null })).toEqual([
      'has no question of level 3',
      'has no challenge',
    ])
  })
})
