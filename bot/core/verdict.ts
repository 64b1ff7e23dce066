/** What a program should use, as advice, events and statistics name it. */
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
