/** How wide a rewrite goes. */
export const MODEL_LIMITS = {
  /** Threads of a pool; more bring little and cost memory. */
  threads: 20,
  /** Coroutines under way at once. */
  coroutines: 100,
  /** Pieces that each core gets of the items, so that a slow piece does not hold up the rest. */
  chunksPerCore: 4,
} as const

export const RACE_LIMITS = {
  /** A loop that is done sooner cannot be timed well, and there is nothing to gain. */
  trifleMs: 20,
  /** Lanes whose program took no longer are timed twice. */
  againMs: 3_000,
  /** Times closer than this share count as equal. */
  tie: 0.1,
} as const
