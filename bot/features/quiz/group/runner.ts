/**
 * Keeps group quizzes moving: each continues when its next step is due, also after a restart. All state is in the
 * store; steps are made by version, so only one of several processes makes a step and posts.
 */
import type { Alarm } from '../../../core/clock.ts'
import { ChannelClosedError } from '../../../core/platform.ts'
import type { Control } from './moves.ts'
import { dueAt, GROUP, type GroupQuiz } from './state.ts'
import { type Course, createStepper, type StepperDeps } from './stepper.ts'

export type GroupQuizDeps = StepperDeps & Readonly<{ alarm: Alarm }>

/** What this process keeps track of for one quiz. */
type Care = {
  /** Work on this quiz, done one piece at a time. */
  chain: Promise<unknown>
  callOff: () => void
  callOffCount: (() => void) | null
  /** When the number of answers was last shown, epoch ms. */
  countedAt: number
  /** Index of the last question whose answers have been copied to people's own records. */
  recorded: number | null
}

/** Runs all group quizzes. Call `look` once the platforms are connected. */
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

  /**
   * Does everything that is due for a quiz, and sets an alarm for the rest. `made`: the version that this process
   * just created.
   */
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

  /** Updates the number of answers in the question's message, but at most every `GROUP.countEveryMs`. */
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

  /** Carries out a host's action; the caller checks their rights. False if the quiz has moved on. */
  async control(run: string, at: number, act: Control): Promise<boolean> {
    const version = await this.#inTurn(run, () => this.#course.control(run, at, act))
    if (version === null) return false
    void this.tend(run, version)
    return true
  }

  /**
   * Picks up quizzes that were running before the start or that another process left, and looks again every few
   * seconds. Redraws their questions, because the web page loses its messages with the process.
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

  /** Resolves when no work is in progress. */
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
        // The process that made this step is probably about to post.
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

  /** Finishes a quiz that can't post in its channel any more. */
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
