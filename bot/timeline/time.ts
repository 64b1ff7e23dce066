/** Formats durations, and places the ticks of a time axis. */

/** Formats a duration in ms with only significant figures: `0.3 ms`, `35 ms`, `0.29 s`, `2 s`, `12.8 s`. */
export function duration(ms: number): string {
  if (ms < 0.95) return ms < 0.05 ? '0 ms' : `${ms.toFixed(1)} ms`
  if (ms < 99.5) return `${ms.toFixed(0)} ms`
  const seconds = ms / 1000
  return `${trimmed(seconds, seconds < 9.95 ? 2 : 1)} s`
}

/** Formats several durations in ms as one: `0.2 s`, or `0.2 to 0.38 s` if they differ by more than a tenth. */
export function durations(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0]
  if (high - low <= high / 10 + 1) return duration((low + high) / 2)
  const [from, to] = [duration(low), duration(high)]
  const unit = to.slice(to.indexOf(' '))
  return from.endsWith(unit) ? `${from.slice(0, -unit.length)} to ${to}` : `${from} to ${to}`
}

/** Returns tick positions in ms: multiples of 1, 2 or 5 times a power of ten up to `endMs`, at most `most` steps. */
export function ticks(endMs: number, most: number): readonly number[] {
  const end = Math.max(endMs, 0.001)
  const power = 10 ** Math.floor(Math.log10(end / most))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => end / one <= most)
  const used = step ?? end
  return Array.from({ length: Math.floor(end / used) + 1 }, (_, index) => index * used)
}

/** Formats a tick at `ms`; all ticks of an axis that ends at `endMs` use the same unit. */
export function tickText(ms: number, endMs: number): string {
  if (ms === 0) return '0'
  return endMs < 1000 ? `${trimmed(ms, 3)} ms` : `${trimmed(ms / 1000, 3)} s`
}

function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)))
}
