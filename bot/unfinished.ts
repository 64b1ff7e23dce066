/** An answer that was under way when Overlap was killed says so, and does not stand at “Running…” for ever. */
import type { Alarm, Clock } from './clock.ts'
import type { Log } from './log.ts'
import type { Message } from './message.ts'
import { PlatformAway, type Platforms, type Posted, postedSchema } from './platform.ts'
import type { Store } from './store/store.ts'

const TIMES = {
  roundMs: 60_000,
  /** Longer than an answer takes. Where another process is at it all the same, its next revision is the last word. */
  answerMs: 5 * 60_000,
} as const

const INTERRUPTED: Message = {
  blocks: [{ kind: 'markdown', text: 'I was restarted before this was done. Please ask again.' }],
  notice: 'I was restarted before this was done.',
  audience: 'everyone',
  done: true,
}

export type Unfinished = ReturnType<typeof unfinishedAnswers>

type Surroundings = Readonly<{ store: Store; clock: Clock; log: Log }>

/** For those who give answers: where each stands until it is whole. Neither function throws. */
export function unfinishedAnswers({ store, clock, log }: Surroundings) {
  const begun = new Set<string>()
  const ended = new Set<string>()

  async function noted(work: () => Promise<void>): Promise<void> {
    await work().catch((err: unknown) => log.warn({ err }, 'an answer under way is not noted'))
  }

  return {
    begins(request: string, posted: Posted): Promise<void> {
      begun.add(request)
      return noted(() => store.unfinished.put(request, posted, clock()))
    },
    async ends(request: string): Promise<void> {
      if (!begun.delete(request)) return
      ended.add(request)
      // Those too that the store did not take then.
      await noted(async () => {
        for (const each of ended) {
          await store.unfinished.remove(each)
          ended.delete(each)
        }
      })
    },
  }
}

type Finishing = Surroundings &
  Readonly<{
    platforms: Platforms
    alarm: Alarm
    /** No other process answers on this store, so that whatever was under way before the start was left behind. */
    isAlone: boolean
  }>

/** Looks at once, and every minute. */
export function finishAnswers({ store, platforms, clock, alarm, log, isAlone }: Finishing) {
  const startedAt = clock()
  const before = () => (isAlone ? startedAt : clock() - TIMES.answerMs)
  let round = finish()
  let callOff = later()

  function later() {
    return alarm(clock() + TIMES.roundMs, () => {
      round = round.then(finish)
      callOff = later()
    })
  }

  async function finish(): Promise<void> {
    try {
      for (const { request, posted } of await store.unfinished.unchangedSince(before())) {
        const answer = postedSchema.safeParse(posted).data
        if (answer && !(await told(answer))) continue
        await store.unfinished.remove(request)
      }
    } catch (err) {
      log.warn({ err }, 'unfinished answers could not be looked for')
    }
  }

  /** False where it is to be tried again. What cannot be edited now will not be later. */
  async function told(answer: Posted): Promise<boolean> {
    try {
      await platforms.edit(answer, INTERRUPTED)
    } catch (err) {
      if (err instanceof PlatformAway) return false
      log.warn({ err }, 'an unfinished answer could not be edited')
    }
    return true
  }

  return {
    /** When the round under way is done. */
    settled: () => round,
    async close(): Promise<void> {
      callOff()
      await round
    },
  }
}
