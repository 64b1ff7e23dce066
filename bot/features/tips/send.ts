/** Sends a tip of a schedule immediately. */
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { change, known, one, type ScheduleContext, which } from './acting.ts'
import { claimNow, deliver, type PostingDeps } from './schedule/posting.ts'
import type { Typed } from './schedule/split-line.ts'

/**
 * Posts a tip of a schedule now, without changing when the next one is due.
 *
 * @throws {UserError} It isn't clear which schedule is meant, or one was sent in the same minute.
 */
export async function send(typed: Typed, context: ScheduleContext): Promise<Message> {
  const schedule = await which(typed, context)
  const parts: PostingDeps = { ...context, bug: (error) => void context.bug(error) }
  const claim = await claimNow(schedule, parts)
  if (!claim) throw new UserError('One was sent less than a minute ago. Look in the channel.')
  const delivery = await deliver(claim, schedule, parts)
  await context.store.audit.add({ ...change(context), to: `${schedule.number}: one sent` })
  return one(await known(schedule.schedule, context), context, SENT[delivery])
}

const SENT = {
  posted: 'Sent.',
  away: "The platform isn't responding. I'll keep trying until this tip is too late.",
  failed: "That didn't work.",
  closed: 'I can no longer post in that channel, so the schedule is now paused.',
  rights:
    'The person who set it up is no longer an admin, so the schedule is now paused. Resume it to take it over.',
} as const
