/** Answers requests, each through its transport, until the answer is complete, replaced or withdrawn. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Action, Message } from '../core/message.ts'
import { ChannelClosedError, PlatformUnavailableError } from '../core/platform.ts'
import type { Request } from '../core/request.ts'
import type { Tutor } from '../core/tutor.ts'
import { PATIENCE } from './attempts.ts'
import type { InterruptedReplies } from './interrupted.ts'
import { createMailbox } from './mailbox.ts'
import type { Claim, Questions } from './questions.ts'
import {
  createReplyDelivery,
  type How,
  type Deps as OutletDeps,
  type ReplyDelivery,
  type Transport,
} from './reply-delivery.ts'
import type { Urgency } from './scheduler.ts'
import { createWaiting } from './waiting.ts'

/** A request, or a promise of one while its files are being fetched. */
type Asked = Omit<Request, 'signal'> | Promise<Omit<Request, 'signal'>>

/** The message that asked. */
export type Asking = Readonly<{
  /** As `Request.source`: editing or deleting that message ends the answer. */
  question: string
  /** Increases with each edit; null for what comes after everything known so far, such as a button press. */
  version: number | null
}>

export type Answers = Readonly<{
  /**
   * Answers a request. Never throws. Any earlier answer to the same question is ended first, in whichever process it
   * runs; only then is the transport opened. Requests older than the newest known version aren't answered.
   */
  answer<Piece, Upload>(request: Asked, open: Open<Piece, Upload>, asking?: Asking): Promise<void>
  /** Sends a message that isn't an answer. Throws what kept it from being sent. */
  tell<Piece, Upload>(message: Message, transport: Transport<Piece, Upload>): Promise<void>
  /** Ends the run of one answer, or of all; what the tutor says about that is still shown. */
  halt(question?: string): void
  /**
   * Ends the answer to a question and waits until no process works on it. A deleted question is never answered again.
   */
  stop(question: string, how?: 'deleted'): Promise<void>
  /** Resolves when all answers in progress are complete, or after `mostMs`. */
  settled(mostMs: number): Promise<void>
}>

/** Opens the transport of an answer. The signal of `how` aborts when the answer is replaced or withdrawn. */
type Open<Piece, Upload> = (
  how: How,
) => Transport<Piece, Upload> | Promise<Transport<Piece, Upload>>

export type Deps = OutletDeps &
  Readonly<{
    tutor: Pick<Tutor, 'handle'>
    unfinished: InterruptedReplies
    questions: Questions
    /** Answers that take longer than this are acknowledged first, ms. */
    firstSignMs?: number
    /** Whether an error was caused outside Overlap, and so is logged as a warning. */
    isOutside(error: unknown): boolean
  }>

type OpenOutlet = (how: How) => Promise<ReplyDelivery>

type Giving = Readonly<{
  /** Aborts when nothing more is to be shown. */
  withdrawn: AbortSignal
  question: string | undefined
  /** Called before each revision is shown. */
  before(urgency: Urgency): Promise<void>
}>

type Running = Readonly<{
  /** Nothing more is shown. */
  abort: AbortController
  /** The run ends. */
  halt: AbortController
  ended: Promise<void>
}>

