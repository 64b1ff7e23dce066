/** Numbers from 0 to 1 that look random and are the same for the same seed, so that no test depends on luck. */
export function luckByHand(seed = 7): () => number {
  let last = seed
  return () => {
    last = (last * 48_271) % 2_147_483_647
    return last / 2_147_483_647
  }
}
