/** The Discord API calls that Overlap uses. */
import {
  type APIApplicationCommand,
  type InteractionResponseType,
  type RawFile,
  REST,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RouteLike,
  Routes,
} from 'discord.js'
import { z } from 'zod'
import { type Calling, createAttempts, unprompted, usual } from '../../bot/delivery/attempts.ts'
import { resultOf } from '../../bot/delivery/outcome.ts'
import type { MessageRef } from '../../bot/delivery/reply-records.ts'
import { MONOTONIC } from '../../bot/delivery/scheduler.ts'
import { call, classify, isThere, openOnly } from './calls.ts'
import type { DiscordConfig } from './config.ts'
import { TIMES } from './limits.ts'
import type { Sending } from './sending.ts'

const posted = z.object({ id: z.string(), channel_id: z.string().optional() })
const answered = z.object({ resource: z.object({ message: posted.nullish() }).nullish() }).nullish()

/** An interaction that can still be answered. */
export type Ticket = Readonly<{ id: string; application: string; token: string; channel: string }>

export type Api = ReturnType<typeof callsOf> &
  Readonly<{
    /** How calls are made by default. */
    how: Calling['how']
    /** The same calls, made in a different way. `how` is read at each call. */
    as(how: Calling['how']): Api
    /** The same calls, made as for one unprompted message. */
    unprompted(): Api
  }>

/** Creates the API client. */
export function discordApi(
  { apiUrl, token }: Pick<DiscordConfig, 'apiUrl' | 'token'>,
  closing: AbortSignal,
): Api {
  // The library reports rate limits instead of waiting, so that urgent calls go first.
  const rest = new REST({ api: apiUrl, rejectOnRateLimit: () => true })
  const attempts = createAttempts(MONOTONIC, closing, classify)
  // The library forgets the token after Discord rejects it once.
  return createApi(() => rest.setToken(token), usual(attempts, closing))
}

function createApi(rest: () => REST, calling: Calling): Api {
  return {
    ...callsOf(rest, calling),
    how: calling.how,
    as: (how) => createApi(rest, { ...calling, how }),
    unprompted: () => createApi(rest, { ...calling, how: unprompted(calling) }),
  }
}

