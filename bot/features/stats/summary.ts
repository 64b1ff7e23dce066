/** Sums up a workspace's counts for the last days. */

import type { Workspace } from '../../core/keys.ts'
import { DAY_MS, utcDay } from '../../lib/days.ts'
import type { Activity } from '../../store/answers.ts'
import type { Store } from '../../store/store.ts'

export type Stats = Readonly<{
  /** UTC days, oldest first; the last one is today. */
  days: readonly Readonly<{ day: string; runs: number }>[]
  /** Counts by the part of a metric after its kind, highest first: `of('run')` gives ok, error, and so on. */
  of(kind: string): readonly Readonly<{ name: string; times: number }>[]
  /** Total of all metrics of a kind. */
  sum(kind: string): number
  quiz: Activity
}>

/** Reads a workspace's counts and quiz activity for the last `days` UTC days. `now`: epoch ms. */
export async function statsOf(
  { counts, answers }: Pick<Store, 'counts' | 'answers'>,
  workspace: Workspace,
  days: number,
  now: number,
): Promise<Stats> {
  const names = Array.from({ length: days }, (_, index) =>
    utcDay(now - (days - 1 - index) * DAY_MS),
  )
  const [first = ''] = names
  const [rows, quiz] = await Promise.all([
    counts.since(workspace, first),
    answers.activity(workspace, Date.parse(first)),
  ])
  const isRun = ({ metric }: { metric: string }) => metric.startsWith('run.')

  function of(kind: string) {
    const start = `${kind}.`
    const sums = new Map<string, number>()
    for (const { metric, value } of rows) {
      if (metric.startsWith(start)) {
        const name = metric.slice(start.length)
        sums.set(name, (sums.get(name) ?? 0) + value)
      }
    }
    const all = [...sums].map(([name, times]) => ({ name, times }))
    return all.sort((a, b) => b.times - a.times)
  }

  return {
    days: names.map((day) => ({
      day,
      runs: total(rows.filter((row) => row.day === day && isRun(row))),
    })),
    of,
    sum: (kind) =>
      total(rows.filter(({ metric }) => metric === kind || metric.startsWith(`${kind}.`))),
    quiz,
  }
}

function total(rows: readonly Readonly<{ value: number }>[]): number {
  return rows.reduce((sum, { value }) => sum + value, 0)
}
