/** The stored state of a solo quiz. It contains ids of questions and nothing about people. */
import { z } from 'zod'
import type { Catalogue, Question } from '../../../../lessons/lessons.ts'
import type { Random } from '../../../core/clock.ts'

const session = z.object({
  total: z.number(),
  /** Ids of the questions to choose from. */
  pool: z.array(z.string()),
  /** Ids of the questions asked so far; the last one is current until it is answered. */
  asked: z.array(z.string()),
  /** Whether each answered question was right. */
  right: z.array(z.boolean()),
  /** Level of the next question, 1 to 3: up after a right answer, down after a wrong one. */
  level: z.number(),
  /** When the current question was asked, epoch ms. */
  askedAt: z.number(),
})

export type Session = Readonly<z.infer<typeof session>>

/**
 * Parses the stored state of a solo quiz.
 *
 * @throws {z.ZodError} The stored state isn't valid.
 */
export function readSession(state: unknown): Session {
  return session.parse(state)
}

/** Starts a session of at most `total` questions from `pool`, with the first one asked at `at` (epoch ms). */
export function newSession(
  pool: readonly Question[],
  total: number,
  at: number,
  random: Random,
): Session {
  const start: Session = {
    total: Math.min(total, pool.length),
    pool: pool.map(({ id }) => id),
    asked: [],
    right: [],
    level: 1,
    askedAt: at,
  }
  return withNext(start, pool, at, random)
}

/** The session after an answer to the current question; asks the next one unless it is over. */
export function answered(
  before: Session,
  correct: boolean,
  pool: readonly Question[],
  at: number,
  random: Random,
): Session {
  const level = Math.min(3, Math.max(1, before.level + (correct ? 1 : -1)))
  const after = { ...before, right: [...before.right, correct], level }
  return isOver(after) ? after : withNext(after, pool, at, random)
}

/** Whether all questions of a session have been answered. */
export function isOver({ right, total }: Session): boolean {
  return right.length >= total
}

/** The questions of a session that are still in the lessons. */
export function questionsOf({ lessons }: Catalogue, ids: readonly string[]): readonly Question[] {
  const byId = new Map(lessons.flatMap(({ questions }) => questions).map((each) => [each.id, each]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Asks a random question of the closest level that wasn't asked yet. Ends the session if none is left. */
function withNext(before: Session, pool: readonly Question[], at: number, random: Random): Session {
  const left = pool.filter(({ id }) => !before.asked.includes(id))
  const distance = ({ level }: Question) => Math.abs(level - before.level)
  const nearest = Math.min(...left.map(distance))
  const fitting = left.filter((question) => distance(question) === nearest)
  const next = fitting[Math.floor(random() * fitting.length)]
  if (!next) return { ...before, total: before.right.length }
  return { ...before, asked: [...before.asked, next.id], askedAt: at }
}