function callsOf(rest: () => REST, calling: Calling) {
  const make = (...what: Parameters<typeof call>[2]) => call(rest, calling, what)
  const get = async (...what: readonly [RouteLike, Parameters<REST['get']>[1]?]) =>
    resultOf(await make('get', ...what))

  /**
   * Answers an interaction and returns the id of the message; null if Discord doesn't say.
   *
   * @throws {PlatformUnavailableError} when Discord can't be reached, or Discord's own error when it refuses.
   */
  async function respond(
    ticket: Ticket,
    type: InteractionResponseType,
    data?: object,
    files?: readonly RawFile[],
  ): Promise<string | null> {
    const patienceMs = Math.min(calling.how.patienceMs, TIMES.respondMs)
    const soon = { ...calling, how: { ...calling.how, patienceMs } }
    const options = {
      auth: false,
      body: { type, ...(data ? { data } : {}) },
      query: new URLSearchParams({ with_response: 'true' }),
      ...(files ? { files: [...files] } : {}),
    }
    const route = Routes.interactionCallback(ticket.id, ticket.token)
    const answer = resultOf(await call(rest, soon, ['post', route, options]))
    return answered.safeParse(answer).data?.resource?.message?.id ?? null
  }

  /** Edits `@original`, or a follow-up message by its id. */
  function changeAnswer({ application, token }: Ticket, id: string, { body, files }: Sending) {
    const route = answerRoute(application, token, id)
    return make('patch', route, { auth: false, body, files: [...files] })
  }

  return {
    /** As in `Attempts`: resolves when there is room for an optional revision. */
    room: calling.attempts.room,

    respond,

    /**
     * Posts another message for the same interaction and returns its id. Returns null if the connection broke, since
     * it may have arrived, and a duplicate would be worse than nothing.
     *
     * @throws {PlatformUnavailableError} when Discord can't be reached, or Discord's own error when it refuses.
     */
    async followUp(
      { application, token }: Ticket,
      { body, files }: Sending,
    ): Promise<string | null> {
      const query = new URLSearchParams({ wait: 'true' })
      const options = { auth: false, body, files: [...files], query }
      const route = Routes.webhook(application, token)
      const outcome = await call(rest, calling, ['post', route, options], 'undone')
      return outcome.is === 'unknown' ? null : posted.parse(resultOf(outcome)).id
    },

    changeAnswer,

    /** Returns false if the message is gone. */
    editAnswer: async (...what: Parameters<typeof changeAnswer>) =>
      isThere(await changeAnswer(...what)),

    /** Returns false if the message is gone. */
    deleteAnswer: async ({ application, token }: Ticket, id: string) =>
      isThere(await make('delete', answerRoute(application, token, id), { auth: false })),

    /**
     * Posts a message and returns its id.
     *
     * @throws {ChannelClosedError} when the channel is gone or closed to the tutor.
     * @throws {PlatformUnavailableError} when Discord can't be reached.
     */
    async post(channel: string, { body, files }: Sending): Promise<string> {
      const route = Routes.channelMessages(channel)
      return posted.parse(resultOf(await make('post', route, { body, files: [...files] }))).id
    },

    /** Shows the typing indicator for a few seconds. */
    typing: (channel: string) => make('post', Routes.channelTyping(channel)),

    edit: ({ channel, id }: MessageRef, { body, files }: Sending) =>
      make('patch', Routes.channelMessage(channel, id), { body, files: [...files] }),

    remove: async ({ channel, id }: MessageRef) =>
      isThere(await make('delete', Routes.channelMessage(channel, id))),

    /**
     * Opens the channel for direct messages with a person and returns its id.
     *
     * @throws {ChannelClosedError} when the person can't be messaged.
     */
    async direct(person: string): Promise<string> {
      const outcome = await make('post', Routes.userChannels(), { body: { recipient_id: person } })
      return posted.parse(resultOf(openOnly(outcome))).id
    },

    /**
     * Starts a thread under a message and returns its id.
     *
     * @throws {ChannelClosedError} when the channel is closed to the tutor or the message is gone.
     */
    async thread({ channel, id }: MessageRef, name: string): Promise<string> {
      const body = { name, auto_archive_duration: THREAD_MINUTES }
      const outcome = await make('post', Routes.threads(channel, id), { body })
      return posted.parse(resultOf(openOnly(outcome))).id
    },

    guild: (id: string) => get(Routes.guild(id)),
    member: (guild: string, id: string) => get(Routes.guildMember(guild, id)),
    application: () => get(Routes.currentApplication()),
    gateway: () => get(Routes.gatewayBot()),

    commands: (application: string) =>
      get(Routes.applicationCommands(application), {
        query: new URLSearchParams({ with_localizations: 'true' }),
      }),
    putCommands: async (
      application: string,
      body: readonly RESTPostAPIApplicationCommandsJSONBody[],
    ) => resultOf(await make('put', Routes.applicationCommands(application), { body })),
    /** Replaces an existing command of the same name and type. */
    postCommand: async (application: string, body: RESTPostAPIApplicationCommandsJSONBody) =>
      resultOf(await make('post', Routes.applicationCommands(application), { body })),
    deleteCommand: async (application: string, { id }: Pick<APIApplicationCommand, 'id'>) =>
      resultOf(await make('delete', Routes.applicationCommand(application, id))),
  }
}

const THREAD_MINUTES = 1440

/**
 * The path as Discord documents it: the library would write `%40original`, which not every stand-in for Discord
 * understands.
 */
function answerRoute(application: string, token: string, id: string): RouteLike {
  return `/webhooks/${application}/${token}/messages/${id}`
}
