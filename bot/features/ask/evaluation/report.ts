/** The figures of an evaluation as a table, with the changes since the last one. */
import { z } from 'zod'
import { duration } from '../../../lib/text/quantities.ts'
import { FIGURES, isBelow, type Measured, percentile, share } from './measure.ts'

export const summarySchema = z.object({
  cases: z.int(),
  /** Shares by name; null if nothing was measured. */
  figures: z.record(z.string(), z.number().nullable()),
  /** Share of cases with all marks met, by kind. For cases without `must`, that mostly means the right lesson. */
  kinds: z.record(z.string(), z.number()),
  /** Milliseconds. */
  latency: z.object({ median: z.number(), p95: z.number() }),
  /** Average per case. */
  tokens: z.number(),
  /** Questions that were answered badly. */
  missed: z.array(z.string()),
})

export type Summary = z.infer<typeof summarySchema>

/** Sums up an evaluation: shares by figure and by kind, times in ms, tokens per case, and the questions answered badly. */
export function summaryOf(all: readonly Measured[]): Summary {
  const times = all.map(({ observed }) => observed.ms)
  const tokens = all.reduce((sum, { observed }) => sum + observed.tokens, 0)
  return {
    cases: all.length,
    figures: Object.fromEntries(FIGURES.map(({ name }) => [name, share(all, name)])),
    kinds: Object.fromEntries(
      [...Map.groupBy(all, ({ asked }) => asked.kind)].map(([kind, some]) => [
        kind,
        some.filter((each) => !isMissed(each)).length / some.length,
      ]),
    ),
    latency: { median: percentile(times, 0.5), p95: percentile(times, 0.95) },
    tokens: all.length === 0 ? 0 : Math.round(tokens / all.length),
    missed: all.filter(isMissed).map(({ asked }) => asked.question),
  }
}

function isMissed({ marks }: Measured): boolean {
  const { recall3, keyMet, refusedOffTopic, refusedReal, leaked, judged } = marks
  return (
    [recall3, keyMet, refusedOffTopic, judged].includes(false) ||
    refusedReal === true ||
    leaked === true
  )
}

/** The table as lines of text. `before` is the last evaluation of the same kind. */
export function tableOf(now: Summary, before: Summary | null): readonly string[] {
  const figures = FIGURES.flatMap((figure) => {
    const value = now.figures[figure.name] ?? null
    if (value === null) return []
    const bound =
      figure.least === undefined
        ? `at most ${percent(figure.most ?? 1)}`
        : `at least ${percent(figure.least)}`
    const mark = isBelow(figure, value) ? '✗' : '✓'
    return [
      row(mark, figure.title, percent(value), change(value, before?.figures[figure.name]), bound),
    ]
  })
  const kinds = Object.entries(now.kinds).map(([kind, value]) =>
    row(' ', `marks met: ${kind}`, percent(value), change(value, before?.kinds[kind]), ''),
  )
  return [
    `${now.cases} cases`,
    ...figures,
    ...kinds,
    row(
      ' ',
      'time, median and p95',
      `${duration(now.latency.median)}, ${duration(now.latency.p95)}`,
      '',
      '',
    ),
    ...(now.tokens > 0 ? [row(' ', 'tokens a case', String(now.tokens), '', '')] : []),
    ...newlyMissed(now, before),
  ]
}

function newlyMissed(now: Summary, before: Summary | null): readonly string[] {
  if (!before) return []
  const known = new Set(before.missed)
  const still = new Set(now.missed)
  return [
    ...now.missed.filter((each) => !known.has(each)).map((each) => `  worse: ${each}`),
    ...before.missed.filter((each) => !still.has(each)).map((each) => `  better: ${each}`),
  ]
}

const WIDTHS = { title: 26, value: 15, change: 9 } as const

function row(mark: string, title: string, value: string, change: string, bound: string): string {
  return `${mark} ${title.padEnd(WIDTHS.title)} ${value.padStart(WIDTHS.value)} ${change.padStart(WIDTHS.change)}  ${bound}`.trimEnd()
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`
}

/** In percentage points. */
function change(now: number, before: number | null | undefined): string {
  if (typeof before !== 'number') return ''
  const points = 100 * (now - before)
  return Math.abs(points) < 0.05 ? '=' : `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}`
}