/** Creates the service that answers requests and delivers every revision of the answers. */
export function createAnswers(deps: Deps): Answers {
  const { platform, tutor, unfinished, questions, log, firstSignMs = 0, isOutside } = deps
  /** By question. */
  const running = new Map<string, Running>()
  const all = new Set<Promise<void>>()
  const waiting = createWaiting()

  function answer<Piece, Upload>(request: Asked, open: Open<Piece, Upload>, asking?: Asking) {
    const opened: OpenOutlet = async (how) => createReplyDelivery(await open(how), deps)
    const ended = claimed(request, opened, asking)
    all.add(ended)
    return ended.finally(() => all.delete(ended))
  }

  async function claimed(request: Asked, open: OpenOutlet, asking?: Asking): Promise<void> {
    const [abort, halt] = [new AbortController(), new AbortController()]
    if (!asking) return announced(request, open, { abort, halt })
    const { question, version } = asking
    const claim = await questions.claim(question, version)
    if (!claim) return
    const before = running.get(question)
    before?.abort.abort()
    const ended = (async () => {
      await before?.ended
      if (abort.signal.aborted) return
      await claim.begin(() => abort.abort())
      if (!abort.signal.aborted) await announced(request, open, { abort, halt }, claim)
      await claim.end()
    })()
    running.set(question, { abort, halt, ended })
    await ended
    if (running.get(question)?.abort === abort) running.delete(question)
  }

  /** Acknowledges the request in time, even while files are being fetched. */
  async function announced(
    asked: Asked,
    open: OpenOutlet,
    { abort, halt }: Omit<Running, 'ended'>,
    claim?: Claim,
  ): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    try {
      const how = {
        urgency: 'first' as Urgency,
        patienceMs: PATIENCE.answerMs,
        signal: abort.signal,
      }
      const outlet = await open(how)
      timer = setTimeout(() => outlet.announce().catch(failed), firstSignMs)
      const signal = AbortSignal.any([abort.signal, halt.signal])
      await give({ ...(await asked), signal }, outlet, {
        withdrawn: abort.signal,
        question: claim?.question,
        async before(urgency) {
          how.urgency = urgency
          if (urgency !== 'first' && claim && !(await claim.isNewest())) abort.abort()
        },
      })
    } catch (err) {
      failed(err)
    } finally {
      clearTimeout(timer)
    }
  }

  async function give(request: Request, outlet: ReplyDelivery, giving: Giving): Promise<void> {
    const { id } = request
    const { question, before, withdrawn: signal } = giving
    const noted = unfinished.starts(id, {
      again: againOf(request),
      question,
      stands: outlet.planned,
    })
    let isWhole = false
    const show = async (message: Message, urgency: Urgency) => {
      // The last revision isn't recorded as in progress, so that quick answers don't wait for the store.
      if (!message.done) await noted
      await before(urgency)
      if (!signal.aborted) await shown(message, outlet)
      if (!message.done || isWhole) return
      // Later additions may be cut off; the answer is complete without them.
      isWhole = true
      await noted
      await unfinished.ends(id)
    }
    const mailbox = createMailbox({ hold: waiting.hold, show, room: outlet.room, signal })
    try {
      for await (const message of tutor.handle(request)) {
        if (signal.aborted) break
        mailbox.put(message)
      }
      await mailbox.end()
      await noted
      if (!isWhole) await unfinished.ends(id)
    } catch (err) {
      failed(err)
      await noted
      if (isWhole || signal.aborted || err instanceof ChannelClosedError) await unfinished.ends(id)
      else await unfinished.leaves(id)
    } finally {
      mailbox.close()
    }
  }

  /** An intermediate revision that couldn't be shown is replaced by the next one. */
  async function shown(message: Message, outlet: ReplyDelivery): Promise<void> {
    try {
      await outlet.show(message)
    } catch (err) {
      if (message.done || err instanceof ChannelClosedError) throw err
      if (err instanceof PlatformUnavailableError)
        log.info({ err, platform }, 'a revision is left out')
      else failed(err)
    }
  }

  function failed(err: unknown): void {
    log[isOutside(err) ? 'warn' : 'error']({ err, platform }, 'an answer could not be shown')
  }

  return {
    answer,
    tell: (message, transport) => createReplyDelivery(transport, deps).show(message),
    halt(question) {
      const halted = question === undefined ? running.values() : [running.get(question)]
      for (const each of halted) each?.halt.abort()
    },
    async stop(question, how) {
      const found = running.get(question)
      found?.abort.abort()
      await Promise.all([found?.ended, questions.end(question, how === 'deleted')])
    },
    async settled(mostMs) {
      await Promise.race([Promise.all(all), delay(mostMs, undefined, { ref: false })])
    },
  }
}

/**
 * The action that asks the same again; null with attachments, which aren't kept, and for talk, which is quicker to
 * retype.
 */
function againOf({ command, options, text, attachments = [] }: Request): Action | null {
  if (attachments.length > 0) return null
  if (command !== undefined) return { command, options: options ?? {} }
  return text?.includes('```') ? { command: 'run', options: { code: text } } : null
}
