/** Builds SVG that is escaped by construction: markup comes only from `element`, strings become text. */

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
  for (const character of clean) {
    used += columnsOf(character)
    if (used > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Columns a monospaced font needs: East Asian letters and emoji take two, marks none. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return columns
}

const MARK = /\p{M}/u
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u

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
