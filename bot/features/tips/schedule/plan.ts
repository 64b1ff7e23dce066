/** A plan for tips: when, from which lessons, and in which form. */
import { Cron } from 'croner'
import { z } from 'zod'
import { zoneOf } from '../../../lib/time-zones.ts'

export const HOUR_MS = 60 * 60_000

/** `09:00` */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** When tips are due, in the schedule's time zone. */
const rhythm = z.discriminatedUnion('kind', [
  /** Sunday is 0, as in cron. */
  z.strictObject({ kind: z.literal('weekly'), time, days: z.array(z.int().min(0).max(6)).min(1) }),
  /** Every so many local days, counted from a day such as `2026-11-26`. */
  z.strictObject({
    kind: z.literal('every'),
    time,
    days: z.int().min(2).max(365),
    from: z.iso.date(),
  }),
  z.strictObject({ kind: z.literal('cron'), line: z.string().refine(isCronLine) }),
])

export const planSchema = z.strictObject({
  zone: z.string().refine((name) => zoneOf(name) !== null),
  rhythm,
  /** The channel's name. */
  channel: z.string(),
  /** Slugs of lessons; empty for all lessons. */
  topics: z.array(z.string()),
  as: z.enum(['plain', 'quiz']),
  /** How late an occurrence may still be posted, ms. */
  graceMs: z
    .number()
    .min(HOUR_MS)
    .max(48 * HOUR_MS),
})

export type Rhythm = Readonly<z.output<typeof rhythm>>
export type Plan = Readonly<z.output<typeof planSchema>>

/** Whether a text is a cron line of five parts that will run at some time. Croner accepts a little more than cron. */
export function isCronLine(line: string): boolean {
  try {
    return new Cron(line, { mode: '5-part', paused: true }).nextRun() !== null
  } catch {
    return false
  }
}
