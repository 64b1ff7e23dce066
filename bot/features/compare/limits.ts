/** How programs are compared. */
export const COMPARE_LIMITS = {
  programs: 6,
  /** Runs of each program, and the time of all of them together after which no further round begins. */
  rounds: 3,
  allMs: 8_000,
  /** Times closer than this share count as equal, and so do those that differ by less than a sample. */
  tie: 0.1,
  tieMs: 10,
  /** Characters of a program's name. */
  name: 24,
} as const
