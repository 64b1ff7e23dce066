/** Where the lanes of a timeline lie. All lengths are units of the picture. */
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
  /** Below the lanes, for the times. */
  axis: 22,
  ticks: 6,
  /** All rows of groups together; each gets its share, at most `thread`. */
  groups: 300,
  thread: 3,
  /** One step down, and all of them together. */
  stair: 9,
  stairs: 130,
  hairline: 1.5,
  /** Stretches of all rows together. */
  stretches: 20_000,
} as const

/** Distance of lanes and height of what is drawn in them, by how many lanes there are. `marks`: there is room for words over a wait. */
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
  /** Where the lanes end. */
  bottom: number
  pitch: (typeof PITCHES)[number]
  /** Height of one row of a group. */
  thread: number
  x: (ms: number) => number
  /** As many stretches as can be told apart, so that no program makes a picture of megabytes. */
  coarse: (stretches: readonly Stretch[]) => readonly Stretch[]
}>

/** `heading` stands over the lane; `stairs` are the waits that are drawn as a staircase. */
export type Placed = Readonly<{
  lane: PictureLane
  top: number
  height: number
  heading: string
  stairs: readonly Stretch[]
}>

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

export const isGroup = (lane: PictureLane) => lane.rows.length > 1

/** What stands before a lane: its name, and its line beside or below it. */
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

export function stairsHeight(stairs: readonly Stretch[]): number {
  return Math.min(Math.max(stairs.length - 1, 0) * SIZE.stair, SIZE.stairs)
}

/** Where one lane does nearly all the waiting, each of its waits is drawn a step lower. */
function stairLane(lanes: readonly PictureLane[]): PictureLane | undefined {
  const some = lanes.filter((lane) => lane.kind !== 'loop' && waitsOf(lane.rows).length > 0)
  const [only] = some
  if (!only || some.length > 1 || isGroup(only)) return undefined
  const { length } = waitsOf(only.rows)
  return length > 2 && length < SIZE.stairs / 2 ? only : undefined
}

export function thickness(state: State, height: number): number {
  return STATES[state].height * height || SIZE.hairline
}
