/** A group's quiz as it is kept in the store, and when it goes on by itself. It knows nothing about people. */
import { z } from 'zod'
import { type Posted, postedSchema } from '../../../core/platform.ts'
import type { Quiz, QuizStep } from '../../../store/quizzes.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

export const GROUP = {
  /** Between the announcement and the first question. */
  leadMs: 5 * SECOND_MS,
  /** To read an explanation, where questions have a time. */
  readMs: 12 * SECOND_MS,
  /** Where the host moves on and does not. */
  idleMs: 10 * MINUTE_MS,
  pausedMs: 30 * MINUTE_MS,
  /** So many questions in a row without an answer, and it ends. */
  unanswered: 3,
  /** How often a counted answer may be changed. */
  changes: 1,
  /** A message that says how many have answered is edited so seldom. */
  countEveryMs: 3 * SECOND_MS,
  /** What another process did not do in this time it will not do. */
  takeOverMs: 5 * SECOND_MS,
  lookEveryMs: 5 * SECOND_MS,
  retryMs: 5 * SECOND_MS,
  /** Names in a list of the best. */
  top: 10,
  questions: { least: 1, most: 20 },
  seconds: { least: 5, most: 300 },
} as const

/** `seconds` of each question; null where the host moves on. */
const groupSettings = z.object({ seconds: z.number().nullable(), thread: z.string().nullable() })

const groupState = z.object({
  /** Ids of the questions. */
  questions: z.array(z.string()),
  /** `asking`: the present one takes answers; `shown`: its answer was told; `ending`: the last word is due. */
  phase: z.enum(['starting', 'asking', 'shown', 'ending']),
  /** Place of the present question. */
  at: z.number(),
  /** Epoch ms; in `asking` of the moment when people could see the question. Time in a pause does not count. */
  since: z.number(),
  pausedAt: z.number().nullable(),
  /** The message of the present question. */
  posted: postedSchema.nullable(),
  /** Places of the questions that count: those whose answer was told. */
  marked: z.array(z.number()),
  /** Of its own, where it has one. */
  thread: z.string().nullable().default(null),
  /** Why it ended before its last question. */
  ended: z.enum(['stopped', 'idle']).nullable(),
})

export type GroupSettings = Readonly<z.infer<typeof groupSettings>>
export type GroupState = Readonly<Omit<z.infer<typeof groupState>, 'posted'>> &
  Readonly<{ posted: Posted | null }>

/** A quiz out of the store, read. */
export type GroupQuiz = Omit<Quiz, 'state' | 'settings'> &
  Readonly<{ state: GroupState; settings: GroupSettings }>

/**
 * Parses the state and settings of a stored group quiz.
 *
 * @throws {z.ZodError} The stored state isn't valid.
 */
export function readGroup(quiz: Quiz): GroupQuiz {
  const state = groupState.parse(quiz.state) as GroupState
  return { ...quiz, state, settings: groupSettings.parse(quiz.settings) }
}

/** The state of a group quiz before its first question. `now`: epoch ms. */
export function newState(questions: readonly string[], now: number): GroupState {
  return {
    questions: [...questions],
    phase: 'starting',
    at: 0,
    since: now,
    pausedAt: null,
    posted: null,
    thread: null,
    marked: [],
    ended: null,
  }
}

/** As the store takes it: the question is open, and until when, only while it is asked and seen. */
export function stepOf(state: GroupState, settings: GroupSettings): QuizStep {
  const isOpen = state.phase === 'asking' && state.pausedAt === null
  return {
    status: 'running',
    question: isOpen ? state.at : null,
    deadline: isOpen && state.posted ? deadline(state, settings) : null,
    state,
  }
}

/** When it goes on by itself, epoch ms; null while its message has still to be posted. */
export function dueAt(state: GroupState, settings: GroupSettings): number | null {
  const { phase, since, pausedAt, posted } = state
  if (phase === 'ending') return since
  if (phase === 'asking' && !posted) return null
  if (pausedAt !== null) return pausedAt + GROUP.pausedMs
  if (phase === 'starting') return since + GROUP.leadMs
  if (settings.seconds === null) return since + GROUP.idleMs
  // The last ms of a question is its own.
  return phase === 'asking' ? since + windowMs(settings) + 1 : since + GROUP.readMs
}

/** The time in which an answer is quick: that of a question, or a usual one where there is none. */
export function windowMs({ seconds }: GroupSettings): number {
  return (seconds ?? 30) * SECOND_MS
}

function deadline(state: GroupState, settings: GroupSettings): number | null {
  return settings.seconds === null ? null : state.since + windowMs(settings)
}
