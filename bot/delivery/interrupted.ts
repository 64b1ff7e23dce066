/** After a crash, marks answers that were in progress as interrupted, so that none stays at “Running…”. */
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
  /** A process without a heartbeat for this long is considered dead. */
  staleMs: 45_000,
  /** For answers of versions without heartbeats: longer than any answer takes. */
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

/** What is recorded about an answer before it starts. */
type About = Readonly<{
  /** The action that asks for the same again, where known. */
  again: Action | null
  /** The question it answers, as in `Request.source`. */
  question?: string | undefined
  /** What is posted already, or where the answer will be posted. */
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
  /** Marks an answer as abandoned, so that the next sweep says it was interrupted. */
  leaves(request: string): Promise<void>
}>

type Surroundings = Readonly<{ store: Store; clock: Clock; log: Log }>

/** Records where each answer in progress is, and sends heartbeats while there are any. */
export function interruptedReplies({ store, clock, log, time }: Beating): InterruptedReplies {
  const begun = new Set<string>()
  /** Ended, but not yet removed from the store. */
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
      // A heartbeat at 0 makes the answer stale immediately.
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

/** `time`: for the heartbeats. */
type Beating = Surroundings & Readonly<{ time: Time }>

type Finishing = Surroundings &
  Readonly<{
    platforms: Platforms
    alarm: Alarm
    /** Whether this is the only process on the store; then everything begun before its start was abandoned. */
    isAlone: boolean
  }>

/** Looks for abandoned answers now and every 15 s, and marks them as interrupted. */
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

  /** False where it should be tried again. What can't be edited now can't be edited later either. */
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
