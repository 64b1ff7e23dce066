/** Simplifies rows that have more stretches than the picture has columns. */
import type { Stretch } from './row.ts'
import type { State } from './states.ts'

/**
 * Returns at most `columns` stretches, each with the state that took most of its time; returns the input if it has no
 * more than that. `wallMs` is the length of the run in ms.
 */
export function coarse(
  stretches: readonly Stretch[],
  wallMs: number,
  columns: number,
): readonly Stretch[] {
  if (stretches.length <= columns) return stretches
  const width = wallMs / columns
  const shares = Array.from({ length: columns }, () => new Map<State, number>())
  for (const { from, to, state } of stretches) {
    const last = Math.min(Math.floor(to / width), columns - 1)
    for (let column = Math.floor(from / width); column <= last; column += 1) {
      const inside = Math.min(to, (column + 1) * width) - Math.max(from, column * width)
      const share = shares[column]
      share?.set(state, (share.get(state) ?? 0) + inside)
    }
  }
  return merged(shares, width)
}

function merged(shares: readonly ReadonlyMap<State, number>[], width: number): readonly Stretch[] {
  const kept: Stretch[] = []
  shares.forEach((share, column) => {
    const [most] = [...share].sort((a, b) => b[1] - a[1])
    if (!most) return
    const [state] = most
    const [from, to] = [column * width, (column + 1) * width]
    const last = kept.at(-1)
    if (last?.state === state && last.to === from) kept[kept.length - 1] = { ...last, to }
    else kept.push({ from, to, state, line: 0, what: '' })
  })
  return kept
}
