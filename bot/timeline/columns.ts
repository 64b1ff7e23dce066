/** A column chart of how much there was on each day. */
import { FRAME, LETTER, picture, write } from './picture.ts'
import { element, label, type Svg } from './svg.ts'
import { filled } from './theme.ts'

type Column = Readonly<{ label: string; value: number }>

/** Only the first and the last column are labeled. */
export type ColumnChart = Readonly<{ title: string; columns: readonly Column[] }>

const SIZE = {
  ...FRAME,
  title: 16,
  /** In picture units: a phone shows the picture at little more than half size. */
  label: 14,
  /** Height of the tallest column. */
  height: 110,
  /** Share of a column's slot that stays empty. */
  gap: 0.2,
  widest: 64,
  columns: 60,
  /** With at most this many columns, each shows its value; with more, only the tallest do. */
  valuesUpTo: 10,
} as const

/** Draws a column chart; `svg` and `alt` are as in `barChart`. */
export function columnChart({ title, columns }: ColumnChart): { svg: string; alt: string } {
  const shown = columns.slice(0, SIZE.columns)
  const most = Math.max(...shown.map(({ value }) => value), 1)
  const place = (SIZE.width - 2 * SIZE.margin) / Math.max(shown.length, 1)
  const top = SIZE.margin + SIZE.title + 26
  const base = top + SIZE.height
  const alt = inWords(title, shown)
  const svg = picture(base + SIZE.label + SIZE.margin + 4, alt, [
    write(label(title, 62), SIZE.margin, SIZE.margin + SIZE.title, {
      ink: 'text',
      size: SIZE.title,
    }),
    element('rect', {
      ...filled('rule'),
      x: SIZE.margin,
      y: base,
      width: SIZE.width - 2 * SIZE.margin,
      height: 1,
    }),
    ...shown.flatMap((column, index) => {
      const box = {
        left: SIZE.margin + index * place,
        place,
        base,
        height: (SIZE.height * column.value) / most,
      }
      return drawn(column, box, shown.length <= SIZE.valuesUpTo || column.value === most)
    }),
    ...ends(shown, base + SIZE.label + 5),
  ])
  return { svg, alt }
}

type Box = Readonly<{ left: number; place: number; base: number; height: number }>

function drawn(
  { value }: Column,
  { left, place, base, height }: Box,
  hasValue: boolean,
): readonly Svg[] {
  if (value === 0) return []
  const width = Math.min(place * (1 - SIZE.gap), SIZE.widest)
  const middle = left + place / 2
  const bar = { x: middle - width / 2, y: base - height, width, height, rx: Math.min(2, width / 4) }
  const text = value.toLocaleString('en')
  const half = (text.length * SIZE.label * LETTER) / 2
  const inside = Math.min(Math.max(middle, half), SIZE.width - half)
  const number = write(text, inside, base - height - 5, { anchor: 'middle', size: SIZE.label })
  return [element('rect', { ...filled('running'), ...bar }), ...(hasValue ? [number] : [])]
}

function ends(columns: readonly Column[], y: number): readonly Svg[] {
  const [first, last] = [columns[0], columns.at(-1)]
  if (!first || !last) return []
  return [
    write(label(first.label, 20), SIZE.margin, y, { size: SIZE.label }),
    ...(columns.length > 1
      ? [
          write(label(last.label, 20), SIZE.width - SIZE.margin, y, {
            anchor: 'end',
            size: SIZE.label,
          }),
        ]
      : []),
  ]
}

function inWords(title: string, columns: readonly Column[]): string {
  const told = columns
    .filter(({ value }) => value > 0)
    .map((each) => `${label(each.label, 20)} ${each.value.toLocaleString('en')}`)
  return `${label(title, 80)}: ${told.join('; ') || 'none'}.`
}
