/** Everything a chat adapter needs to deliver answers. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Tutor } from '../core/tutor.ts'
import type { Store } from '../store/store.ts'
import { type Answers, createAnswers, type Deps } from './answers.ts'
import { interruptedReplies } from './interrupted.ts'
import { createQuestions } from './questions.ts'
import {
  createReplyRecords,
  type MessageRef,
  type ReplyRecords,
  type Taking,
} from './reply-records.ts'
import { MONOTONIC } from './scheduler.ts'

/** The dependencies of every adapter. */
export type DeliveryDeps = Readonly<{ tutor: Tutor; store: Store; clock: Clock; log: Log }>

export type Delivery = Readonly<{
  answers: Answers
  standings: ReplyRecords
  /** Call when the message that asked was deleted: deletes its answer and forgets what it asked. */
  deleted(question: Located & Readonly<{ source: string }>, taking: Taking): Promise<void>
  /** Deletes the whole answer that a message is part of. */
  dismiss(part: Located, sourceOf: (question: MessageRef) => string, taking: Taking): Promise<void>
}>

type Located = Readonly<{ workspace: string; message: MessageRef }>

type How = Pick<Deps, 'platform' | 'firstSignMs' | 'isOutside'> &
  Readonly<{ handle?: Tutor['handle'] }>

/**
 * Creates the delivery of one platform's answers.
 *
 * @param how - Its `handle` replaces the tutor's, where a platform words messages in its own way.
 *
 * @example
 * const { answers } = createDelivery({ tutor, store, clock, log }, { platform: 'slack', isOutside })
 * await answers.answer(request, (how) => openTransport(request, how))
 */
export function createDelivery(
  { tutor, store, clock, log }: DeliveryDeps,
  { handle = tutor.handle, ...how }: How,
): Delivery {
  const beating = { store, clock, time: MONOTONIC, log }
  const standings = createReplyRecords({ platform: how.platform, store, clock })
  const answers = createAnswers({
    ...how,
    ...{ tutor: { handle }, store, clock, log, standings },
    unfinished: interruptedReplies(beating),
    questions: createQuestions({ ...beating, owner: randomUUID() }),
  })

  return {
    answers,
    standings,
    async deleted({ source, workspace, message }, taking) {
      await answers.stop(source, 'deleted')
      await tutor.forget(source)
      const found = await standings.find(workspace, message)
      if (found?.answer.question?.id !== message.id) return
      await standings.drop(workspace, found.answer, taking)
    },
    async dismiss({ workspace, message }, sourceOf, taking) {
      const found = await standings.find(workspace, message)
      if (found?.answer.question) await answers.stop(sourceOf(found.answer.question))
      const last = (await standings.find(workspace, message)) ?? found
      await standings.drop(workspace, last?.answer ?? { messages: [message], files: [] }, taking)
    },
  }
}
