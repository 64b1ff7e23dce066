/** Limits for Markdown that we didn't write. */

export const UNTRUSTED = {
  characters: 8000,
  codeBlocks: 6,
  codeCharacters: 4000,
  inlineCodeCharacters: 200,
  /** Nesting depth of lists; deeper ones are not indented further. */
  depth: 3,
} as const
