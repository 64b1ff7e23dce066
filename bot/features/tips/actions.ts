/** Actions on a schedule: pause, resume, skip and stop. */
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { knownZone } from '../../core/own-zone.ts'
import { dayAndMoment } from '../../lib/text/moments.ts'
import type { Schedule } from '../../store/tip-schedules.ts'
import { page } from '../settings/admin-page.ts'
import { change, known, meanwhile, one, type ScheduleContext, which } from './acting.ts'
import { readDay } from './schedule/parse.ts'
import { planOf } from './schedule/posting.ts'
import { localDay, next, startOfDay } from './schedule/recurrence.ts'
import type { Typed } from './schedule/split-line.ts'

/**
 * Pauses a schedule, until a day if one is given.
 *
 * @throws {UserError} It isn't clear which schedule is meant, the day doesn't fit, or someone else changed the
 * schedule.
 */
export async function pause(typed: Typed, context: ScheduleContext): Promise<Message> {
  const before = await which(typed, context)
  const plan = planOf(before)
  if (!typed.until) {
    const paused = { paused: 'asked', nextAt: null, resumesAt: null } as const
    return changed(before, paused, 'paused', context)
  }
  const day = readDay(typed.until, localDay(context.clock(), plan.zone))
  const resumesAt = startOfDay(day, plan.zone)
  const course = { paused: 'asked', resumesAt, nextAt: next(plan, resumesAt - 1) } as const
  return changed(before, course, `paused until ${day}`, context)
}

/**
 * Resumes a paused schedule.
 *
 * @throws {UserError} It isn't clear which schedule is meant, or someone else changed it.
 */
export async function resume(typed: Typed, context: ScheduleContext): Promise<Message> {
  const before = await which(typed, context)
  if (before.paused === null) return one(before, context, `Schedule ${before.number} isn't paused.`)
  const nextAt = next(planOf(before), context.clock())
  return changed(before, { paused: null, resumesAt: null, nextAt }, 'resumed', context)
}

/**
 * Skips the next tip of a schedule.
 *
 * @throws {UserError} It isn't clear which schedule is meant, it is paused, or someone else changed it.
 */
export async function skip(typed: Typed, context: ScheduleContext): Promise<Message> {
  const before = await which(typed, context)
  const { nextAt: at, number, schedule } = before
  if (at === null) throw new UserError(`Schedule ${number} is paused, so there's nothing to skip.`)
  const plan = planOf(before)
  const zone = (await knownZone(context.request.person, context)) ?? plan.zone
  const now = context.clock()
  const isSkipped = await context.store.together(async ({ tips, audit }) => {
    if (!(await tips.change(before, { nextAt: next(plan, at) }))) return false
    await tips.skip({ schedule, at }, now)
    await audit.add({ ...change(context), to: `${number}: one skipped` })
    return true
  })
  if (!isSkipped) throw meanwhile(number)
  return one(await known(schedule, context), context, `${dayAndMoment(at, zone)} is skipped.`)
}

/**
 * Ends a schedule.
 *
 * @throws {UserError} It isn't clear which schedule is meant.
 */
export async function stop(typed: Typed, context: ScheduleContext): Promise<Message> {
  const { schedule, number } = await which(typed, context)
  await context.store.together(async ({ tips, audit }) => {
    const isMine = await tips.end(schedule, context.clock())
    if (isMine) await audit.add({ ...change(context), to: `${number}: stopped` })
  })
  return page(`Schedule ${number} is stopped.`, [])
}

/**
 * Stores a change and shows the schedule. The person who changes it becomes responsible for it.
 *
 * @throws {UserError} Someone else changed it at the same moment.
 */
export async function changed(
  before: Schedule,
  course: Parameters<ScheduleContext['store']['tips']['change']>[1],
  what: string,
  context: ScheduleContext,
): Promise<Message> {
  const by = { person: context.request.person, at: context.clock() }
  const { number, schedule } = before
  const isChanged = await context.store.together(async ({ tips, audit }) => {
    if (!(await tips.change(before, course, by))) return false
    await audit.add({ ...change(context), to: `${number}: ${what}` })
    return true
  })
  if (!isChanged) throw meanwhile(number)
  const isNew = course.plan !== undefined
  const news = `Schedule ${number} is ${isNew ? 'changed' : what}.`
  return one(await known(schedule, context), context, news)
}
