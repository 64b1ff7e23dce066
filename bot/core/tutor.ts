/** Takes one request and returns a stream of message revisions. Independent of any platform. */
import {
  type Job,
  RunLostError,
  type Sandbox,
  SandboxBusyError,
  SandboxUnavailableError,
} from '../../sandbox/sandbox.ts'
import { sentence } from '../lib/text/markdown.ts'
import { list } from '../lib/text/quantities.ts'
import { oneLine } from '../lib/text/visible.ts'
import { eachOnBehalfOf } from '../lib/workers/asker.ts'
import { TooComplexError } from '../lib/workers/errors.ts'
import type { Clock, Random } from './clock.ts'
import type { Command, Commands, CompletionContext, Context, Suggestion } from './command.ts'
import type { Conversations } from './conversations.ts'
import { StoreUnavailableError, UserError } from './errors.ts'
import type { Events, TutorEvent } from './events.ts'
import { interpret, type Meaning } from './interpret.ts'
import type { Workspace } from './keys.ts'
import type { Log } from './log.ts'
import type { Block, Message } from './message.ts'
import { QUERY_CHARACTERS } from './option-at-cursor.ts'
import type { Policies, Policy } from './policy.ts'
import { type Asker, checkWait, type RateKind, type Rates } from './rates.ts'
import type { Reader } from './reader.ts'
import type { Request } from './request.ts'

export type Tutor = Readonly<{
  commands: Commands
  /** Answers a request. Each revision replaces the one before it, and the last one is `done`; there may be none. */
  handle(request: Request): AsyncGenerator<Message, void>
  /**
   * Forgets what the message with this `Request.source` asked. Call it before handling an edit, and when the message is
   * deleted. Never throws.
   */
  forget(source: string): Promise<void>
  /** Suggests values for the option being typed; empty where there is no autocomplete. Never throws. */
  complete(typing: Typing): Promise<readonly Suggestion[]>
}>

/** An option whose value is being typed. */
export type Typing = Pick<CompletionContext, 'person' | 'place'> &
  Readonly<{ command: string; option: string; typed: string }>

export type TutorParts = Readonly<{
  commands: Commands
  reader: Reader
  sandbox: Sandbox
  policies: Policies
  conversations: Conversations
  events: Events
  rates: Rates
  log: Log
  clock: Clock
  random: Random
}>

/**
 * Creates the tutor, which turns requests into messages and reports each request, run and bug as an event.
 *
 * `handle` doesn't throw for what goes wrong in a command: the last message says it instead.
 *
 * @example
 * const tutor = createTutor({ commands: commandRegistry([run, help]), ...deps })
 * for await (const message of tutor.handle(request)) show(message)
 */
