/** The gateway connection: a new library client for each attempt, and its events. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  ActivityType,
  Client,
  Events,
  GatewayCloseCodes,
  type GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
} from 'discord.js'
import type { Log } from '../../bot/core/log.ts'
import type { Wait } from '../../bot/lib/reconnect.ts'
import { TIMES } from './limits.ts'
import {
  checkResumeAddress,
  forgetLostSessions,
  guardEvents,
  identifyThrottler,
} from './patches.ts'

/** None of these needs Discord's approval. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
]

/** Listeners by dispatch name; `me` is the tutor's own id. An error that a listener throws is a bug. */
export type Listeners = Readonly<
  Partial<Record<GatewayDispatchEvents, (raw: unknown, me: string) => Promise<void>>>
>

type Connecting = Readonly<{
  token: string
  apiUrl: string
  /** Which shards out of how many; null leaves it to Discord. */
  shards: Readonly<{ ids: readonly number[]; count: number }> | null
  listeners: Listeners
  log: Log
  wait: Wait
}>

/**
 * Connects to the gateway and resolves when it is ready.
 *
 * @throws {Error} when the connection fails or isn't ready within `TIMES.readyMs` ms; the gateway's refusals are
 *   named without the token.
 */
export async function connectGateway(connecting: Connecting) {
  const client = createClient(connecting)
  const ended = Promise.withResolvers<void>()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => {})
  client.on(Events.ShardDisconnect, ({ code }) => {
    failed.reject(new Error(refusal(code)))
    ended.resolve()
  })
  client.on(Events.Error, () => {})
  client.on(Events.ShardError, ({ message }) =>
    connecting.log.warn({ platform: 'discord', reason: message }, 'trouble with the gateway'),
  )
  guardEvents(client, connecting.log)
  checkResumeAddress(client)
  const calm = forgetLostSessions(client, connecting.log)
  listen(client, connecting)
  const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()))
  const late = connecting.wait(TIMES.readyMs).then(() => {
    throw new Error('the gateway does not get ready')
  })
  try {
    await Promise.race([client.login(connecting.token).then(() => ready), failed.promise, late])
  } catch (error) {
    calm()
    await destroyed(client)
    throw error
  }
  return {
    client,
    ended: ended.promise.then(() => {
      calm()
      return destroyed(client)
    }),
    async close(): Promise<void> {
      calm()
      await destroyed(client)
      ended.resolve()
    },
  }
}

/** The library waits for a close frame from the gateway, which may never come. */
async function destroyed(client: Client): Promise<void> {
  await Promise.race([client.destroy(), delay(TIMES.goodbyeMs, undefined, { ref: false })])
}

function createClient({ apiUrl, shards }: Connecting): Client {
  return new Client({
    intents: INTENTS,
    allowedMentions: { parse: [] },
    waitGuildTimeout: TIMES.serversMs,
    rest: { api: apiUrl },
    ws: { buildIdentifyThrottler: identifyThrottler },
    ...(shards ? { shards: [...shards.ids], shardCount: shards.count } : { shards: 'auto' }),
    presence: {
      activities: [
        {
          name: 'start',
          type: ActivityType.Custom,
          state: 'Paste Python and mention me, or use /run',
        },
      ],
    },
    // Events carry everything needed about messages and members.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user.id },
      UserManager: { maxSize: 0, keepOverLimit: ({ id, client }) => id === client.user.id },
      PresenceManager: 0,
      ReactionManager: 0,
      VoiceStateManager: 0,
    }),
  })
}

function listen(client: Client, { listeners, log }: Connecting): void {
  for (const [event, listener] of Object.entries(listeners)) {
    client.ws.on(event as GatewayDispatchEvents, (raw: unknown) => {
      const me = client.user?.id ?? ''
      listener(raw, me).catch((err: unknown) =>
        log.error({ err, platform: 'discord', event }, 'an event could not be dealt with'),
      )
    })
  }
}

export const UNKNOWN_TOKEN = 'Discord does not know this DISCORD_TOKEN'

function refusal(code: number): string {
  const reasons: Readonly<Record<number, string>> = {
    [GatewayCloseCodes.AuthenticationFailed]: UNKNOWN_TOKEN,
    [GatewayCloseCodes.DisallowedIntents]: 'Discord does not allow an intent (close code 4014)',
    [GatewayCloseCodes.ShardingRequired]: 'so many servers need DISCORD_SHARDS=auto',
  }
  return reasons[code] ?? `the gateway closed the connection (close code ${code})`
}
