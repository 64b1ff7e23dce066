/** An answer that was under way when Overlap was killed says so, and does not stand at “Running…” for ever. */
import { z } from 'zod'
import type { Alarm, Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Action, Block, Message } from '../core/message.ts'
import {
  type Platforms,
  PlatformUnavailableError,
  type Posted,
  postedSchema,
} from '../core/platform.ts'
import { type RepeatedJob, repeatEvery, repeatWhile } from '../lib/repeat.ts'
import { DELETED } from '../store/questions.ts'
import type { Store } from '../store/store.ts'
import type { Time } from './scheduler.ts'

const TIMES = {
  roundMs: 15_000,
  beatMs: 10_000,
  /** A process that has not been heard of for so long is gone. */
  staleMs: 45_000,
  /** Longer than an answer takes: for answers of versions that were not heard of while they worked. */
  silentMs: 5 * 60_000,
} as const

const INTERRUPTED: Message = {
  blocks: [
    { kind: 'markdown', text: 'I was interrupted before I could finish. Please ask again.' },
  ],
  notice: 'I was interrupted before I could finish.',
  audience: 'everyone',
  done: true,
}

const aboutSchema = z.object({
  again: z.object({ command: z.string(), options: z.record(z.string(), z.unknown()) }).nullish(),
})

/** Of an answer that is to be given. */
type About = Readonly<{
  /** What asks for the same once more, where that is known. */
  again: Action | null
  /** What it answers, as in `Request.source`. */
  question?: string | undefined
  /** What of the answer stands from the start, or where it is going to be. */
  stands?: Posted | undefined
}>

function runAgain(action: Action): Block {
  return { kind: 'choices', choices: [{ label: 'Run again', action, style: 'primary' }] }
}

/** No function throws. */
export type InterruptedReplies = Readonly<{
  starts(request: string, about: About): Promise<void>
  begins(request: string, posted: Posted): Promise<void>
  ends(request: string): Promise<void>
  /** It will not be finished: soon it says that it was interrupted. */
  leaves(request: string): Promise<void>
}>

type Surroundings = Readonly<{ store: Store; clock: Clock; log: Log }>

/** For those who give answers: where each stands until it is whole. While there are any, the process is heard of. */
export function interruptedReplies({ store, clock, log, time }: Beating): InterruptedReplies {
  const begun = new Set<string>()
  /** Ended, but the store did not take it. */
  const left = new Set<string>()
  const abouts = new Map<string, Omit<About, 'stands'>>()

  async function noted(work: () => Promise<void>): Promise<void> {
    await work().catch((err: unknown) => log.warn({ err }, 'an answer under way is not noted'))
  }

  const beat = repeatWhile(
    () => begun.size > 0,
    () => noted(() => store.unfinished.beat([...begun], clock())),
    TIMES.beatMs,
    time,
  )

  function begins(request: string, posted: Posted): Promise<void> {
    begun.add(request)
    beat()
    const { again, question } = abouts.get(request) ?? {}
    return noted(() => store.unfinished.put(request, { ...posted, again }, clock(), question))
  }

  return {
    async starts(request, { stands, ...about }) {
      abouts.set(request, about)
      const { question } = about
      if (question) await noted(() => store.unfinished.replace(question, request))
      if (stands) await begins(request, stands)
    },
    begins,
    async leaves(request) {
      abouts.delete(request)
      // As if nobody had been heard of for long.
      if (begun.delete(request)) await noted(() => store.unfinished.beat([request], 0))
    },
    async ends(request) {
      abouts.delete(request)
      if (!begun.delete(request)) return
      const all = [...left, request]
      left.clear()
      await noted(() =>
        store.unfinished.remove(all).catch((error: unknown) => {
          for (const each of all) left.add(each)
          throw error
        }),
      )
    },
  }
}

/** `time`: for being heard of. */
type Beating = Surroundings & Readonly<{ time: Time }>

type Finishing = Surroundings &
  Readonly<{
    platforms: Platforms
    alarm: Alarm
    /** No other process answers on this store, so that whatever was under way before the start was left behind. */
    isAlone: boolean
  }>

/** Looks right away, and every few seconds. */
export function sweepInterrupted({
  store,
  platforms,
  clock,
  alarm,
  log,
  isAlone,
}: Finishing): RepeatedJob {
  const startedAt = clock()
  const before = (ms: number) => (isAlone ? startedAt : clock() - ms)

  async function finish(): Promise<void> {
    try {
      for (const { request, posted, question } of await abandoned()) {
        const answer = postedSchema.safeParse(posted).data
        const { again } = aboutSchema.safeParse(posted).data ?? {}
        const isWanted = answer && !(await isDeleted(question))
        if (isWanted && !(await told(answer, again))) continue
        await store.unfinished.remove([request])
      }
    } catch (err) {
      log.warn({ err }, 'unfinished answers could not be looked for')
    }
  }

  const abandoned = () =>
    store.unfinished.unchangedSince(before(TIMES.staleMs), before(TIMES.silentMs))

  async function isDeleted(question: string | null): Promise<boolean> {
    if (question === null) return false
    return (await store.questions.generations([question])).get(question) === DELETED
  }

  /** False where it is to be tried again. What cannot be edited now will not be later. */
  async function told(answer: Posted, again: Action | null | undefined): Promise<boolean> {
    try {
      const audience = answer.only ? 'asker' : 'everyone'
      const blocks = [...INTERRUPTED.blocks, ...(again ? [runAgain(again)] : [])]
      await platforms.edit(answer, { ...INTERRUPTED, blocks, audience })
    } catch (err) {
      if (err instanceof PlatformUnavailableError) return false
      log.warn({ err }, 'an unfinished answer could not be edited')
    }
    return true
  }

  return repeatEvery(finish, TIMES.roundMs, { clock, alarm })
}
