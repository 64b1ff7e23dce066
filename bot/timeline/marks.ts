/** Text inside the lanes of a timeline: what a bar is, where there is room to say so. */
import { type Layout, type Placed, SIZE, thickness } from './layout.ts'
import { LETTER, write } from './picture.ts'
import type { Row, Stretch } from './row.ts'
import { STATES } from './states.ts'
import { columnsOf, label, type Svg } from './svg.ts'

/** The vertical position of a stretch's lower edge. */
export type Floor = (stretch: Stretch) => number
/** How many marks may still be written; each adds half a millisecond to rendering the PNG. */
export type Room = { marks: number }

/**
 * Labels each kind of wait and each block once per lane with what it is and where; a staircase gets one label for all
 * its steps.
 */
export function drawMarks(
  row: Row,
  placed: Placed,
  floor: Floor,
  layout: Layout,
  room: Room,
): readonly Svg[] {
  const said = new Set<string>()
  const marks = row.stretches.flatMap((stretch) => {
    const key = `${stretch.state} ${stretch.line}`
    if (said.has(key) || room.marks <= 0 || placed.stairs.includes(stretch)) return []
    const mark = markOf(stretch, floor(stretch), layout)
    if (mark.length === 0) return []
    said.add(key)
    room.marks -= mark.length
    return mark
  })
  return [...stairMark(placed, floor, layout), ...marks]
}

function markOf(stretch: Stretch, floor: number, layout: Layout): readonly Svg[] {
  if (!stretch.line) return []
  if (stretch.state === 'blocked') return blockMark(stretch, floor, layout)
  const { height, marks } = layout.pitch
  const low = STATES[stretch.state].height
  if (!marks || low === 0 || low > 0.6) return []
  const text = fitting([inWords(stretch), `line ${stretch.line}`], stretch, layout)
  const x = layout.x(stretch.from) + INSET
  return text ? [write(text, x, floor - thickness(stretch.state, height) - 3)] : []
}

const INSET = 4

/** On one line, or the call above the line number if the block is narrow but tall enough. */
function blockMark(stretch: Stretch, floor: number, layout: Layout): readonly Svg[] {
  const { height, marks } = layout.pitch
  if (height < SIZE.small + 2) return []
  const x = layout.x(stretch.from) + INSET
  const ink = { ink: 'onBlocked' } as const
  const line = `line ${stretch.line}`
  const whole = fitting([inWords(stretch)], stretch, layout)
  const call = marks && stretch.what && fitting([label(stretch.what, 24)], stretch, layout)
  if (!whole && call) return [write(call, x, floor - 14, ink), write(line, x, floor - 3, ink)]
  const text = whole ?? fitting([line], stretch, layout)
  return text ? [write(text, x, floor - height / 2 + 4, ink)] : []
}

/** The first of `texts` that fits into the width of a stretch. */
function fitting(
  texts: readonly string[],
  { from, to }: Stretch,
  { x }: Layout,
): string | undefined {
  const columns = (x(to) - x(from) - 2 * INSET) / (SIZE.small * LETTER)
  return texts.find((text) => columnsOf(text) <= columns)
}

/** Labels the most frequent kind of step in the free space below the first steps of a staircase. */
function stairMark({ stairs }: Placed, floor: Floor, layout: Layout): readonly Svg[] {
  const kinds = [...Map.groupBy(stairs, ({ state, line }) => `${state} ${line}`).values()]
  const [most] = kinds.sort((a, b) => b.length - a.length)
  const [first, last] = [stairs[0], stairs.at(-1)]
  if (!first || !last || !most?.[0]) return []
  const words = most[0].line ? inWords(most[0]) : STATES[most[0].state].legend
  const text = `${words} ×${most.length}`
  const x = layout.x(first.from) + INSET
  const end = x + (columnsOf(text) + 1) * SIZE.small * LETTER
  // The text is as high as two steps.
  return end < layout.x(stairs.at(-3)?.from ?? 0) ? [write(text, x, floor(last))] : []
}

function inWords({ what, line }: Stretch): string {
  return what ? `${label(what, 24)}, line ${line}` : `line ${line}`
}
