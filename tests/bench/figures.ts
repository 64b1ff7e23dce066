/** What was measured, as rows of a table, and the bars that it has to keep. */

/** A row as it is printed. */
export type Row = Readonly<{
  what: string
  median: string
  p95: string
  beside: string
  ratio: string
  bar: string
  isMissed: boolean
}>

type Bar = Pick<Row, 'bar' | 'isMissed'>

export const NO_BAR: Bar = { bar: '', isMissed: false }

/** The bar `what ≤ most unit`. What could not be measured (NaN) misses it. */
export function atMost(value: number, most: number, unit: string, what = ''): Bar {
  return { bar: `${what}≤ ${most} ${unit}`, isMissed: !(value <= most) }
}

/** The bar `≥ least unit`. What could not be measured (NaN) misses it. */
export function atLeast(value: number, least: number, unit: string): Bar {
  return { bar: `≥ ${least} ${unit}`, isMissed: !(value >= least) }
}

/** All of them: one that is missed is enough to miss it. */
export function allOf(...bars: readonly Bar[]): Bar {
  return {
    bar: bars.map(({ bar }) => bar).join(', '),
    isMissed: bars.some(({ isMissed }) => isMissed),
  }
}

/** Times in ms, as median and p95. */
export function timesRow(
  what: string,
  times: readonly number[],
  bar: Bar = NO_BAR,
  more: Partial<Row> = {},
): Row {
  const shown = (part: number) => `${quantile(times, part).toFixed(1)} ms`
  return { what, median: shown(0.5), p95: shown(0.95), beside: '', ratio: '', ...bar, ...more }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value below which `part` (0 to 1) of the others are. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

/** Prints the rows, names those that missed their bar, and makes the process fail when there are any. */
export function present(rows: readonly Row[]): void {
  console.table(rows.map(({ isMissed: _, ...row }) => row))
  judge(
    rows
      .filter(({ isMissed }) => isMissed)
      .map((row) => {
        const got = [row.median, row.p95, row.beside, row.ratio].filter((each) => each !== '')
        return `${row.what}: ${got.join(', ')}; bar ${row.bar}`
      }),
  )
}

/** Prints the bars that were missed, and makes the process fail when there are any. */
export function judge(missed: readonly string[]): void {
  for (const bar of missed) console.log(`missed: ${bar}`)
  if (missed.length > 0) process.exitCode = 1
  else console.log('all bars held')
}
