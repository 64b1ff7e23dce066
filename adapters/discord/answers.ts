/** Answers that are being given on Discord. */
import {
  type Asking,
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
export type Reply = Pick<Outlet, 'room' | 'stands'> &
  Readonly<{
    show(message: Message): Promise<void>
    /** Says that something will come, where nothing has come yet. */
    announce(): Promise<void>
  }>

export type Answers = Readonly<{
  /** Never throws. What has to be fetched for the request first may take longer than its first sign. */
  answer(
    request: Promise<Omit<Request, 'signal'>>,
    open: (api: Api) => Reply | Promise<Reply>,
    asking?: Asking,
  ): Promise<void>
}> &
  Pick<Running, 'stop' | 'settled'>

export function createAnswers(parts: Parts): Answers {
  const running = createRunning({
    ...{ platform: 'discord', firstSignMs: TIMES.firstSignMs, isOutside },
    ...parts,
  })

  /** Its calls are as urgent as the revision that is shown. */
  async function outlet(
    open: (api: Api) => Reply | Promise<Reply>,
    signal: AbortSignal,
  ): Promise<Outlet> {
    let urgency: Urgency = 'first'
    const reply = await open(
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
        // The second one comes no sooner after the first than others do.
        if (how === 'first' && !message.done) void reply.room(signal)
        return reply.show(message)
      },
    }
  }

  return {
    ...running,
    answer: (request, open, asking) =>
      running.answer(request, (signal) => outlet(open, signal), asking),
  }
}

export type Serving = Parts & Readonly<{ answers: Answers }>
