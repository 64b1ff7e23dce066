/** Takes given characters off the ends of a text, which `/[,;]+$/` does in quadratic time. */

/** Without those of `characters` that stand at the end. */
export function trimEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** Without those of `characters` that stand at the beginning or at the end. */
export function trim(text: string, characters: string): string {
  const rest = trimEnd(text, characters)
  let start = 0
  while (start < rest.length && characters.includes(rest.charAt(start))) start += 1
  return rest.slice(start)
}
