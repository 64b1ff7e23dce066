/** Creates, previews and changes the plans of schedules. */
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { ownZone } from '../../core/own-zone.ts'
import type { Schedule } from '../../store/tip-schedules.ts'
import { newRun } from '../quiz/session-id.ts'
import { change, known, one, readerOf, type ScheduleContext, which } from './acting.ts'
import { changed } from './actions.ts'
import { timeSaid } from './schedule/format.ts'
import { planOf } from './schedule/posting.ts'
import { next } from './schedule/recurrence.ts'
import type { Typed } from './schedule/split-line.ts'
import { planned } from './schedule/update-plan.ts'
import { editPage, newPage, previewPage } from './view.ts'

export const IN_CHANNEL = 'Tips go to a channel. Use this command in that channel.'

/**
 * Schedules tips in the channel, or shows the form for it if nothing was typed.
 *
 * @throws {UserError} Something is missing or wrong, or the conversation is a direct message.
 */
export async function schedule(typed: Typed, context: ScheduleContext): Promise<Message> {
  const { request, store, clock, random } = context
  if (Object.keys(typed).length === 0) {
    return newPage(await ownZone(context.request.person, context), 'When should I post tips here?')
  }
  const { person, place } = request
  const now = clock()
  const plan = await planFrom(typed, null, context)
  const id = newRun('solo', now, random)
  const { platform, workspace } = person
  const where = { platform, workspace, channel: place.channel }
  const number = await store.together(async ({ settings, tips, audit }) => {
    await settings.hold(person, now)
    const fresh = { schedule: id, place: where, plan, nextAt: next(plan, now) }
    const number = await tips.add(fresh, person, now)
    await audit.add({ ...change(context), to: `${number}: ${timeSaid(plan)}` })
    return number
  })
  return one(await known(id, context), context, `Schedule ${number} is set.`)
}

/**
 * Shows when a schedule would post tips, without creating it.
 *
 * @throws {UserError} Something is missing or wrong, or the conversation is a direct message.
 */
export async function preview(typed: Typed, context: ScheduleContext): Promise<Message> {
  const plan = await planFrom(typed, null, context)
  return previewPage(plan, await readerOf(context), typed)
}

/**
 * Changes a schedule, or shows the form for it if nothing was typed.
 *
 * @throws {UserError} It isn't clear which schedule is meant, something is wrong, or someone else changed it.
 */
export async function edit(asked: Typed, context: ScheduleContext): Promise<Message> {
  const before = await which(asked, context)
  const { schedule: _, ...typed } = asked
  if (Object.keys(typed).length === 0) return editPage(before, await readerOf(context))
  const plan = await planFrom(typed, before, context)
  const now = context.clock()
  const nextAt =
    before.paused === null ? next(plan, now) : before.resumesAt && next(plan, before.resumesAt - 1)
  return changed(before, { plan, nextAt }, timeSaid(plan), context)
}

/**
 * The form again, with what was entered and what is wrong with it.
 *
 * @throws {UserError} `error` itself in a direct message, where there is no form; or it isn't clear which schedule
 * is meant.
 */
export async function unfit(
  act: 'schedule' | 'edit',
  typed: Typed,
  error: UserError,
  context: ScheduleContext,
): Promise<Message> {
  const { person, place } = context.request
  if (act === 'edit') {
    const before = await which(typed, context)
    return editPage(before, await readerOf(context), typed, error.message)
  }
  if (place.direct) throw error
  return newPage(await ownZone(person, context), error.message, typed)
}

async function planFrom(typed: Typed, before: Schedule | null, context: ScheduleContext) {
  const { place } = context.request
  if (before === null && place.direct) throw new UserError(IN_CHANNEL)
  const channel = place.name ?? place.channel
  const ground = {
    catalogue: context.catalogue,
    now: context.clock(),
    channel,
    zone: await ownZone(context.request.person, context),
  }
  return planned(typed, before && planOf(before), ground)
}
