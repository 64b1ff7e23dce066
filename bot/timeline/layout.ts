/** The layout of a timeline's lanes. All lengths are in picture units. */
import { coarse } from './coarse.ts'
import { lanesOf, type PictureLane } from './groups.ts'
import { FRAME, LETTER } from './picture.ts'
import { type Row, type Stretch, waitsOf } from './row.ts'
import { STATES, type State } from './states.ts'
import { columnsOf } from './svg.ts'

export const SIZE = {
  ...FRAME,
  nameColumns: 18,
  heading: 17,
  /** Space for the times below the lanes. */
  axis: 22,
  ticks: 6,
  /** Total height for the rows of all groups; each row gets an equal share, at most `thread`. */
  groups: 300,
  thread: 3,
  /** One step of a staircase, and all of them together. */
  stair: 9,
  stairs: 130,
  hairline: 1.5,
  /** Limit for the stretches of all rows together. */
  stretches: 20_000,
} as const

/** Lane spacing and bar height by the number of lanes. `marks`: there is room for text above a wait. */
const PITCHES = [
  { upTo: 8, pitch: 32, height: 24, text: SIZE.text, marks: true },
  { upTo: 14, pitch: 24, height: 17, text: SIZE.text, marks: false },
  { upTo: 24, pitch: 18, height: 13, text: SIZE.text, marks: false },
  { upTo: Number.POSITIVE_INFINITY, pitch: 14, height: 10, text: SIZE.small, marks: false },
] as const

export type Layout = Readonly<{
  lanes: readonly Placed[]
  left: number
  right: number
  /** The bottom of the last lane. */
  bottom: number
  pitch: (typeof PITCHES)[number]
  /** Height of one row of a group. */
  thread: number
  x: (ms: number) => number
  /** Reduces stretches to as many as can be told apart, so that no program produces megabytes of SVG. */
  coarse: (stretches: readonly Stretch[]) => readonly Stretch[]
}>

/** `heading` is shown above the lane; `stairs` are the waits drawn as a staircase. */
export type Placed = Readonly<{
  lane: PictureLane
  top: number
  height: number
  heading: string
  stairs: readonly Stretch[]
}>

/** Places the rows in lanes and maps times in ms to horizontal positions; `wallMs` is the length of the run in ms. */
export function layoutOf(rows: readonly Row[], wallMs: number): Layout {
  const lanes = lanesOf(rows)
  const pitch = PITCHES.find((one) => lanes.length <= one.upTo) ?? PITCHES[3]
  const left = SIZE.margin + 6 + Math.max(60, ...lanes.map((lane) => nameWidth(lane, pitch)))
  const right = SIZE.width - SIZE.margin - 6
  const grouped = lanes.reduce((sum, lane) => sum + (isGroup(lane) ? lane.rows.length : 0), 0)
  const thread = Math.min(SIZE.thread, SIZE.groups / Math.max(grouped, 1))
  const columns = Math.round(Math.min(right - left, SIZE.stretches / rows.length))
  const placed = place(lanes, pitch, thread)
  const last = placed.at(-1)
  return {
    lanes: placed,
    left,
    right,
    bottom: last ? last.top + last.height + 4 : SIZE.margin,
    pitch,
    thread,
    x: (ms) => left + ((right - left) * ms) / wallMs,
    coarse: (stretches) => coarse(stretches, wallMs, columns),
  }
}

/** Tells whether a lane holds several rows. */
export const isGroup = (lane: PictureLane) => lane.rows.length > 1

/** The label to the left of a lane: its name, and its line number next to or below it. */
export function nameOf(lane: PictureLane): { name: string; line: string } {
  return {
    name: isGroup(lane) ? `${lane.name} ×${lane.rows.length}` : lane.name,
    line: lane.line ? `line ${lane.line}` : '',
  }
}

function nameWidth(lane: PictureLane, pitch: Layout['pitch']): number {
  const { name, line } = nameOf(lane)
  const columns = Math.min(columnsOf(name), SIZE.nameColumns)
  const width = columns * pitch.text * LETTER
  const lineWidth = line.length * SIZE.small * LETTER
  if (pitch.marks || isGroup(lane)) return Math.max(width, lineWidth)
  const most = SIZE.nameColumns * pitch.text * LETTER
  return line ? Math.max(width, Math.min(width + lineWidth + SIZE.small * LETTER, most)) : width
}

const HEADINGS: Readonly<Record<Row['kind'], string>> = {
  loop: '',
  task: 'tasks',
  thread: 'threads',
  process: 'processes',
}

function place(
  lanes: readonly PictureLane[],
  pitch: Layout['pitch'],
  thread: number,
): readonly Placed[] {
  const kinds = new Set(lanes.map((lane) => lane.kind))
  const climbing = stairLane(lanes)
  let y: number = SIZE.margin
  return lanes.map((lane, index) => {
    const begins = kinds.size > 1 && lane.kind !== lanes[index - 1]?.kind
    const heading = begins ? HEADINGS[lane.kind] : ''
    const stairs = lane === climbing ? waitsOf(lane.rows) : []
    const threads = isGroup(lane) ? lane.rows.length * thread + 6 : 0
    const top = y + (heading ? SIZE.heading : 0)
    const height = Math.max(threads, pitch.pitch + stairsHeight(stairs))
    y = top + height
    return { lane, top, height, heading, stairs }
  })
}

/** Height that a staircase adds to its lane, in picture units. */
export function stairsHeight(stairs: readonly Stretch[]): number {
  return Math.min(Math.max(stairs.length - 1, 0) * SIZE.stair, SIZE.stairs)
}

/** If a single lane does all the telling waits, each of them is drawn one step lower. */
function stairLane(lanes: readonly PictureLane[]): PictureLane | undefined {
  const some = lanes.filter((lane) => lane.kind !== 'loop' && waitsOf(lane.rows).length > 0)
  const [only] = some
  if (!only || some.length > 1 || isGroup(only)) return undefined
  const { length } = waitsOf(only.rows)
  return length > 2 && length < SIZE.stairs / 2 ? only : undefined
}

/** Thickness of a state's bar in picture units, for bars of the given height. */
export function thickness(state: State, height: number): number {
  return STATES[state].height * height || SIZE.hairline
}
