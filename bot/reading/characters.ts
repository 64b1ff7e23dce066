/**
 * Replaces the typographic characters that word processors and chats substitute for plain ones, outside strings and
 * comments.
 */

type Plain = Readonly<{ code: string; replaced: readonly string[] }>

/**
 * Replaces typographic characters in code with the ones Python reads. `replaced` names what was found, such as `curly
 * quotes`. The text inside a string is left alone, so a dash or curly quotes there are kept.
 */
export function plainCharacters(code: string): Plain {
  const replaced = new Set<string>()
  let plain = ''
  for (let at = 0; at < code.length; ) {
    const literal = literalAt(code, at)
    if (literal) {
      if (literal.curly) replaced.add(QUOTES)
      plain += literal.plain
      at = literal.end
      continue
    }
    const character = code.charAt(at)
    const known = CODE[character]
    if (known) replaced.add(known.name)
    plain += known?.plain ?? character
    at += 1
  }
  return { code: plain, replaced: [...replaced] }
}

const QUOTES = 'curly quotes'

const KINDS: readonly Readonly<{ name: string; plain: string; characters: string }>[] = [
  { name: 'long dashes', plain: '-', characters: '\u2010\u2011\u2012\u2013\u2014\u2015\u2212' },
  { name: '`…`', plain: '...', characters: '\u2026' },
  { name: '`→`', plain: '->', characters: '\u2192' },
  {
    name: 'special spaces',
    plain: ' ',
    characters:
      '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
  },
]

const CODE: Readonly<Record<string, Readonly<{ name: string; plain: string }>>> =
  Object.fromEntries(
    KINDS.flatMap(({ characters, ...kind }) => [...characters].map((each) => [each, kind])),
  )

const DOUBLE = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
const SINGLE = "'\u2018\u2019\u201a\u201b"

type Literal = Readonly<{ plain: string; end: number; curly: boolean }>

/** Reads the string or comment that starts here, with plain quotes around it; null if none starts here. */
function literalAt(code: string, start: number): Literal | null {
  const first = code.charAt(start)
  if (first === '#') return { ...upTo(code, start, lineEnd(code, start)), curly: false }
  const family = [DOUBLE, SINGLE].find((each) => each.includes(first))
  if (!family) return null
  return tripleAt(code, start, family) ?? stringAt(code, start, family)
}

function tripleAt(code: string, start: number, family: string): Literal | null {
  if (!isTriple(code, start, family)) return null
  let end = start + 3
  while (end < code.length && !isTriple(code, end, family)) end += code[end] === '\\' ? 2 : 1
  const quotes = family.charAt(0).repeat(3)
  const closed = end < code.length
  const curly = isCurly(code.slice(start, start + 3)) || isCurly(code.slice(end, end + 3))
  const plain = quotes + code.slice(start + 3, end) + (closed ? quotes : '')
  return { plain, end: Math.min(code.length, end + 3), curly }
}

function isTriple(code: string, at: number, family: string): boolean {
  return [0, 1, 2].every((next) => isOf(family, code.charAt(at + next)))
}

/**
 * Straight quotes close a string that straight quotes opened, and curly close curly. The other kind closes it only if
 * the line has no matching quote.
 */
function stringAt(code: string, start: number, family: string): Literal {
  const isPlain = code[start] === family[0]
  const straight = (each: string) => each === family[0]
  const curly = (each: string) => !straight(each) && isOf(family, each)
  const close =
    closingAt(code, start + 1, isPlain ? straight : curly) ??
    closingAt(code, start + 1, isPlain ? curly : straight)
  if (close === null) {
    const rest = upTo(code, start + 1, lineEnd(code, start))
    return { plain: family.charAt(0) + rest.plain, end: rest.end, curly: !isPlain }
  }
  const inner = code.slice(start + 1, close)
  const quote = inner.includes(family.charAt(0)) && !isPlain ? otherQuote(family) : family.charAt(0)
  return {
    plain: quote + inner + quote,
    end: close + 1,
    curly: !isPlain || code[close] !== family[0],
  }
}

/**
 * Finds the closing quote on the same line; a backslash before the line break continues the string on the next line.
 */
function closingAt(code: string, from: number, closes: (each: string) => boolean): number | null {
  for (let at = from; at < code.length; at += 1) {
    const character = code.charAt(at)
    if (character === '\\') at += 1
    else if (character === '\n') return null
    else if (closes(character)) return at
  }
  return null
}

function otherQuote(family: string): string {
  return family === DOUBLE ? "'" : '"'
}

function isOf(family: string, character: string): boolean {
  return character !== '' && family.includes(character)
}

function isCurly(quotes: string): boolean {
  return /[^'"]/.test(quotes)
}

function lineEnd(code: string, from: number): number {
  const end = code.indexOf('\n', from)
  return end < 0 ? code.length : end
}

function upTo(code: string, start: number, end: number): { plain: string; end: number } {
  return { plain: code.slice(start, end), end }
}
