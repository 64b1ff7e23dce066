/** The calls of Discord's API that are used here. The library waits where Discord says so, and tries again. */
import {
  type APIApplicationCommand,
  DiscordAPIError,
  type InteractionResponseType,
  type RawFile,
  REST,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RouteLike,
  Routes,
} from 'discord.js'
import { z } from 'zod'
import type { DiscordConfig } from '../../bot/config/discord.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import { again, isBroken } from './again.ts'
import type { Sending } from './sending.ts'

const posted = z.object({ id: z.string(), channel_id: z.string().optional() })
const answered = z.object({ resource: z.object({ message: posted.nullish() }).nullish() }).nullish()

/** A message that stands somewhere. */
export type Standing = Readonly<{ channel: string; id: string }>

/** An interaction that may be answered. */
export type Ticket = Readonly<{ id: string; application: string; token: string; channel: string }>

export type Api = ReturnType<typeof createApi>

export function discordApi({ apiUrl, token }: Pick<DiscordConfig, 'apiUrl' | 'token'>) {
  const rest = new REST({ api: apiUrl })
  // The library forgets the token when Discord does not take it once.
  return createApi(() => rest.setToken(token))
}

function createApi(rest: () => REST) {
  const calls = again(rest)

  /** The id of the message that it becomes; null where Discord does not say. */
  async function respond(
    ticket: Ticket,
    type: InteractionResponseType,
    data?: object,
    files?: readonly RawFile[],
  ): Promise<string | null> {
    const answer = await orNothing(
      calls.post(Routes.interactionCallback(ticket.id, ticket.token), {
        auth: false,
        body: { type, ...(data ? { data } : {}) },
        query: new URLSearchParams({ with_response: 'true' }),
        ...(files ? { files: [...files] } : {}),
      }),
    )
    return answered.safeParse(answer).data?.resource?.message?.id ?? null
  }

  return {
    respond,

    /**
     * Another message of the same interaction. Null where the connection broke, so that nobody knows whether it is
     * there: said twice would be worse than not at all.
     */
    async followUp(
      { application, token }: Ticket,
      { body, files }: Sending,
    ): Promise<string | null> {
      const call = rest().post(Routes.webhook(application, token), {
        auth: false,
        body,
        files: [...files],
        query: new URLSearchParams({ wait: 'true' }),
      })
      const answer = await call.catch((error: unknown) => {
        if (isBroken(error)) return null
        throw error
      })
      return answer === null ? null : posted.parse(answer).id
    },

    /** `@original`, or the id of a message that followed. False when it is gone. */
    editAnswer: ({ application, token }: Ticket, id: string, { body, files }: Sending) =>
      unlessGone(
        calls.patch(answerRoute(application, token, id), {
          auth: false,
          body,
          files: [...files],
        }),
      ),

    deleteAnswer: ({ application, token }: Ticket, id: string) =>
      unlessGone(calls.delete(answerRoute(application, token, id), { auth: false })),

    /** Throws `ChannelClosed`. */
    async post(channel: string, { body, files }: Sending): Promise<string> {
      const answer = await openOnly(
        calls.post(Routes.channelMessages(channel), { body, files: [...files] }),
      )
      return posted.parse(answer).id
    },

    /** That something is being written, for some seconds. */
    typing: (channel: string) => unlessGone(calls.post(Routes.channelTyping(channel))),

    /** False when it is gone. */
    edit: ({ channel, id }: Standing, { body, files }: Sending) =>
      unlessGone(calls.patch(Routes.channelMessage(channel, id), { body, files: [...files] })),

    remove: ({ channel, id }: Standing) =>
      unlessGone(calls.delete(Routes.channelMessage(channel, id))),

    /** The channel for direct messages with a person. Throws `ChannelClosed`. */
    async direct(person: string): Promise<string> {
      const call = calls.post(Routes.userChannels(), { body: { recipient_id: person } })
      return posted.parse(await openOnly(call, isMissing)).id
    },

    /** Throws `ChannelClosed`, also when the message is gone. */
    async thread({ channel, id }: Standing, name: string): Promise<string> {
      const body = { name, auto_archive_duration: THREAD_MINUTES }
      const call = calls.post(Routes.threads(channel, id), { body })
      return posted.parse(await openOnly(call, isMissing)).id
    },

    guild: (id: string) => calls.get(Routes.guild(id)),
    member: (guild: string, id: string) => calls.get(Routes.guildMember(guild, id)),
    application: () => calls.get(Routes.currentApplication()),
    gateway: () => calls.get(Routes.gatewayBot()),

    commands: (application: string) =>
      calls.get(Routes.applicationCommands(application), {
        query: new URLSearchParams({ with_localizations: 'true' }),
      }),
    putCommands: (application: string, body: readonly RESTPostAPIApplicationCommandsJSONBody[]) =>
      calls.put(Routes.applicationCommands(application), { body }),
    /** One of the same name and kind is replaced. */
    postCommand: (application: string, body: RESTPostAPIApplicationCommandsJSONBody) =>
      calls.post(Routes.applicationCommands(application), { body }),
    deleteCommand: (application: string, { id }: Pick<APIApplicationCommand, 'id'>) =>
      orNothing(calls.delete(Routes.applicationCommand(application, id))),
  }
}

const THREAD_MINUTES = 1440

/** As Discord documents it: the library would write `%40original`, which not everything in Discord's place reads. */
function answerRoute(application: string, token: string, id: string): RouteLike {
  return `/webhooks/${application}/${token}/messages/${id}`
}

/** Codes of Discord's errors. */
export const CODES = {
  unknownChannel: 10_003,
  unknownInteraction: 10_062,
  forum: 40_058,
  alreadyAnswered: 40_060,
  missingAccess: 50_001,
  notToThisPerson: 50_007,
  noTextHere: 50_008,
  missingPermission: 50_013,
  invalidToken: 50_027,
  noThreadsHere: 50_024,
  threadArchived: 50_083,
  nothingShared: 50_278,
  mayNotReply: 160_002,
  threadThere: 160_004,
} as const

export function isError(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.some((code) => code === error.code)
}

/** What is asked for is not there; with code 0, not even the route, as in what stands in Discord's place. */
function isMissing(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 404
}

/** The token is not, or no longer, known. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 401
}

/** A success without a body is one too, whatever its headers promise. */
async function orNothing(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

async function unlessGone(call: Promise<unknown>): Promise<boolean> {
  try {
    await orNothing(call)
    return true
  } catch (error) {
    if (isMissing(error) || isError(error, ...GONE)) return false
    throw error
  }
}

const { missingAccess, missingPermission, threadArchived } = CODES
const GONE = [missingAccess, missingPermission, threadArchived, CODES.invalidToken]
const CLOSED = [
  ...[missingAccess, missingPermission, threadArchived],
  ...[CODES.unknownChannel, CODES.forum, CODES.noTextHere],
  ...[CODES.notToThisPerson, CODES.nothingShared],
]

/** What else is not there may be the trouble of a moment. */
async function openOnly(
  call: Promise<unknown>,
  isClosed: (error: unknown) => boolean = () => false,
): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (isClosed(error) || isError(error, ...CLOSED))
      throw new ChannelClosed(String(error), { cause: error })
    throw error
  }
}
