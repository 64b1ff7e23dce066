/** Days as counts are kept by: UTC. */
export const DAY_MS = 24 * 60 * 60_000

/** `2026-11-26` */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
