/**
 * Keeps the quizzes of groups going: each goes on when its time has come, and after a restart. All that it knows is in
 * the store; a step is made by version, so of several processes one makes it, and that one speaks.
 */
import type { Alarm } from '../../../core/clock.ts'
import { ChannelClosed } from '../../../core/platform.ts'
import type { Control } from './moves.ts'
import { dueAt, GROUP, type GroupQuiz } from './state.ts'
import { type CourseParts, createCourse } from './stepper.ts'

export type GroupQuizzes = Readonly<{
  /** Does all that is due in one quiz, and comes back in time for the rest. */
  tend(run: string): Promise<void>
  /** Somebody has answered: the question's message says so, but not each time. */
  counted(run: string): void
  /** By somebody who has the right to. False when the quiz is somewhere else by now. */
  control(run: string, at: number, act: Control): Promise<boolean>
  /**
   * At the start takes up what was under way before, later what another process has left. A page that has lost its
   * messages with the process has the question again.
   */
  look(): Promise<void>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
  close(): Promise<void>
}>

export type GroupQuizDeps = CourseParts & Readonly<{ alarm: Alarm }>

/** What this process does for one quiz. */
type Care = {
  /** One thing after the other. */
  chain: Promise<unknown>
  callOff: () => void
  callOffCount: (() => void) | null
  /** When it was last said how many have answered. */
  countedAt: number
  /** Place of the question whose answers are in their people's records. */
  recorded: number | null
}

/** Call `look` once the platforms are there. */
export function startGroupQuizzes(parts: GroupQuizDeps): GroupQuizzes {
  const { store, clock, alarm, log } = parts
  const course = createCourse(parts)
  const cares = new Map<string, Care>()
  let closed = false
  let stopLooking = () => {}

  function careOf(run: string): Care {
    const callOff = () => {}
    const fresh = { callOff, callOffCount: null, countedAt: 0, recorded: null }
    const care = cares.get(run) ?? { chain: Promise.resolve(), ...fresh }
    cares.set(run, care)
    return care
  }

  function inTurn<Result>(run: string, work: () => Promise<Result>): Promise<Result> {
    const care = careOf(run)
    const result = care.chain.then(work)
    care.chain = result.catch(() => {})
    return result
  }

  /** Does all that is due, and comes back in time for the rest. `made`: the version that this process has just made. */
  function tend(run: string, made = 0): Promise<void> {
    return inTurn(run, async () => {
      try {
        await doWhatIsDue(run, made).catch((error: unknown) => {
          if (error instanceof ChannelClosed) return giveUp(run)
          throw error
        })
      } catch (err) {
        log.warn({ run, err }, 'a group quiz could not go on')
        comeBack(run, clock() + GROUP.retryMs)
      }
    })
  }

  async function doWhatIsDue(run: string, made: number): Promise<void> {
    let mine = made
    while (!closed) {
      const quiz = await course.find(run)
      if (!quiz) return forget(run)
      await recordOnce(quiz)
      const { state, version, changedAt } = quiz
      const due = dueAt(state, quiz.settings)
      if (due === null || state.phase === 'ending') {
        if (clock() > changedAt + GROUP.pausedMs) return giveUp(run)
        // Whoever made this step is about to speak.
        const theirs = changedAt + GROUP.takeOverMs
        if (version !== mine && clock() < theirs) return comeBack(run, theirs)
        if (due === null) mine = await course.ask(quiz)
        else await course.end(quiz)
      } else if (due > clock()) return comeBack(run, due)
      else mine = await course.goOn(quiz)
    }
  }

  function comeBack(run: string, at: number): void {
    const care = careOf(run)
    care.callOff()
    if (!closed) care.callOff = alarm(at, () => void tend(run))
  }

  async function recordOnce(quiz: GroupQuiz): Promise<void> {
    const care = careOf(quiz.run)
    const last = quiz.state.marked.at(-1)
    if (last === undefined || care.recorded === last) return
    await course.record(quiz)
    care.recorded = last
  }

  /** Without a channel there is nobody to speak to. */
  async function giveUp(run: string): Promise<void> {
    const quiz = await course.find(run)
    if (quiz) await course.finish(quiz)
    log.info({ run }, 'a group quiz lost its channel')
    forget(run)
  }

  function forget(run: string): void {
    const care = cares.get(run)
    care?.callOff()
    care?.callOffCount?.()
    cares.delete(run)
  }

  function counted(run: string): void {
    const care = careOf(run)
    if (care.callOffCount || closed) return
    const at = Math.max(clock(), care.countedAt + GROUP.countEveryMs)
    care.callOffCount = alarm(at, () => {
      care.callOffCount = null
      care.countedAt = clock()
      void draw(run)
    })
  }

  async function draw(run: string): Promise<void> {
    await inTurn(run, () => course.draw(run)).catch((err: unknown) => {
      log.warn({ run, err }, 'a question of a group quiz could not be shown')
    })
  }

  async function control(run: string, at: number, act: Control): Promise<boolean> {
    const version = await inTurn(run, () => course.control(run, at, act))
    if (version === null) return false
    void tend(run, version)
    return true
  }

  async function look(): Promise<void> {
    try {
      for (const { run } of await store.quizzes.runningGroups()) {
        if (!cares.has(run)) void draw(run)
        void tend(run)
      }
    } catch (err) {
      log.error({ err }, 'group quizzes could not be looked for')
    }
    if (!closed) stopLooking = alarm(clock() + GROUP.lookEveryMs, () => void look())
  }

  async function settled(): Promise<void> {
    const chains = () => [...cares.values()].map(({ chain }) => chain)
    let waited: readonly unknown[] = []
    while (chains().some((chain) => !waited.includes(chain))) {
      waited = chains()
      await Promise.all(waited)
    }
  }

  return {
    tend,
    counted,
    control,
    look,
    settled,
    async close(): Promise<void> {
      closed = true
      stopLooking()
      for (const care of cares.values()) {
        care.callOff()
        care.callOffCount?.()
      }
      await settled()
    },
  }
}
