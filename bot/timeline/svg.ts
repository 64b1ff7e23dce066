/** Builds SVG that is escaped by construction: markup comes only from `element`, strings become text. */
import stringWidth from 'string-width'

const markup = Symbol('markup')

/** A finished element. Only `element` can create one, so no string can be mistaken for markup. */
export type Svg = Readonly<{ [markup]: string }>

type Attributes = Readonly<Record<string, string | number | undefined>>

/**
 * Builds an element. `name` and the attribute keys must be our own; attribute values and string children are escaped
 * and may be untrusted.
 */
export function element(
  name: string,
  attributes: Attributes,
  children: readonly (Svg | string)[] = [],
): Svg {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escaped(value)}"`,
    )
    .join('')
  const inner = children
    .map((child) => (typeof child === 'string' ? escaped(child) : child[markup]))
    .join('')
  return { [markup]: inner ? `<${name}${written}>${inner}</${name}>` : `<${name}${written}/>` }
}

/** Returns the markup of the root element. */
export const written = (root: Svg): string => root[markup]

/**
 * Formats a number with at most two decimals, a twentieth of a pixel at double size; anything that isn't a finite
 * number becomes 0.
 */
export function number(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100 || 0) : '0'
}

/**
 * Makes text safe to draw: one line; no control, bidi or invisible characters; no lone surrogates; at most one
 * combining mark per letter; at most `columns` columns wide.
 */
export function label(text: string, columns: number): string {
  const clean = printable(text)
  if (columnsOf(clean) <= columns) return clean
  let kept = ''
  let used = 0
  for (const { segment } of LETTERS.segment(clean)) {
    used += columnsOf(segment)
    if (used > columns - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** User-perceived characters: an emoji with a skin tone counts as one. */
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Returns how many columns text takes in a monospaced font: East Asian letters and emoji take two, combining marks
 * none.
 */
export const columnsOf = (text: string): number => stringWidth(text, { countAnsiEscapeCodes: true })

/** `\p{C}` covers controls, bidi and zero-width characters, lone surrogates and unassigned code points. */
function printable(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/(\p{M})\p{M}+/gu, '$1')
    .trim()
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: unknown): string {
  return String(text)
    .toWellFormed()
    .replace(/\p{C}/gu, ' ')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
