/** Groups rows when there are more than fit: rows with the same name and line share a lane, as one thin line each. */
import type { Row } from './row.ts'

/** A lane of the picture: one row, or a group of similar rows. */
export type PictureLane = Readonly<{
  name: string
  line: number
  kind: Row['kind']
  rows: readonly Row[]
}>

const MAX_LANES = 40

/**
 * Arranges rows in at most MAX_LANES lanes: the largest families are grouped first, and whatever still doesn't fit
 * shares the last lane.
 */
export function lanesOf(rows: readonly Row[]): readonly PictureLane[] {
  if (rows.length <= MAX_LANES) return rows.map((row) => lane([row]))
  const families = [
    ...Map.groupBy(rows, (row) => `${row.kind} ${row.line} ${familyName(row)}`).values(),
  ]
  const grouped = new Set<readonly Row[]>()
  let count = rows.length
  for (const family of [...families].sort((a, b) => b.length - a.length)) {
    if (count <= MAX_LANES || family.length < 2) break
    grouped.add(family)
    count -= family.length - 1
  }
  const lanes = families.flatMap((family) =>
    grouped.has(family) ? [lane(family)] : family.map((row) => lane([row])),
  )
  if (lanes.length <= MAX_LANES) return lanes
  // Even with one lane per family there may be too many, so the last lane takes the rest.
  const rest = lanes.slice(MAX_LANES - 1).flatMap((one) => one.rows)
  return [...lanes.slice(0, MAX_LANES - 1), { ...lane(rest), name: 'others', line: 0 }]
}

function lane(rows: readonly Row[]): PictureLane {
  const first = rows[0]
  return {
    name: first ? (rows.length > 1 ? familyName(first) : first.name) : '',
    line: first?.line ?? 0,
    kind: first?.kind ?? 'task',
    rows,
  }
}

/** `worker-3` and `process 12` belong to the families `worker` and `process`. */
function familyName(row: Row): string {
  return row.name.replace(/[-_ #]?(?<!\d)\d+$/, '') || row.name
}
