/** Autocomplete for the parts of a schedule. */
import type { Suggestion } from '../../core/command.ts'
import type { Workspace } from '../../core/keys.ts'
import type { Store } from '../../store/store.ts'
import { timeSaid } from './schedule/format.ts'
import { planOf } from './schedule/posting.ts'

const MORNING_FIRST = [9, 10, 11, 12, 8, 7, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 6, 5]
const TIMES = MORNING_FIRST.flatMap((hour) =>
  ['00', '30'].map((minute) => `${`${hour}`.padStart(2, '0')}:${minute}`),
)

/** Completes a time of day in steps of 30 minutes, mornings first. */
export function suggestTimes(typed: string): readonly Suggestion[] {
  const start = typed.trim().replace('.', ':')
  return TIMES.filter((time) => time.startsWith(start) || time.startsWith(`0${start}`)).map(same)
}

const DAYS = [
  'weekdays',
  'daily',
  'mon wed fri',
  'tue thu',
  'weekends',
  'every other day',
  'every 3 days',
  'every 7 days',
  'monday',
  '0 9 1 * *',
]

/** Completes the days of a schedule. */
export function suggestDays(typed: string): readonly Suggestion[] {
  const start = typed.trim().toLowerCase()
  return DAYS.filter((days) => days.startsWith(start)).map(same)
}

/** Completes the number of a schedule in the workspace. */
export async function suggestSchedules(
  typed: string,
  workspace: Workspace,
  store: Pick<Store, 'tips'>,
): Promise<readonly Suggestion[]> {
  const all = await store.tips.of(workspace)
  return all
    .map((schedule) => {
      const plan = planOf(schedule)
      const label = `${schedule.number}: #${plan.channel}, ${timeSaid(plan)}`.slice(0, 100)
      return { label, value: `${schedule.number}` }
    })
    .filter(({ value }) => value.startsWith(typed.trim()))
}

function same(value: string): Suggestion {
  return { label: value, value }
}
