/** Counts a person's streak in days of their own time zone, with one missed day a week forgiven. */

export type Streak = Readonly<{
  /** Days with an answer; forgiven days aren't counted. */
  days: number
  /** Whether there is an answer today. */
  today: boolean
  /** Whether this week's forgiven day is used. */
  forgiven: boolean
}>

/**
 * Counts the streak. `times`: when answers were given, epoch ms, in any order; `zone`: an IANA name. Weeks start on
 * Monday. Today doesn't break the streak; every day before needs an answer, or is the one forgiven day of its week.
 */
export function streakOf(times: readonly number[], now: number, zone: string): Streak {
  const active = new Set(times.map((at) => dayOf(at, zone).toString()))
  const isActive = (day: Temporal.PlainDate) => active.has(day.toString())
  const today = dayOf(now, zone)
  const forgiven = new Set<string>()
  let days = Number(isActive(today))
  let missed: string[] = []
  for (let day = today.subtract({ days: 1 }); ; day = day.subtract({ days: 1 })) {
    const week = weekOf(day)
    if (isActive(day)) {
      days += 1
      for (const each of missed) forgiven.add(each)
      missed = []
    } else if (forgiven.has(week) || missed.includes(week)) {
      return { days, today: isActive(today), forgiven: forgiven.has(weekOf(today)) }
    } else missed.push(week)
  }
}

function dayOf(at: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
}

/** The Monday of that week, which identifies it. */
function weekOf(day: Temporal.PlainDate): string {
  return day.subtract({ days: day.dayOfWeek - 1 }).toString()
}
