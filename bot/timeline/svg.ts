/** Builds SVG that is escaped by construction: markup comes only from `element`, strings become text. */
import stringWidth from 'string-width'

const markup = Symbol('markup')

/** A finished element. Only `element` can make one, so no string can pass for markup. */
export type Svg = Readonly<{ [markup]: string }>

type Attributes = Readonly<Record<string, string | number | undefined>>

/** `name` and the keys of `attributes` are our own words; values and string children may be anyone's. */
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

/** The finished text, of the root element. */
export const written = (root: Svg): string => root[markup]

/** Two decimals are a twentieth of a pixel at twice the size; what is no number is drawn at 0. */
export function number(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100 || 0) : '0'
}

/**
 * Text fit to be drawn: one line, no control, bidi or invisible character, no lone surrogate,
 * at most one combining mark a letter, at most `columns` columns wide.
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

/** As people see them: an emoji with its colour of skin is one. */
const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Columns a monospaced font needs: East Asian letters and emoji take two, marks none. */
export const columnsOf = (text: string): number => stringWidth(text, { countAnsiEscapeCodes: true })

/** `\p{C}` holds controls, bidi and zero-width characters, lone surrogates and what is no character at all. */
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
