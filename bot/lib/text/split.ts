/** Splits long text into pieces that fit a platform's limits. */

/** Splits text into pieces of at most `most` characters: after a line where possible, and never inside a character. */
export function pieces(text: string, most: number): readonly string[] {
  const all: string[] = []
  let rest = text
  while (rest.length > most) {
    const at = cutAt(rest, most)
    all.push(rest.slice(0, at))
    rest = rest.slice(at)
  }
  if (rest !== '') all.push(rest)
  return all
}

/** The last line break, or else the last space, in the second half; otherwise as much as fits. */
function cutAt(text: string, most: number): number {
  const line = text.lastIndexOf('\n', most - 1) + 1
  if (line > most / 2) return line
  const space = text.lastIndexOf(' ', most - 1) + 1
  if (space > most / 2) return space
  return isInsidePair(text, most) ? most - 1 : most
}

function isInsidePair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1)
  return before >= 0xd800 && before <= 0xdbff
}

/** The excerpt to show of a text that is available in full elsewhere. */
export type Excerpt = Readonly<{ head: string; tail: string; lines: number }>

/** The beginning and end of a text, in whole lines unless lines are long. */
export function excerpt(
  text: string,
  most: Readonly<{ headLines: number; tailLines: number; characters: number }>,
): Excerpt {
  const lines = text.split('\n')
  const headRoom = Math.floor(most.characters * 0.7)
  const head = pieces(lines.slice(0, most.headLines).join('\n'), headRoom)[0] ?? ''
  const last = lines.slice(Math.max(most.headLines, lines.length - most.tailLines)).join('\n')
  return {
    head,
    tail: last.slice(-(most.characters - headRoom)).replace(/^[\udc00-\udfff]/, ''),
    lines: lines.length,
  }
}
