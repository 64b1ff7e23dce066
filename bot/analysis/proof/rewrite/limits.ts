/** How wide a rewrite goes. */
export const MODEL_LIMITS = {
  /** Threads of a pool; more bring little and cost memory. */
  threads: 20,
  /** Coroutines under way at once. */
  coroutines: 100,
  /** Pieces that each core gets of the items, so that a slow piece does not hold up the rest. */
  chunksPerCore: 4,
} as const
