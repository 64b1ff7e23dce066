/** Points, ranks and weak spots of a group quiz, always computed from the stored answers so that nothing counts twice. */
import { type PersonId, personKey } from '../../../core/keys.ts'
import type { QuizAnswer } from '../../../store/quiz-answers.ts'
import { type GroupSettings, windowMs } from './state.ts'

/** Points for a right answer, and the maximum bonus for speed. */
export const POINTS = { right: 10, quick: 10 } as const

/** People with the same points share a rank. */
export type Scored = Readonly<{
  person: PersonId
  name: string
  rank: number
  points: number
  right: number
  answered: number
  /** Points gained by the last question. */
  gained: number
}>

/** Points for an answer: an immediate right answer gets twice the points of one at the last moment. */
export function pointsFor(correct: boolean, takenMs: number, settings: GroupSettings): number {
  if (!correct) return 0
  const left = 1 - takenMs / windowMs(settings)
  return POINTS.right + Math.round(POINTS.quick * Math.min(1, Math.max(0, left)))
}

/** Everyone's score, best first; ties are sorted by right answers. `marked`: indexes of the questions that count. */
export function scores(
  answers: readonly QuizAnswer[],
  marked: readonly number[],
  settings: GroupSettings,
): readonly Scored[] {
  const counts = new Set(marked)
  const last = marked.at(-1)
  const people = new Map<string, Omit<Scored, 'rank'>>()
  for (const { person, name, question, correct, takenMs } of answers) {
    if (!counts.has(question)) continue
    const points = pointsFor(correct, takenMs, settings)
    const before = people.get(personKey(person)) ?? { ...NOTHING, person, name }
    people.set(personKey(person), {
      ...before,
      points: before.points + points,
      right: before.right + Number(correct),
      answered: before.answered + 1,
      gained: question === last ? points : before.gained,
    })
  }
  const sorted = [...people.values()].sort((a, b) => b.points - a.points || b.right - a.right)
  let rank = 1
  return sorted.map((each, index) => {
    if (each.points !== sorted[index - 1]?.points) rank = index + 1
    return { ...each, rank }
  })
}

const NOTHING = { points: 0, right: 0, answered: 0, gained: 0 } as const

export type Spot = Readonly<{ lesson: number; right: number; answers: number }>

/** A lesson is weak below this share of right answers. */
const WEAK_BELOW = 0.7

/** The weakest lessons, worst first. `lessonAt` gives the lesson number of the question at an index. */
export function weakSpots(
  answers: readonly QuizAnswer[],
  marked: readonly number[],
  lessonAt: (place: number) => number | null,
): readonly Spot[] {
  const spots = new Map<number, Spot>()
  for (const { question, correct } of answers) {
    const lesson = marked.includes(question) ? lessonAt(question) : null
    if (lesson === null) continue
    const { right, answers } = spots.get(lesson) ?? { right: 0, answers: 0 }
    spots.set(lesson, { lesson, right: right + Number(correct), answers: answers + 1 })
  }
  const share = ({ right, answers }: Spot) => right / answers
  return [...spots.values()]
    .filter((spot) => share(spot) < WEAK_BELOW)
    .sort((a, b) => share(a) - share(b) || a.lesson - b.lesson)
}
