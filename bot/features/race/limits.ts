/** How a race goes. */
export const RACE_LIMITS = {
  /** A loop that is done sooner cannot be timed well, and there is nothing to gain. */
  trifleMs: 20,
  /** Lanes whose program took no longer are timed twice. */
  againMs: 3_000,
  /** Times closer than this share count as equal. */
  tie: 0.1,
} as const
