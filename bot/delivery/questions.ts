/** Who answers a question, over all processes: an edit or a deletion ends the answer wherever it is being given. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../core/clock.ts'
import { StoreUnavailableError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { repeatWhile } from '../lib/repeat.ts'
import type { Store } from '../store/store.ts'
import type { Time } from './scheduler.ts'

const TIMES = {
  /** How soon it is seen that another process was told something newer. */
  lookMs: 1000,
  /** A process that has not been heard of for so long is gone. */
  staleMs: 10_000,
  /** Until another process has ended its answer. */
  quietMs: 12_000,
  quietLookMs: 250,
} as const

/** Questions that are remembered while the store is away. */
const MEANWHILE = 1000

/** The right to answer a question as it reads now. */
export type Claim = Readonly<{
  question: string
  /** Resolves once no other process answers it. `onNewer` is called when something newer is said somewhere. */
  begin(onNewer: () => void): Promise<void>
  /** Asked before each revision. */
  isNewest(): Promise<boolean>
  end(): Promise<void>
}>

export type Questions = Readonly<{
  /**
   * `version` grows with each edit of a question; null for what comes next. Null when it, or something newer, is known.
   * Never throws: while the store is away, each process knows for itself.
   */
  claim(question: string, version: number | null): Promise<Claim | null>
  /** Resolves once no other process answers it. What is said of a deleted question later is not answered. */
  end(question: string, isDeleted: boolean): Promise<void>
}>

type Deps = Readonly<{
  store: Pick<Store, 'questions'>
  clock: Clock
  /** For looking at what others do, and waiting for them. */
  time: Time
  log: Log
  /** Names this process. */
  owner: string
}>

export function createQuestions({ store, clock, time, log, owner }: Deps): Questions {
  /** What is being answered here. */
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

  /** While the store is away. */
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

  /** Asks until it is so, or another process has had time enough. */
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
