/** A bar chart of measured values, such as the times of a race or a learner's score. */
import { FRAME, LETTER, picture, SMALL_WIDTH, write } from './picture.ts'
import { columnsOf, element, label, type Svg } from './svg.ts'
import { filled } from './theme.ts'

type Bar = Readonly<{
  label: string
  /** In `unit`; null if there is no value, with the reason in `note`. */
  value: number | null
  note?: string
  winner?: boolean
}>

export type BarChart = Readonly<{
  title: string
  unit: string
  bars: readonly Bar[]
  /** The value of a full-width bar; defaults to the largest value. */
  whole?: number
  small?: boolean
}>

const SIZE = {
  ...FRAME,
  title: 14,
  bar: 18,
  /** Space below a bar: for its note, and before the next bar. */
  note: 15,
  gap: 12,
  labelColumns: 18,
  /** Bars beyond this number are left out. */
  bars: 20,
} as const

/**
 * Draws a bar chart. `svg` works on its own in the light theme and PICTURES_CSS adapts it to the reader's; `alt`
 * gives every value in words. The caller marks the winner, since lower isn't always better.
 */
export function barChart({ title, unit, bars, whole, small = false }: BarChart): {
  svg: string
  alt: string
} {
  const shown = bars.slice(0, SIZE.bars)
  const pictureWidth = small ? SMALL_WIDTH : SIZE.width
  const most = Math.max(...shown.map(amount), whole ?? Number.MIN_VALUE)
  const names = shown.map((bar) => columnsOf(label(bar.label, SIZE.labelColumns)))
  const left = SIZE.margin + (Math.max(4, ...names) + 1) * SIZE.text * LETTER
  const values = shown.map((bar) => columnsOf(valueText(bar, unit)))
  const right = pictureWidth - SIZE.margin - (Math.max(4, ...values) + 2) * SIZE.text * LETTER
  const top = SIZE.margin + SIZE.title + 12
  const alt = inWords(title, unit, shown)
  const tops = topsOf(shown, top)
  const heading = { ink: 'text', size: SIZE.title } as const
  const columns = Math.floor((pictureWidth - 2 * SIZE.margin) / (SIZE.title * LETTER))
  const drawn = [
    write(label(title, columns), SIZE.margin, SIZE.margin + SIZE.title, heading),
    ...shown.flatMap((bar, index) => {
      const width = (right - left) * (amount(bar) / most)
      return drawBar(bar, unit, { left, width, top: tops[index] ?? top })
    }),
  ]
  const svg = picture((tops.at(-1) ?? top) + SIZE.margin / 2, alt, drawn, pictureWidth)
  return { svg, alt }
}

/** The top of each bar, followed by the bottom of the last one. */
function topsOf(bars: readonly Bar[], top: number): readonly number[] {
  const tops = [top]
  for (const bar of bars) {
    const height = SIZE.bar + SIZE.gap + (noteOf(bar) ? SIZE.note : 0)
    tops.push((tops.at(-1) ?? top) + height)
  }
  return tops
}

function noteOf({ winner, note }: Bar): string {
  return [winner ? 'fastest' : '', note ?? ''].filter(Boolean).join(', ')
}

type Box = Readonly<{ left: number; width: number; top: number }>

function drawBar(bar: Bar, unit: string, { left, width, top }: Box): readonly Svg[] {
  const base = top + SIZE.bar - 4
  const name = label(bar.label, SIZE.labelColumns)
  const note = noteOf(bar)
  const end = bar.value === null ? left : left + Math.max(width, 1)
  return [
    write(name, SIZE.margin, base, { ink: 'text', size: SIZE.text }),
    ...(bar.value === null ? [] : [rectangle(bar, { left, width, top })]),
    ...(bar.winner ? [star(end + 10, top + SIZE.bar / 2)] : []),
    write(valueText(bar, unit), end + (bar.winner ? 20 : 7), base, {
      ink: 'text',
      size: SIZE.text,
    }),
    ...(note ? [write(label(note, 62), left, top + SIZE.bar + 12)] : []),
  ]
}

function rectangle({ winner }: Bar, { left, width, top }: Box): Svg {
  const ink = winner ? 'running' : 'bar'
  return element('rect', {
    ...filled(ink),
    x: left,
    y: top,
    width: Math.max(width, 1),
    height: SIZE.bar,
    rx: 2,
  })
}

/** The winner is marked by a shape as well as a colour. */
function star(x: number, y: number): Svg {
  const points = Array.from({ length: 10 }, (_, index) => {
    const angle = (index * Math.PI) / 5 - Math.PI / 2
    const radius = index % 2 === 0 ? 6.5 : 2.8
    return `${(x + radius * Math.cos(angle)).toFixed(1)} ${(y + radius * Math.sin(angle)).toFixed(1)}`
  })
  return element('path', { ...filled('running'), d: `M${points.join('L')}Z` })
}

function amount({ value }: Bar): number {
  return value !== null && Number.isFinite(value) ? Math.max(value, 0) : 0
}

function valueText(bar: Bar, unit: string): string {
  if (bar.value === null) return '–'
  const value = amount(bar)
  return `${Number(value.toPrecision(value >= 1 ? 3 : 2))} ${label(unit, 8)}`
}

function inWords(title: string, unit: string, bars: readonly Bar[]): string {
  const told = bars.map((bar) => {
    const note = label(noteOf(bar), 90)
    const value = bar.value === null ? 'no time' : valueText(bar, unit)
    return `${label(bar.label, 40)} ${value}${note ? ` (${note})` : ''}`
  })
  return `${label(title, 80)}: ${told.join('; ')}.`
}
