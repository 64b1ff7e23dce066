/** Formats numbers with their units. */

/** Formats a duration: `0.4 ms`, `12 ms`, `1.25 s`, `75 s`. */
export function duration(ms: number): string {
  if (ms < 1) return `${round(ms, 1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  return `${ms < 10_000 ? round(ms / 1000, 2) : round(ms / 1000, 1)} s`
}

/** Formats a waiting time, rounded up: `3 s`, `12 minutes`, `2 hours`. */
export function waitingTime(ms: number): string {
  if (ms <= 90_000) return `${Math.ceil(ms / 1000)} s`
  const minutes = Math.ceil(ms / 60_000)
  return minutes <= 90 ? count(minutes, 'minute') : count(Math.ceil(minutes / 60), 'hour')
}

/** Formats a time from now: `in 3 days`, `in 5 hours`, `in 20 minutes`, `now`. */
export function away(ms: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const
  const [unit, unitMs] = units.find(([, each]) => ms >= each) ?? ['minute', 60_000]
  return ms <= 0 ? 'now' : `in ${count(Math.max(1, Math.round(ms / unitMs)), unit)}`
}

/** Formats bytes in powers of 1024, as memory limits are counted: `512 bytes`, `64 KiB`, `1.5 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return count(bytes, 'byte')
  if (bytes < 1024 ** 2) return `${round(bytes / 1024, 1)} KiB`
  return `${round(bytes / 1024 ** 2, 1)} MiB`
}

/** Formats a count with its noun: `1 run`, `3 runs`, `1,200 lines`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`
}

/** Joins items: `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`. */
export function list(names: readonly string[], most = 5): string {
  const rest = names.length - most
  const shown = rest > 0 ? [...names.slice(0, most), `${rest} more`] : names
  return AND.format(shown)
}

/** Joins alternatives: `a`, `a or b`, `a, b or c`. */
export const either = (names: readonly string[]): string => OR.format(names)

/** British English has no comma before the last item. */
const AND = new Intl.ListFormat('en-GB', { type: 'conjunction' })
const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' })

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
