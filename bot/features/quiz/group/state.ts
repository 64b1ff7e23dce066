/** The stored state of a group quiz, and when it continues by itself. It contains nothing about people. */
import { z } from 'zod'
import { type Posted, postedSchema } from '../../../core/platform.ts'
import type { Quiz, QuizStep } from '../../../store/quizzes.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

export const GROUP = {
  /** Time between the announcement and the first question. */
  leadMs: 5 * SECOND_MS,
  /** Time to read an explanation, if questions are timed. */
  readMs: 12 * SECOND_MS,
  /** Time after which the quiz ends if the host doesn't move on. */
  idleMs: 10 * MINUTE_MS,
  pausedMs: 30 * MINUTE_MS,
  /** The quiz ends after this many questions in a row without an answer. */
  unanswered: 3,
  /** How often a counted answer may be changed. */
  changes: 1,
  /** Minimum time between two edits that show how many have answered. */
  countEveryMs: 3 * SECOND_MS,
  /** After this time, another process takes over an unfinished step. */
  takeOverMs: 5 * SECOND_MS,
  lookEveryMs: 5 * SECOND_MS,
  retryMs: 5 * SECOND_MS,
  /** Number of names in a top list. */
  top: 10,
  questions: { least: 1, most: 20 },
  seconds: { least: 5, most: 300 },
} as const

/** `seconds` per question; null if the host moves on. */
const groupSettings = z.object({ seconds: z.number().nullable(), thread: z.string().nullable() })

const groupState = z.object({
  /** Ids of the questions, in order. */
  questions: z.array(z.string()),
  /** `asking`: the current question takes answers; `shown`: its answer is shown; `ending`: the closing message is due. */
  phase: z.enum(['starting', 'asking', 'shown', 'ending']),
  /** Index of the current question. */
  at: z.number(),
  /**
   * Start of the phase, epoch ms; in `asking`, when the question became visible. Pauses are added, so that they
   * don't count.
   */
  since: z.number(),
  pausedAt: z.number().nullable(),
  /** The posted message of the current question. */
  posted: postedSchema.nullable(),
  /** Indexes of the questions that count: those whose answer was shown. */
  marked: z.array(z.number()),
  /** The thread of the quiz, if it has its own. */
  thread: z.string().nullable().default(null),
  /** Why it ended before its last question. */
  ended: z.enum(['stopped', 'idle']).nullable(),
})

export type GroupSettings = Readonly<z.infer<typeof groupSettings>>
export type GroupState = Readonly<Omit<z.infer<typeof groupState>, 'posted'>> &
  Readonly<{ posted: Posted | null }>

/** A group quiz from the store, parsed. */
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

/**
 * The state as the store takes it. The question is open only while it is being asked, and has a deadline only once
 * it is posted.
 */
export function stepOf(state: GroupState, settings: GroupSettings): QuizStep {
  const isOpen = state.phase === 'asking' && state.pausedAt === null
  return {
    status: 'running',
    question: isOpen ? state.at : null,
    deadline: isOpen && state.posted ? deadline(state, settings) : null,
    state,
  }
}

/** When the quiz continues by itself, epoch ms; null while the question's message hasn't been posted. */
export function dueAt(state: GroupState, settings: GroupSettings): number | null {
  const { phase, since, pausedAt, posted } = state
  if (phase === 'ending') return since
  if (phase === 'asking' && !posted) return null
  if (pausedAt !== null) return pausedAt + GROUP.pausedMs
  if (phase === 'starting') return since + GROUP.leadMs
  if (settings.seconds === null) return since + GROUP.idleMs
  // An answer in the last millisecond still counts.
  return phase === 'asking' ? since + windowMs(settings) + 1 : since + GROUP.readMs
}

/** The time over which the speed bonus falls to zero, ms: the question's time, or 30 s if it has none. */
export function windowMs({ seconds }: GroupSettings): number {
  return (seconds ?? 30) * SECOND_MS
}

function deadline(state: GroupState, settings: GroupSettings): number | null {
  return settings.seconds === null ? null : state.since + windowMs(settings)
}
