/** Makes text from programs and people safe to show: invisible characters are shown or removed. */

/** Terminal escape sequences: CSI (colours, cursor), OSC (titles, links) and the two-character ones. */
const ANSI =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/g

/** Characters that reorder or hide text: soft hyphens, bidi controls, zero-width ones, invisible operators, tags. */
const DECEIVING =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Prepares program output for a code block: removes colours, and makes every control character visible. */
export function visible(text: string): string {
  return text
    .replace(ANSI, '')
    .replace(/\r\n/g, '\n')
    .replace(CONTROL, (character) => picture(character.charCodeAt(0)))
    .replace(DECEIVING, (character) => `<U+${hex(character)}>`)
    .replace(/\p{Surrogate}/gu, '\ufffd')
}

/** As `visible`, but on one line of at most `length` characters, for names and sentences. */
export function oneLine(text: string, length = 200): string {
  const line = visible(text).replace(/\s+/g, ' ').trim()
  return line.length > length ? `${line.slice(0, length - 1).trimEnd()}…` : line
}

/** Unicode has a picture for each control character: ␀ for NUL, ␡ for DEL; the C1 ones have none. */
function picture(code: number): string {
  if (code === 0x7f) return '\u2421'
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd'
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
