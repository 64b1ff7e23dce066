/** What a schedule of tips is: when, from which lessons, and how they are told. */
import { Cron } from 'croner'
import { z } from 'zod'
import { zoneOf } from '../../../lib/time-zones.ts'

export const HOUR_MS = 60 * 60_000

/** `09:00` */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** All in the schedule's zone. */
const rhythm = z.discriminatedUnion('kind', [
  /** Sunday is 0, as in cron. */
  z.strictObject({ kind: z.literal('weekly'), time, days: z.array(z.int().min(0).max(6)).min(1) }),
  /** Each so many local days, counted from a day such as `2026-11-26`. */
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
  /** What people call the channel. */
  channel: z.string(),
  /** Names of lessons as in their folders; none: all lessons. */
  topics: z.array(z.string()),
  as: z.enum(['plain', 'quiz']),
  /** How late an occurrence may still be posted. */
  graceMs: z
    .number()
    .min(HOUR_MS)
    .max(48 * HOUR_MS),
})

export type Rhythm = Readonly<z.output<typeof rhythm>>
export type Plan = Readonly<z.output<typeof planSchema>>

/** Five parts, as croner reads them, which is what cron understands and a little more. */
export function isCronLine(line: string): boolean {
  try {
    return new Cron(line, { mode: '5-part', paused: true }).nextRun() !== null
  } catch {
    return false
  }
}
