/**
 * Coordinates which process answers a question: an edit or deletion ends the answer in whichever process works on it.
 */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../core/clock.ts'
import { StoreUnavailableError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { repeatWhile } from '../lib/repeat.ts'
import type { Store } from '../store/store.ts'
import type { Time } from './scheduler.ts'

const TIMES = {
  /** How often to check whether another process heard of a newer version. */
  lookMs: 1000,
  /** A process without a heartbeat for this long is considered dead. */
  staleMs: 10_000,
  /** How long to wait for another process to end its answer. */
  quietMs: 12_000,
  quietLookMs: 250,
} as const

/** Questions remembered while the store is unavailable. */
const MEANWHILE = 1000

/** The right to answer one version of a question. */
export type Claim = Readonly<{
  question: string
  /** Resolves once no other process answers it. `onNewer` is called when a newer version appears anywhere. */
  begin(onNewer: () => void): Promise<void>
  /** Whether no newer version is known; checked before each revision. */
  isNewest(): Promise<boolean>
  end(): Promise<void>
}>

export type Questions = Readonly<{
  /**
   * Claims a question for answering. `version` increases with each edit; null takes the next one. Returns null when this
   * version, or a newer one, is known already. Never throws: while the store is unavailable, each process decides alone.
   */
  claim(question: string, version: number | null): Promise<Claim | null>
  /** Ends the answer and resolves once no other process works on it. A deleted question is never answered again. */
  end(question: string, isDeleted: boolean): Promise<void>
}>

type Deps = Readonly<{
  store: Pick<Store, 'questions'>
  clock: Clock
  /** For checking on other processes and waiting for them. */
  time: Time
  log: Log
  /** Names this process. */
  owner: string
}>

/** Coordinates with other processes, through the store, which of them answers a question. */
export function createQuestions({ store, clock, time, log, owner }: Deps): Questions {
  /** Questions being answered by this process. */
  const held = new Map<string, { generation: number; onNewer: () => void }>()
  const known = new LRUCache<string, number>({ max: MEANWHILE })

  async function orElse<Result>(ask: () => Promise<Result>, away: () => Result): Promise<Result> {
    try {
      return await ask()
    } catch (err) {
      if (!(err instanceof StoreUnavailableError))
        log.warn({ err }, 'it is not known who else answers a question')
      return away()
    }
  }

  /** The new version by this process's own count, while the store is unavailable; null when it isn't newer. */
  function raisedHere(question: string, version: number | null): number | null {
    const before = known.get(question) ?? 0
    if (version !== null && version <= before) return null
    return version ?? before + 1
  }

  const look = repeatWhile(
    () => held.size > 0,
    () => orElse(lookNow, () => {}),
    TIMES.lookMs,
    time,
  )

  async function lookNow(): Promise<void> {
    await store.questions.beat(owner, clock())
    const newest = await store.questions.generations([...held.keys()])
    for (const [question, { generation, onNewer }] of held) {
      if ((newest.get(question) ?? generation) > generation) onNewer()
    }
  }

  const mine = () => ({ owner, at: clock(), staleBefore: clock() - TIMES.staleMs })

  /** Polls until `holds` is true, or for `TIMES.quietMs` at most. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    const end = time.clock() + TIMES.quietMs
    while (!(await orElse(holds, () => true)) && time.clock() < end) {
      await new Promise<void>((resolve) => time.alarm(time.clock() + TIMES.quietLookMs, resolve))
    }
  }

  function claimOf(question: string, generation: number): Claim {
    const isNewest = () =>
      orElse(
        async () =>
          ((await store.questions.generations([question])).get(question) ?? 0) <= generation,
        () => (known.get(question) ?? 0) <= generation,
      )
    return {
      question,
      isNewest,
      async begin(onNewer) {
        held.set(question, { generation, onNewer })
        look()
        await until(async () => {
          if (await store.questions.seize(question, generation, mine())) return true
          const isOld = !(await isNewest())
          if (isOld) onNewer()
          return isOld
        })
      },
      async end() {
        if (held.get(question)?.generation === generation) held.delete(question)
        await orElse(
          () => store.questions.release(question, owner),
          () => {},
        )
      },
    }
  }

  return {
    async claim(question, version) {
      const generation = await orElse(
        () => store.questions.raise(question, version, clock()),
        () => raisedHere(question, version),
      )
      if (generation === null) return null
      known.set(question, generation)
      return claimOf(question, generation)
    },
    async end(question, isDeleted) {
      if (isDeleted) known.set(question, Number.MAX_SAFE_INTEGER)
      await orElse(
        () =>
          isDeleted ? store.questions.remove(question, clock()) : store.questions.end(question),
        () => {},
      )
      await until(async () => !(await store.questions.isHeld(question, mine())))
    },
  }
}
