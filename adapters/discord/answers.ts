/** Requests of Discord under way. */
import {
  createAnswers as createRunning,
  type Outlet,
  type Answers as Running,
} from '../../bot/delivery/answers.ts'
import { PATIENCE } from '../../bot/delivery/attempts.ts'
import type { Urgency } from '../../bot/delivery/scheduler.ts'
import type { Message } from '../../bot/message.ts'
import type { Request } from '../../bot/request.ts'
import type { Api } from './api.ts'
import { isOutside } from './calls.ts'
import { TIMES } from './limits.ts'
import type { Parts } from './parts.ts'

/** An answer on its way into Discord. */
export type Reply = Pick<Outlet, 'room'> &
  Readonly<{
    show(message: Message): Promise<void>
    /** Says that something will come, where nothing has come yet. */
    announce(): Promise<void>
  }>

export type Answers = Readonly<{
  /** Never throws. What has to be fetched for the request first may take longer than its first sign. */
  answer(
    request: Promise<Omit<Request, 'signal'>>,
    open: (api: Api) => Reply,
    question?: string,
  ): Promise<void>
}> &
  Pick<Running, 'stop' | 'settled'>

export function createAnswers(parts: Omit<Parts, 'answers'>): Answers {
  const running = createRunning({
    ...{ platform: 'discord', firstSignMs: TIMES.firstSignMs, isOutside },
    ...parts,
  })

  /** Its calls are as urgent as the revision that is shown. */
  function outlet(open: (api: Api) => Reply, signal: AbortSignal): Outlet {
    let urgency: Urgency = 'first'
    const reply = open(
      parts.api.as({
        signal,
        patienceMs: PATIENCE.answerMs,
        get urgency() {
          return urgency
        },
      }),
    )
    return {
      ...reply,
      show(message, how) {
        urgency = how
        return reply.show(message)
      },
    }
  }

  return {
    ...running,
    answer: (request, open, question) =>
      running.answer(request, (signal) => outlet(open, signal), question),
  }
}
