/** One request in, a stream of message revisions out. Knows no platform. */
import { LIMITS, type Limits } from '../sandbox/limits.ts'
import { SandboxBusy, SandboxUnavailable } from '../sandbox/sandbox.ts'
import type { Asking, Command, Commands, Context, Suggestion } from './command.ts'
import { UserError } from './errors.ts'
import { interpret } from './interpret.ts'
import type { Log } from './log.ts'
import type { Block, Message } from './message.ts'
import { createPlatforms, type Platforms } from './platform.ts'
import type { RateKind, Rates } from './rates.ts'
import type { Request } from './request.ts'
import { sentence } from './text/markdown.ts'
import { duration } from './text/quantities.ts'
import { oneLine } from './text/visible.ts'

export type Tutor = Readonly<{
  commands: Commands
  /** Each revision replaces the one before; the last one is `done`. There may be none. */
  handle(request: Request): AsyncGenerator<Message, void>
  /** What may be meant by what is typed so far; nothing where nothing is known. Never throws. */
  complete(typing: Typing): Promise<readonly Suggestion[]>
}>

/** An option that somebody is typing the value of. */
export type Typing = Pick<Asking, 'person' | 'place'> &
  Readonly<{ command: string; option: string; typed: string }>

type Parts = Omit<Context, 'request' | 'take' | 'bug' | 'limits' | 'platforms'> &
  Readonly<{ limits?: Limits; platforms?: Platforms; rates: Rates; log: Log }>

export function createTutor(given: Parts): Tutor {
  const { rates, log, limits = LIMITS, platforms = createPlatforms(), ...parts } = given

  function bug(error: unknown): string {
    const id = Math.floor(parts.random() * 36 ** 6)
      .toString(36)
      .padStart(6, '0')
    log.error({ bug: id, err: error }, 'bug')
    return id
  }

  async function* handle(request: Request): AsyncGenerator<Message, void> {
    let audience: Message['audience'] = 'asker'
    try {
      for await (const message of answer(request)) {
        yield message
        audience = message.audience
      }
    } catch (error) {
      yield apology(error, audience)
    }
  }

  async function* answer(request: Request): AsyncGenerator<Message, void> {
    const meant = interpret(request, parts.commands)
    if ('message' in meant) {
      yield meant.message
      return
    }
    checkRights(meant.command, request)
    const take = (kind: RateKind) => rates.take(kind, asker(request))
    await checkRates(meant.command, take)
    yield* meant.command.answer(meant.options, {
      ...parts,
      limits,
      platforms,
      request,
      take,
      bug,
    })
  }

  function apology(error: unknown, audience: Message['audience']): Message {
    if (error instanceof Error && error.name === 'AbortError') {
      return said('Stopped, as you wished.', audience)
    }
    if (error instanceof UserError) return said(error.message, audience, error.usage)
    if (error instanceof SandboxBusy) return said(BUSY, audience)
    if (error instanceof SandboxUnavailable) {
      log.warn({ err: error }, 'no jail')
      return said(UNAVAILABLE, audience)
    }
    return said(`Something is wrong on my side. It is noted as bug ${bug(error)}.`, audience)
  }

  async function complete({ command, option, typed, ...who }: Typing) {
    const suggest = parts.commands.get(command)?.complete?.[option]
    if (!suggest) return []
    try {
      const { store, clock } = parts
      return (await suggest(typed, { store, clock, ...who })).slice(0, SUGGESTIONS)
    } catch (error) {
      bug(error)
      return []
    }
  }

  return { commands: parts.commands, handle, complete }
}

/** As many as Discord shows. */
const SUGGESTIONS = 25

const BUSY = 'So many programs are waiting that I cannot take another one. Try again in a minute.'
const UNAVAILABLE =
  'I cannot run programs at the moment. Whoever looks after me finds the reason with `overlap doctor`.'

function checkRights({ name, admin }: Command, { person }: Request): void {
  if (admin && !person.admin) throw new UserError(`Only admins can use /${name}.`)
}

async function checkRates({ rate }: Command, take: Context['take']): Promise<void> {
  const waitMs = rate ? await take(rate) : 0
  if (waitMs === 0) return
  throw new UserError(`That is a lot in a short time. Try again in ${wholeSeconds(waitMs)}.`)
}

/** As the rates know them. */
function asker({ person, place }: Request) {
  const workspace = `${person.platform} ${person.workspace}`
  return { person: `${workspace} ${person.id}`, channel: `${workspace} ${place.channel}` }
}

function wholeSeconds(ms: number): string {
  return duration(Math.ceil(ms / 1000) * 1000)
}

function said(text: string, audience: Message['audience'], usage?: string): Message {
  const blocks: Block[] = [{ kind: 'markdown', text: sentence(text) }]
  if (usage !== undefined) blocks.push({ kind: 'code', text: usage, language: 'text' })
  return { blocks, notice: oneLine(text), audience, done: true }
}
