/** Splits a line of arguments into words and back, quoted as in a shell. Nothing is expanded. */

/**
 * Splits a line into words. Quotes group, a backslash escapes the next character, and an unclosed quote extends to the
 * end.
 */
export function shellWords(line: string): readonly string[] {
  const words: string[] = []
  let word: string | null = null
  for (const [piece, single, double, escaped, space] of line.matchAll(PIECE)) {
    if (space !== undefined) {
      if (word !== null) words.push(word)
      word = null
      continue
    }
    const text: string = single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? piece
    word = (word ?? '') + text
  }
  return word === null ? words : [...words, word]
}

const PIECE = /'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.)|(\s+)|[^\s'"\\]+|\\/gs

/** Quotes words into a line that `shellWords` splits into the same words. */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}
