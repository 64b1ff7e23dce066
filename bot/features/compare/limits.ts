/** Limits of a comparison. */
export const COMPARE_LIMITS = {
  programs: 6,
  /** Runs per program, and the total time after which no new round starts. */
  rounds: 3,
  allMs: 8_000,
  /** Times count as equal if they differ by less than this share, or by less than `tieMs`. */
  tie: 0.1,
  tieMs: 10,
  /** Longest program name, in characters. */
  name: 24,
} as const
