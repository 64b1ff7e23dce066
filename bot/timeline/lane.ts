/**
 * Draws one lane of a timeline: its name, and bars aligned at the bottom. Working bars are tall, waiting bars are
 * low.
 */
import {
  isGroup,
  type Layout,
  nameOf,
  type Placed,
  SIZE,
  stairsHeight,
  thickness,
} from './layout.ts'
import { drawMarks, type Floor, type Room } from './marks.ts'
import { LETTER, write } from './picture.ts'
import type { Row, Stretch } from './row.ts'
import { STATES, type State } from './states.ts'
import { columnsOf, element, label, number, type Svg } from './svg.ts'
import { stroked } from './theme.ts'
import { duration } from './time.ts'

/** Limits on the size of a picture: once they are used up, stretches are merged into one path per state. */
export const DETAILS = { stretchesOfLane: 40, stretches: 400, marks: 24 } as const
/** What is left of the limits, and the learner's code by line number. */
export type Pen = Room & { stretches: number; readonly source: (line: number) => string }

/** Minimum width of a bar, and of a short step between waits, in picture units: narrower ones would be invisible. */
const LEAST = { bar: 0.4, step: 1.2 } as const

/** Draws one lane with its heading, name and rows, and deducts what it drew from the limits in `pen`. */
export function drawLane(placed: Placed, layout: Layout, pen: Pen): readonly Svg[] {
  const { lane, top, heading } = placed
  const [row] = lane.rows
  const body = isGroup(lane)
    ? drawGroup(placed, layout)
    : row
      ? drawRow(row, placed, layout, pen)
      : []
  const { name, line } = nameOf(lane)
  const title = label([name, line].filter(Boolean).join(', '), 80)
  return [
    ...(heading ? [write(heading, SIZE.margin, top - 4)] : []),
    element('g', {}, [element('title', {}, [title]), ...drawName(placed, layout), ...body]),
  ]
}

function drawName({ lane, top, height }: Placed, { pitch, left }: Layout): readonly Svg[] {
  const letter = pitch.text * LETTER
  const room = left - SIZE.margin - 6
  const { name: whole, line } = nameOf(lane)
  const name = label(whole, Math.floor(room / letter + 0.01))
  const look = { ink: 'text', size: pitch.text } as const
  const middle = top + (isGroup(lane) ? height : pitch.pitch) / 2
  const below = pitch.marks || (isGroup(lane) && height >= 28)
  if (line && below) {
    return [write(name, SIZE.margin, middle, look), write(line, SIZE.margin, middle + 13)]
  }
  const used = columnsOf(name) * letter + SIZE.small * LETTER
  const fits = line && used + line.length * SIZE.small * LETTER <= room + 0.5
  return [
    write(name, SIZE.margin, middle + 4.5, look),
    ...(fits ? [write(line, SIZE.margin + used, middle + 4.5)] : []),
  ]
}

function drawRow(row: Row, placed: Placed, layout: Layout, pen: Pen): readonly Svg[] {
  const { height, pitch } = layout.pitch
  const floor = floors(row, placed, placed.top + (pitch + height) / 2)
  const detailed = row.stretches.length <= Math.min(DETAILS.stretchesOfLane, pen.stretches)
  if (!detailed) {
    const shown = placed.stairs.length ? row.stretches : layout.coarse(row.stretches)
    const paths = paintTogether(shown, (one) => bar(one, floor(one), layout, false))
    return [...paths.map(([state, d]) => stroke(state, height, d)), ...endMark(row, floor, layout)]
  }
  pen.stretches -= row.stretches.length
  const bars = row.stretches.map((one) => {
    const title = element('title', {}, [stretchTitle(row, one, pen)])
    return stroke(one.state, height, bar(one, floor(one), layout, true), [title])
  })
  return [...bars, ...drawMarks(row, placed, floor, layout, pen), ...endMark(row, floor, layout)]
}

/** Each wait in a staircase is drawn one step lower. */
function floors(row: Row, { stairs }: Placed, first: number): Floor {
  if (stairs.length === 0) return () => first
  const step = stairsHeight(stairs) / Math.max(stairs.length - 1, 1)
  const climbed = new Map<Stretch, number>()
  let at = -1
  for (const stretch of row.stretches) {
    if (stairs.includes(stretch)) at += 1
    climbed.set(stretch, first + Math.max(at, 0) * step)
  }
  return (stretch) => climbed.get(stretch) ?? first
}

