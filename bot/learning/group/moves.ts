/** How a group's quiz gets from one state to the next. Each gives null where the move is not possible. */
import { type GroupState } from './state.ts'

/** The next question; the end, when there is none. */
export function toNext(state: GroupState, now: number): GroupState {
  const at = state.phase === 'starting' ? 0 : state.at + 1
  if (at >= state.questions.length) return toEnd(state, null, now)
  return { ...state, phase: 'asking', at, since: now, pausedAt: null, posted: null }
}

export function toEnd(state: GroupState, ended: GroupState['ended'], now: number): GroupState {
  return { ...state, phase: 'ending', since: now, pausedAt: null, ended }
}

/** The answer is told, and the answers count. */
export function toShown(state: GroupState, now: number): GroupState {
  return { ...state, phase: 'shown', since: now, marked: [...state.marked, state.at] }
}

/** Its message is there: only now does its time begin. */
export function seen(
  state: GroupState,
  at: number,
  posted: NonNullable<GroupState['posted']>,
  now: number,
): GroupState | null {
  if (state.phase !== 'asking' || state.at !== at || state.posted) return null
  return { ...state, posted, since: now, pausedAt: state.pausedAt === null ? null : now }
}

export function paused(state: GroupState, now: number): GroupState | null {
  const { phase, pausedAt } = state
  if (pausedAt !== null || phase === 'starting' || phase === 'ending') return null
  return { ...state, pausedAt: now }
}

/** A pause takes nothing from anybody's time. */
export function resumed(state: GroupState, now: number): GroupState | null {
  const { pausedAt, since } = state
  return pausedAt === null ? null : { ...state, pausedAt: null, since: since + now - pausedAt }
}
