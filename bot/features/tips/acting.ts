/** Helpers for all actions on schedules: which one is meant, how a change is logged, and how a schedule is shown. */
import type { Context } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { knownZone } from '../../core/own-zone.ts'
import type { Schedule } from '../../store/tip-schedules.ts'
import type { TipsDeps } from './deps.ts'
import type { Typed } from './schedule/split-line.ts'
import { type Reader, schedulePage } from './view.ts'

export type ScheduleContext = Context & TipsDeps

/**
 * Finds the schedule meant: by number, or by id from a button; otherwise the only one of the channel or workspace.
 *
 * @throws {UserError} There is none, or it isn't clear which one.
 */
export async function which(
  { schedule }: Typed,
  { request, store }: ScheduleContext,
): Promise<Schedule> {
  const all = await store.tips.of(request.person)
  if (schedule) {
    const name = schedule.trim().replace(/^#/, '')
    const found = all.find((each) => each.schedule === name || `${each.number}` === name)
    if (found) return found
    throw new UserError(`There is no schedule ${name.slice(0, 20)}.`, '/tips list')
  }
  const here = all.filter(({ place }) => place.channel === request.place.channel)
  const [only, ...more] = here.length > 0 ? here : all
  if (only && more.length === 0) return only
  throw only
    ? new UserError('There are several schedules. Which number?', '/tips list')
    : new UserError('No tips are scheduled.', '/tips schedule 09:00 Europe/Berlin weekdays')
}

/**
 * Reads a schedule by its id.
 *
 * @throws {Error} It has just been deleted.
 */
export async function known(id: string, { store }: ScheduleContext): Promise<Schedule> {
  const schedule = await store.tips.find(id)
  if (!schedule) throw new Error('schedule deleted')
  return schedule
}

/** The fields that every audit entry about a schedule has in common. */
export function change({ request: { person }, clock }: ScheduleContext) {
  return { workspace: person, by: person, what: 'tips', from: null, at: clock() }
}

/** The error for a schedule that someone else changed at the same moment. */
export function meanwhile(number: number): UserError {
  return new UserError(
    `Schedule ${number} was just changed by someone else. Take another look.`,
    `/tips list ${number}`,
  )
}

/** The page of one schedule, shown in the asker's time zone. */
export async function one(
  schedule: Schedule,
  context: ScheduleContext,
  news?: string,
): Promise<Message> {
  return schedulePage(schedule, await readerOf(context), news)
}

/** What a page needs to know about its reader: current time (epoch ms), time zone and lessons. */
export async function readerOf(context: ScheduleContext): Promise<Reader> {
  return {
    now: context.clock(),
    zone: await knownZone(context.request.person, context),
    catalogue: context.catalogue,
  }
}
