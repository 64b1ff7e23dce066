/** The state transitions of a group quiz. */
import type { GroupState } from './state.ts'

/** What the host and admins may do. */
export const CONTROLS = ['show', 'next', 'pause', 'go-on', 'skip', 'stop'] as const
export type Control = (typeof CONTROLS)[number]

/** The state after an action; null if the action no longer applies, because someone else or the timer was faster. */
export function controlled(state: GroupState, act: Control, now: number): GroupState | null {
  const { phase, pausedAt, since } = state
  const isGoing = phase === 'asking' || phase === 'shown'
  switch (act) {
    case 'show':
      return phase === 'asking' ? toShown(state, now) : null
    case 'next':
      return phase === 'shown' ? toNext(state, now) : null
    case 'skip':
      return phase === 'asking' ? toNext(state, now) : null
    case 'stop':
      return phase === 'ending' ? null : toEnd(state, 'stopped', now)
    case 'pause':
      return isGoing && pausedAt === null ? { ...state, pausedAt: now } : null
    // A pause doesn't count towards the time to answer.
    case 'go-on':
      return pausedAt === null ? null : { ...state, pausedAt: null, since: since + now - pausedAt }
  }
}

/** Moves to the next question, or to the end if there is none. */
export function toNext(state: GroupState, now: number): GroupState {
  const at = state.phase === 'starting' ? 0 : state.at + 1
  if (at >= state.questions.length) return toEnd(state, null, now)
  return { ...state, phase: 'asking', at, since: now, pausedAt: null, posted: null }
}

/** Shows the answer; the answers given count from now on. */
export function toShown(state: GroupState, now: number): GroupState {
  const marked = [...state.marked, state.at]
  return { ...state, phase: 'shown', since: now, pausedAt: null, marked }
}

/** Ends the quiz; `ended` says why it stopped early, null after its last question. */
export function toEnd(state: GroupState, ended: GroupState['ended'], now: number): GroupState {
  return { ...state, phase: 'ending', since: now, pausedAt: null, ended }
}

/** Starts the question's time once it has been posted. Null if the question at `at` is no longer the current one. */
export function toSeen(
  state: GroupState,
  at: number,
  posted: NonNullable<GroupState['posted']>,
  now: number,
): GroupState | null {
  if (state.phase !== 'asking' || state.at !== at || state.posted) return null
  const thread = posted.spot.thread ?? null
  return { ...state, posted, thread, since: now, pausedAt: state.pausedAt === null ? null : now }
}
