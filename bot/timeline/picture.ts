/** What all pictures share: the frame, its font, and text. Lengths are units of the picture. */
import { element, type Svg, written } from './svg.ts'
import { filled, type Ink } from './theme.ts'

/** 560 wide and not more, so that the text can be read when a phone shows it 380 pixels wide. */
export const FRAME = { width: 560, margin: 10, text: 13, small: 11 } as const

/** Of a picture with little in it: a phone shows it whole, and its text as large as any. */
export const SMALL_WIDTH = 360

/** Width of a letter of the monospaced fonts asked for, as a share of its size. */
export const LETTER = 0.602
const FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"

/** Scales to the width it is given, and is one picture to a screen reader. */
export function picture(
  height: number,
  alt: string,
  children: readonly Svg[],
  width: number = FRAME.width,
): string {
  const root = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${Math.ceil(height)}`,
      class: width === FRAME.width ? 'overlap-picture' : 'overlap-picture small',
      role: 'img',
      'aria-label': alt,
    },
    [
      element('rect', { ...filled('paper'), width: '100%', height: '100%' }),
      element('g', { 'font-family': FONT }, children),
    ],
  )
  return written(root)
}

type Look = Readonly<{ ink?: Ink; size?: number; anchor?: 'middle' | 'end' }>

export function write(text: string, x: number, y: number, look: Look = {}): Svg {
  const { ink = 'muted', size = FRAME.small, anchor } = look
  const attributes = { ...filled(ink), x, y, 'font-size': size, 'text-anchor': anchor }
  return element('text', attributes, [text])
}