export function createTutor(parts: TutorParts): Tutor {
  const { commands, reader, policies, conversations, events, rates, log } = parts

  function bug(error: unknown, { platform, workspace }: Workspace): string {
    events.emit({ kind: 'bug', workspace: { platform, workspace } })
    const id = Math.floor(parts.random() * 36 ** 6)
      .toString(36)
      .padStart(6, '0')
    log.error({ bug: id, err: error }, 'bug')
    return id
  }

  async function* handle(request: Request): AsyncGenerator<Message, void> {
    let audience: Message['audience'] = 'asker'
    const course: Course = { command: 'talk', firstMs: null }
    const began = parts.clock()
    const end = conversations.begin(request)
    try {
      const messages = answer(request, course)
      for await (const message of eachOnBehalfOf(request.person, messages)) {
        course.firstMs ??= parts.clock() - began
        if (message.done) course.doneMs ??= parts.clock() - began
        yield message
        audience = message.audience
      }
    } catch (error) {
      yield apology(error, audience, request)
    } finally {
      end()
      // Admin commands don't count as use of the tutor.
      if (!commands.get(course.command)?.admin) {
        // Additions after the first complete message don't count towards `doneMs`.
        const { doneMs = parts.clock() - began, ...seen } = course
        emitterFor(request)({ kind: 'request', ...seen, doneMs })
      }
    }
  }

  async function* answer(asked: Request, course: Course): AsyncGenerator<Message, void> {
    const policy = await policies.of(asked.person)
    const request = withRights(asked, policy)
    const meant = await meaning(request, policy)
    if ('message' in meant) {
      yield meant.message
      return
    }
    const { command, options } = meant
    course.command = command.name
    checkRights(command, request)
    const context = contextOf(request, policy)
    await checkRates(command, context.take)
    yield* command.answer(options, context)
  }

  /** Admin commands work in every channel, so that nobody can lock themselves out. */
  async function meaning(request: Request, policy: Policy): Promise<Meaning> {
    const closed = closedPlace(policy, request)
    try {
      const meant = await interpret(request, commands, reader)
      if (closed === null || ('command' in meant && meant.command.admin)) return meant
    } catch (error) {
      throw closed ?? error
    }
    throw closed
  }

  /** Adds the asker to each run and reports its outcome as an event, so that commands don't have to. */
  function contextOf(request: Request, { perHour }: Policy): Context {
    const emit = emitterFor(request)
    return {
      request,
      emit,
      sandbox: {
        ...parts.sandbox,
        async run(job, options) {
          const result = await parts.sandbox.run({ ...job, ...from(request) }, options)
          if (!job.background) emit({ kind: 'run', status: result.status, wallMs: result.wallMs })
          return result
        },
      },
      take: (kind) => rates.take(kind, asker(request, kind), perHour[kind]),
      bug: (error) => bug(error, request.person),
    }
  }

  function emitterFor({ person: { platform, workspace } }: Request) {
    return (happened: TutorEvent) =>
      events.emit({ ...happened, workspace: { platform, workspace } })
  }

  function apology(error: unknown, audience: Message['audience'], { person }: Request): Message {
    if (error instanceof Error && error.name === 'AbortError') {
      return said('Cancelled.', audience)
    }
    if (error instanceof UserError) return said(error.message, audience, error.usage)
    if (error instanceof TooComplexError) return said(error.message, audience)
    if (error instanceof SandboxBusyError) return said(busyWords(error), audience)
    if (error instanceof RunLostError) {
      log.warn({ err: error }, 'run lost')
      return said(LOST, audience)
    }
    if (error instanceof SandboxUnavailableError) {
      log.warn({ err: error }, 'no jail')
      return said(UNAVAILABLE, audience)
    }
    if (error instanceof StoreUnavailableError) {
      log.error({ err: error }, 'no store')
      return said(FORGETFUL, audience)
    }
    return said(
      `Something went wrong on my side. It's logged as bug ${bug(error, person)}.`,
      audience,
    )
  }

  async function complete({ command, option, typed, ...who }: Typing) {
    const suggest = commands.get(command)?.complete?.[option]
    if (!suggest || typed.length > QUERY_CHARACTERS) return []
    try {
      return (await suggest(typed, who)).slice(0, SUGGESTIONS)
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) bug(error, who.person)
      return []
    }
  }

  return { commands, handle, forget: conversations.forget, complete }
}

/** Statistics of a request so far, for its event. */
type Course = { command: string; firstMs: number | null; doneMs?: number }

/** The most that Discord shows. */
const SUGGESTIONS = 25

function busyWords({ full, waiting }: SandboxBusyError): string {
  return full === 'asker'
    ? `You already have ${waiting} programs waiting. Send the next one when some have finished.`
    : 'Too many programs are waiting. Try again in a minute.'
}

const LOST =
  'This run broke its sandbox, so its output is lost. You can run something else right away.'
const UNAVAILABLE =
  "I can't run programs right now. An operator can find out why with `overlap doctor`."
const FORGETFUL =
  "I can't reach my database right now, so this may not have been saved. Try again in a minute."

function withRights(request: Request, policy: Policy): Request {
  const { person } = request
  if (person.admin || !policy.isAdmin(person)) return request
  return { ...request, person: { ...person, admin: true } }
}

function closedPlace({ channels }: Policy, { place }: Request): UserError | null {
  if (place.direct || channels.length === 0 || channels.some(({ id }) => id === place.channel))
    return null
  const open = list(channels.map(({ name }) => `#${name}`))
  return new UserError(`I don't answer in this channel. Ask me in ${open}, or in a direct message.`)
}

function checkRights({ name, admin }: Command, { person }: Request): void {
  if (admin && !person.admin) throw new UserError(`Only admins can use /${name}.`)
}

async function checkRates({ rate }: Command, take: Context['take']): Promise<void> {
  if (rate) checkWait(await take(rate))
}

/**
 * Where anyone can come back under a new name (where an origin is known), the channel has no budget for runs: a few
 * people could use it up for everyone. The queue shares fairly by origin instead.
 */
function asker({ person, place, origin }: Request, kind: RateKind): Asker {
  const workspace = `${person.platform} ${person.workspace}`
  const isShared = kind === 'model' || origin === undefined
  return {
    person: `${workspace} ${person.id}`,
    channel: isShared ? `${workspace} ${place.channel}` : null,
  }
}

/** Who asks and from where, as the sandbox queue identifies them. */
function from(request: Request): Pick<Job, 'asker' | 'origin'> {
  const { origin } = request
  return { asker: asker(request, 'run').person, ...(origin === undefined ? {} : { origin }) }
}

function said(text: string, audience: Message['audience'], usage?: string): Message {
  const blocks: Block[] = [{ kind: 'markdown', text: sentence(text) }]
  if (usage !== undefined) blocks.push({ kind: 'code', text: usage, language: 'text' })
  return { blocks, notice: oneLine(text), audience, done: true }
}
