/** Limits of a race. */
export const RACE_LIMITS = {
  /** A loop faster than this can't be timed well, and there is nothing to gain. */
  trifleMs: 20,
  /** A lane is timed twice if its program took no longer than this. */
  againMs: 3_000,
  /** Times count as equal if they differ by less than this share. */
  tie: 0.1,
} as const
