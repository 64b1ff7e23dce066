/** How far a proof goes. */
export const PROOF_LIMITS = {
  /** Programs that are tried for one change. */
  programs: 3,
  /** A change of model has to save this share of the time, and as many ms. */
  savedShare: 0.1,
  savedMs: 50,
  /** A changed program that was no faster is run so many times more where it stood in line for a core for this share of its time. */
  again: 2,
  heldUpShare: 0.1,
  /** A changed program gets this much longer than the program took, so that a bad one does not run on, ms. */
  extraMs: 2_000,
  /** A longer program is not run a second time where its first run ended badly, ms. */
  againMs: 6_000,
} as const
