/** Formats times in a time zone. */

/** Formats a time such as `Thu 26 Nov 2026, 20:05`. */
export function dayAndMoment(at: number, zone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(at)
  return `${day} ${moment(at, zone)}`
}

/** Formats a time such as `26 Nov 2026, 20:05`. */
export function moment(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
}
