/** What is taken of Markdown that somebody else wrote. */

export const UNTRUSTED = {
  characters: 8000,
  codeBlocks: 6,
  codeCharacters: 4000,
  inlineCodeCharacters: 200,
  /** Of lists in lists; deeper ones are not indented further. */
  depth: 3,
} as const