/** `exact`: short steps are widened to be visible, and a gap marks where one wait ends and the next begins. */
function bar(stretch: Stretch, floor: number, layout: Layout, exact: boolean): string {
  const { state } = stretch
  const [from, end] = [layout.x(stretch.from), layout.x(stretch.to)]
  const least = exact && state === 'running' ? LEAST.step : 0
  const notch = exact && state !== 'running' && state !== 'ready' && end - from > 5 ? 1 : 0
  return line(
    from,
    Math.max(end - notch, from + least),
    floor - thickness(state, layout.pitch.height) / 2,
    layout,
  )
}

function line(from: number, to: number, y: number, { right }: Layout): string {
  const end = Math.min(Math.max(to, from + LEAST.bar), right)
  return `M${number(Math.min(from, end - LEAST.bar))} ${number(y)}H${number(end)}`
}

/**
 * Draws a path in the colour, thickness and dashes of a state; `height` is the height of the lane's bars in picture
 * units.
 */
export function stroke(state: State, height: number, d: string, inner: readonly Svg[] = []): Svg {
  return element(
    'path',
    {
      ...stroked(state),
      'stroke-width': thickness(state, height),
      'stroke-dasharray': STATES[state].dashes,
      d,
    },
    inner,
  )
}

function paintTogether(
  stretches: readonly Stretch[],
  path: (stretch: Stretch) => string,
): readonly (readonly [State, string])[] {
  const byState = Map.groupBy(stretches, (one) => one.state)
  return [...byState].map(([state, some]) => [state, some.map(path).join('')] as const)
}

/**
 * The marks at the end of a row: a cross for an error, a crossed-out circle for a cancelled task, an arrow for one
 * that was still running.
 */
export const ENDINGS = {
  error: { d: 'm-4-4 8 8m0-8-8 8', legend: 'ended with an error' },
  cancelled: { d: 'm-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0m1 3 6-6', legend: 'cancelled' },
  unfinished: { d: 'm-1-5 5 5-5 5', legend: 'had not ended' },
} as const

/** Draws the mark for how a row ended at `x`, `y` in picture units. */
export function endStroke(ending: keyof typeof ENDINGS, x: number, y: number): Svg {
  return element('path', {
    ...stroked('text'),
    'stroke-width': 1.5,
    d: `M${number(x)} ${number(y)}${ENDINGS[ending].d}`,
  })
}

function endMark({ ending, stretches }: Row, floor: Floor, layout: Layout): readonly Svg[] {
  const last = stretches.at(-1)
  if (ending === 'ended' || !last) return []
  const x = Math.min(layout.x(last.to) + 7, layout.right + 5)
  return [endStroke(ending, x, floor(last) - layout.pitch.height / 4)]
}

/** Each row of a group is one thin line, so staircases and overlaps stay visible. */
function drawGroup({ lane, top }: Placed, layout: Layout): readonly Svg[] {
  const { thread } = layout
  const threads = lane.rows.flatMap((row, index) =>
    layout
      .coarse(row.stretches)
      .map((stretch) => ({ ...stretch, y: top + 3 + (index + 0.5) * thread })),
  )
  const byState = Map.groupBy(threads, (one) => one.state)
  return [...byState].map(([state, some]) => {
    const width = thread * THREADS[looksLike(state)]
    const d = some.map(({ from, to, y }) => line(layout.x(from), layout.x(to), y, layout)).join('')
    return element('path', { ...stroked(state), 'stroke-width': width, d })
  })
}

/** How much of its line a row in a group fills, so that rows that only wait don't dominate the rows that work. */
const THREADS = { doing: 0.85, queueing: 0.35, idle: 0.15 } as const

function looksLike(state: State): keyof typeof THREADS {
  if (STATES[state].height === 0) return 'idle'
  return state === 'lock' || state === 'ready' ? 'queueing' : 'doing'
}

function stretchTitle(row: Row, { state, what, line: at, from, to }: Stretch, pen: Pen): string {
  const { legend } = STATES[state]
  const call = what && what !== legend ? ` (${label(what, 30)})` : ''
  const time = `${duration(to - from)} from ${duration(from)} on`
  const where = at ? `, line ${at}: ${label(pen.source(at), 60)}` : ''
  return `${label(row.name, 40)}: ${legend}${call}, ${time}${where}`
}
