/** The value below which `part` (0 to 1) of the others are. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** Prints the bars that were missed, and makes the process fail when there are any. */
export function judge(missed: readonly string[]): void {
  for (const bar of missed) console.log(`missed: ${bar}`)
  if (missed.length > 0) process.exitCode = 1
  else console.log('all bars held')
}
