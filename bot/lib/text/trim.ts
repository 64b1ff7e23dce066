/** Trims given characters in linear time; `/[,;]+$/` would take quadratic time. */

/** Removes trailing characters that are in `characters`. */
export function trimEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** Removes leading and trailing characters that are in `characters`. */
export function trim(text: string, characters: string): string {
  const rest = trimEnd(text, characters)
  let start = 0
  while (start < rest.length && characters.includes(rest.charAt(start))) start += 1
  return rest.slice(start)
}
