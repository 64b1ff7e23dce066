/** Shared by all pictures: the frame, the font and text. Lengths are in picture units. */
import { element, type Svg, written } from './svg.ts'
import { filled, type Ink } from './theme.ts'

/** At most 560 wide, so the text stays readable when a phone shows the picture 380 pixels wide. */
export const FRAME = { width: 560, margin: 10, text: 13, small: 11 } as const

/** Width of a picture with little content: a phone shows it at full size, with text as large as any other. */
export const SMALL_WIDTH = 360

/** Width of a letter in the monospaced fonts, as a share of the font size. */
export const LETTER = 0.602
const FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"

/**
 * Wraps the drawing in an `<svg>` that scales to its container and is a single image to screen readers. `height` and
 * `width` are in picture units.
 */
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

/** Draws a line of text with its baseline at `x`, `y` in picture units. */
export function write(text: string, x: number, y: number, look: Look = {}): Svg {
  const { ink = 'muted', size = FRAME.small, anchor } = look
  const attributes = { ...filled(ink), x, y, 'font-size': size, 'text-anchor': anchor }
  return element('text', attributes, [text])
}
