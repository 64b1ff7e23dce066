/** UTC days, by which counts are kept. */
export const DAY_MS = 24 * 60 * 60_000

/** Formats the UTC day of `at` (epoch ms), such as `2026-11-26`. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
