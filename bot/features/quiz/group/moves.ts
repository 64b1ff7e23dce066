/** How a group's quiz gets from one state to the next. */
import type { GroupState } from './state.ts'

/** What the host or an admin may do. */
export const CONTROLS = ['show', 'next', 'pause', 'go-on', 'skip', 'stop'] as const
export type Control = (typeof CONTROLS)[number]

/** Null where it makes no sense: somebody else was quicker, or time was. */
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
    // A pause takes nothing from anybody's time.
    case 'go-on':
      return pausedAt === null ? null : { ...state, pausedAt: null, since: since + now - pausedAt }
  }
}

/** The next question; the end, when there is none. */
export function toNext(state: GroupState, now: number): GroupState {
  const at = state.phase === 'starting' ? 0 : state.at + 1
  if (at >= state.questions.length) return toEnd(state, null, now)
  return { ...state, phase: 'asking', at, since: now, pausedAt: null, posted: null }
}

/** The answer is told, and the answers count. */
export function toShown(state: GroupState, now: number): GroupState {
  const marked = [...state.marked, state.at]
  return { ...state, phase: 'shown', since: now, pausedAt: null, marked }
}

/** Ends the quiz; `ended` says why it stopped early, null after its last question. */
export function toEnd(state: GroupState, ended: GroupState['ended'], now: number): GroupState {
  return { ...state, phase: 'ending', since: now, pausedAt: null, ended }
}

/** The question at `at` can be seen: only now does its time begin. Null when it is not the present one any more. */
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
