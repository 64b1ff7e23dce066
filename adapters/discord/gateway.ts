/** The gateway: one client of the library for each connection that is tried, and what it hears. */
import { setTimeout as delay } from 'node:timers/promises'
import {
  ActivityType,
  Client,
  type ClientOptions,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  SimpleIdentifyThrottler,
} from 'discord.js'
import type { Wait } from '../../bot/connection.ts'
import type { Log } from '../../bot/log.ts'
import { TIMES } from './limits.ts'

/** None that Discord has to grant. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
]

/** By the name of a dispatch; `me` is the tutor's own id. What a listener throws is a bug of ours. */
export type Listeners = Readonly<
  Partial<Record<GatewayDispatchEvents, (raw: unknown, me: string) => Promise<void>>>
>

type Connecting = Readonly<{
  token: string
  apiUrl: string
  /** Which of how many; null leaves it to Discord. */
  shards: Readonly<{ ids: readonly number[]; count: number }> | null
  listeners: Listeners
  log: Log
  wait: Wait
}>

/** Comes back when the gateway is ready. Throws what kept it from that, without the token. */
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
  guard(client, connecting)
  mendResume(client)
  const calm = watch(client, connecting)
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

/** The library waits for a last word of the gateway, which may never come. */
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
        { name: 'start', type: ActivityType.Custom, state: 'Post Python and mention me, or /run' },
      ],
    },
    // What is needed of messages and members comes with each event.
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

/**
 * The library's goes on when the connection that wanted to identify has been closed meanwhile, and then writes to the
 * next one, which may not be open: that would end the process.
 */
export const identifyThrottler: BuildThrottler = async (manager) => {
  const { session_start_limit: limit } = await manager.fetchGatewayInformation()
  const throttler = new SimpleIdentifyThrottler(limit.max_concurrency)
  return {
    async waitForIdentify(shard, signal) {
      await throttler.waitForIdentify(shard, signal)
      signal.throwIfAborted()
    },
  }
}

type BuildThrottler = NonNullable<NonNullable<ClientOptions['ws']>['buildIdentifyThrottler']>

/**
 * Where a session is resumed. The library would end the process over an address that is none; what stands in Discord's
 * place may give Discord's own.
 */
function mendResume(client: Client): void {
  client.ws.on(GatewayDispatchEvents.Ready, (_raw: unknown, id: number) => {
    const shard = client.ws.shards.get(id)
    const { gateway } = client.ws
    // biome-ignore lint/complexity/useLiteralKeys: so TypeScript lets a private field be reached
    const session = shard?.['sessionInfo']
    if (!shard || !session || !gateway || mayResumeAt(session.resumeURL, gateway)) return
    // biome-ignore lint/complexity/useLiteralKeys: likewise
    shard['sessionInfo'] = { ...session, resumeURL: gateway }
  })
}

function mayResumeAt(address: string, gateway: string): boolean {
  return (
    /^wss?:/.test(address) && URL.canParse(address) && (isDiscord(gateway) || !isDiscord(address))
  )
}

function isDiscord(address: string): boolean {
  return new URL(address).hostname.endsWith('.discord.gg')
}

/** A session that cannot be resumed in time is let go: nobody may answer any more where it was. */
function watch(client: Client, { log }: Connecting): () => void {
  const waiting = new Map<number, NodeJS.Timeout>()
  const calm = (shard: number) => {
    clearTimeout(waiting.get(shard))
    waiting.delete(shard)
  }
  client.on(Events.ShardReconnecting, (shard) => {
    if (waiting.has(shard)) return
    const late = () => {
      log.warn({ platform: 'discord' }, 'the gateway does not resume')
      const state = client.ws.shards.get(shard)
      // biome-ignore lint/complexity/useLiteralKeys: so TypeScript lets a private field be reached
      if (state) state['sessionInfo'] = null
    }
    waiting.set(shard, setTimeout(late, TIMES.resumeMs).unref())
  })
  client.on(Events.ShardResume, calm)
  client.on(Events.ShardReady, calm)
  return () => {
    for (const shard of [...waiting.keys()]) calm(shard)
  }
}

/** The library reads each event too, and throws on what it does not expect: inside its socket, that would end the process. */
function guard(client: Client, { log }: Connecting): void {
  const manager = client.ws
  // biome-ignore lint/complexity/useLiteralKeys: so TypeScript lets a private method be reached
  const read = manager['handlePacket'].bind(manager)
  // biome-ignore lint/complexity/useLiteralKeys: likewise
  manager['handlePacket'] = (packet, shard) => {
    try {
      return read(packet, shard)
    } catch (err) {
      log.warn({ err, platform: 'discord' }, 'the library did not understand an event')
      return false
    }
  }
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
