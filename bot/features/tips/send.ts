/** One out of turn. */
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { type Acting, change, known, one, which } from './acting.ts'
import { claimNow, deliver, type PostingParts } from './schedule/posting.ts'
import type { Typed } from './schedule/split-line.ts'

export async function send(typed: Typed, context: Acting): Promise<Message> {
  const schedule = await which(typed, context)
  const parts: PostingParts = { ...context, bug: (error) => void context.bug(error) }
  const claim = await claimNow(schedule, parts)
  if (!claim) throw new UserError('One was sent in this minute. Look at the channel.')
  const delivery = await deliver(claim, schedule, parts)
  await context.store.audit.add({ ...change(context), to: `${schedule.number}: one sent` })
  return one(await known(schedule.schedule, context), context, SENT[delivery])
}

const SENT = {
  posted: 'One is sent.',
  away: 'The platform does not answer now. I try again, until it would be too late.',
  failed: 'That did not work.',
  closed: 'I cannot write in that channel any more, so it is paused now.',
  rights:
    'Whoever set it is not an admin any more, so it is paused now. Resume it, and it is yours.',
} as const
