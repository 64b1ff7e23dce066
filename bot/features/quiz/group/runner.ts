/**
 * Keeps the quizzes of groups going: each goes on when its time has come, and after a restart. All that it knows is in
 * the store; a step is made by version, so of several processes one makes it, and that one speaks.
 */
import type { Alarm } from '../../../core/clock.ts'
import { ChannelClosedError } from '../../../core/platform.ts'
import type { Control } from './moves.ts'
import { dueAt, GROUP, type GroupQuiz } from './state.ts'
import { type Course, createStepper, type StepperDeps } from './stepper.ts'

export type GroupQuizDeps = StepperDeps & Readonly<{ alarm: Alarm }>

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
export class GroupQuizzes {
  readonly #parts: GroupQuizDeps
  readonly #course: Course
  readonly #cares = new Map<string, Care>()
  #closed = false
  #stopLooking = () => {}

  constructor(parts: GroupQuizDeps) {
    this.#parts = parts
    this.#course = createStepper(parts)
  }

  /** Does all that is due, and comes back in time for the rest. `made`: the version that this process has just made. */
  tend(run: string, made = 0): Promise<void> {
    const { clock, log } = this.#parts
    return this.#inTurn(run, async () => {
      try {
        await this.#doWhatIsDue(run, made).catch((error: unknown) => {
          if (error instanceof ChannelClosedError) return this.#giveUp(run)
          throw error
        })
      } catch (err) {
        log.warn({ run, err }, 'a group quiz could not go on')
        this.#comeBack(run, clock() + GROUP.retryMs)
      }
    })
  }

  /** Somebody has answered: the question's message says so, but not each time. */
  counted(run: string): void {
    const { alarm, clock } = this.#parts
    const care = this.#careOf(run)
    if (care.callOffCount || this.#closed) return
    const at = Math.max(clock(), care.countedAt + GROUP.countEveryMs)
    care.callOffCount = alarm(at, () => {
      care.callOffCount = null
      care.countedAt = clock()
      void this.#draw(run)
    })
  }

  /** By somebody who has the right to. False when the quiz is somewhere else by now. */
  async control(run: string, at: number, act: Control): Promise<boolean> {
    const version = await this.#inTurn(run, () => this.#course.control(run, at, act))
    if (version === null) return false
    void this.tend(run, version)
    return true
  }

  /**
   * At the start takes up what was under way before, later what another process has left. A page that has lost its
   * messages with the process has the question again.
   */
  async look(): Promise<void> {
    const { alarm, clock, log, store } = this.#parts
    try {
      for (const { run } of await store.quizzes.runningGroups()) {
        if (!this.#cares.has(run)) void this.#draw(run)
        void this.tend(run)
      }
    } catch (err) {
      log.error({ err }, 'group quizzes could not be looked for')
    }
    if (!this.#closed) {
      this.#stopLooking = alarm(clock() + GROUP.lookEveryMs, () => void this.look())
    }
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    const chains = () => [...this.#cares.values()].map(({ chain }) => chain)
    let waited: readonly unknown[] = []
    while (chains().some((chain) => !waited.includes(chain))) {
      waited = chains()
      await Promise.all(waited)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopLooking()
    for (const care of this.#cares.values()) {
      care.callOff()
      care.callOffCount?.()
    }
    await this.settled()
  }

  #careOf(run: string): Care {
    const callOff = () => {}
    const fresh = { callOff, callOffCount: null, countedAt: 0, recorded: null }
    const care = this.#cares.get(run) ?? { chain: Promise.resolve(), ...fresh }
    this.#cares.set(run, care)
    return care
  }

  #inTurn<Result>(run: string, work: () => Promise<Result>): Promise<Result> {
    const care = this.#careOf(run)
    const result = care.chain.then(work)
    care.chain = result.catch(() => {})
    return result
  }

  async #doWhatIsDue(run: string, made: number): Promise<void> {
    const { clock } = this.#parts
    let mine = made
    while (!this.#closed) {
      const quiz = await this.#course.find(run)
      if (!quiz) return this.#forget(run)
      await this.#recordOnce(quiz)
      const { state, version, changedAt } = quiz
      const due = dueAt(state, quiz.settings)
      if (due === null || state.phase === 'ending') {
        if (clock() > changedAt + GROUP.pausedMs) return this.#giveUp(run)
        // Whoever made this step is about to speak.
        const theirs = changedAt + GROUP.takeOverMs
        if (version !== mine && clock() < theirs) return this.#comeBack(run, theirs)
        if (due === null) mine = await this.#course.ask(quiz)
        else await this.#course.end(quiz)
      } else if (due > clock()) return this.#comeBack(run, due)
      else mine = await this.#course.goOn(quiz)
    }
  }

  #comeBack(run: string, at: number): void {
    const care = this.#careOf(run)
    care.callOff()
    if (!this.#closed) care.callOff = this.#parts.alarm(at, () => void this.tend(run))
  }

  async #recordOnce(quiz: GroupQuiz): Promise<void> {
    const care = this.#careOf(quiz.run)
    const last = quiz.state.marked.at(-1)
    if (last === undefined || care.recorded === last) return
    await this.#course.record(quiz)
    care.recorded = last
  }

  /** Without a channel there is nobody to speak to. */
  async #giveUp(run: string): Promise<void> {
    const quiz = await this.#course.find(run)
    if (quiz) await this.#course.finish(quiz)
    this.#parts.log.info({ run }, 'a group quiz lost its channel')
    this.#forget(run)
  }

  #forget(run: string): void {
    const care = this.#cares.get(run)
    care?.callOff()
    care?.callOffCount?.()
    this.#cares.delete(run)
  }

  async #draw(run: string): Promise<void> {
    await this.#inTurn(run, () => this.#course.draw(run)).catch((err: unknown) => {
      this.#parts.log.warn({ run, err }, 'a question of a group quiz could not be shown')
    })
  }
}
