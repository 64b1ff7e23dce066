/** What a program should use; the names in advice, events and statistics. */
export const VERDICTS = [
  'async',
  'threads',
  'processes',
  'vectorise',
  'sequential',
  'keep',
  'fix-first',
] as const
export type Verdict = (typeof VERDICTS)[number]
