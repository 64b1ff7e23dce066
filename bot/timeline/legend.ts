/** The legend of a timeline: only what occurs in the picture, drawn the same way. */
import { ENDINGS, endStroke, stroke } from './lane.ts'
import { type Layout, SIZE } from './layout.ts'
import { LETTER, write } from './picture.ts'
import { STATE_NAMES, STATES } from './states.ts'
import { number, type Svg } from './svg.ts'

const LEGEND = { row: 18, swatch: 18, gap: 6, between: 14, lane: 12 } as const

/**
 * Stretches narrower than this (picture units) are too small to need a legend entry; short steps are widened and
 * always count.
 */
const SEEN = 2.5

/** Draws the legend and the notes below `top`, and returns where they end, in picture units. */
export function drawLegend(
  layout: Layout,
  notes: readonly string[],
  top: number,
): { drawn: readonly Svg[]; bottom: number } {
  const drawn: Svg[] = []
  let [x, y]: [number, number] = [SIZE.margin, top + LEGEND.row]
  for (const { text, sample } of entries(layout)) {
    const width = LEGEND.swatch + LEGEND.gap + text.length * SIZE.small * LETTER
    if (x > SIZE.margin && x + width > SIZE.width) [x, y] = [SIZE.margin, y + LEGEND.row]
    drawn.push(sample(x, y), write(text, x + LEGEND.swatch + LEGEND.gap, y))
    x += width + LEGEND.between
  }
  for (const note of notes) {
    y += LEGEND.row
    drawn.push(write(note, SIZE.margin, y))
  }
  return { drawn, bottom: y }
}

type Entry = Readonly<{ text: string; sample: (x: number, y: number) => Svg }>

function entries({ lanes, x: scale }: Layout): readonly Entry[] {
  const rows = lanes.flatMap(({ lane }) => lane.rows)
  const seen = new Set(
    rows
      .flatMap((row) => row.stretches)
      .filter((one) => one.state === 'running' || scale(one.to) - scale(one.from) > SEEN)
      .map((one) => one.state),
  )
  const single = lanes.flatMap(({ lane }) => (lane.rows.length === 1 ? lane.rows : []))
  const endings = new Set(single.flatMap((row) => (row.ending === 'ended' ? [] : [row.ending])))
  return [
    ...STATE_NAMES.filter((state) => seen.has(state)).map((state) => ({
      text: STATES[state].legend,
      sample: (x: number, y: number) => {
        const middle = y - Math.max(1, (STATES[state].height * LEGEND.lane) / 2)
        return stroke(state, LEGEND.lane, `M${number(x)} ${number(middle)}h${LEGEND.swatch}`)
      },
    })),
    ...[...endings].map((ending) => ({
      text: ENDINGS[ending].legend,
      sample: (x: number, y: number) => endStroke(ending, x + LEGEND.swatch / 2, y - 4),
    })),
  ]
}
