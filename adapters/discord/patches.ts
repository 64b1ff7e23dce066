/**
 * Fixes for discord.js 14.28.1 and @discordjs/ws 1.2.3, most of them through private members, so package.json pins
 * both. `tests/discord/patches.test.ts` shows each bug in the unpatched library; once such a test fails, the fix can
 * go.
 */
import {
  type Client,
  type ClientOptions,
  Events,
  GatewayDispatchEvents,
  SimpleIdentifyThrottler,
} from 'discord.js'
import type { Log } from '../../bot/core/log.ts'
import { TIMES } from './limits.ts'

/**
 * Keeps the library's own event handling from ending the process: it throws on unexpected events, and nothing catches
 * that. https://github.com/discordjs/discord.js/issues/9696 was closed with a fix for one event.
 */
export function guardEvents(client: Client, log: Log): void {
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

/**
 * Stops a shard whose connection closed while it waited for its turn to identify. The library doesn't notice the
 * close and writes to the next socket, which may not be open yet, and that ends the process.
 * https://github.com/discordjs/discord.js/issues/10612 reports such a crash, without its cause.
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
 * Replaces an unusable `resume_gateway_url` with the gateway's address. The library opens a socket at whatever the
 * URL says, and one that isn't a URL ends the process; no upstream issue reports this. A proxy in front of Discord
 * may also pass on Discord's own address, which would bypass the proxy.
 */
export function checkResumeAddress(client: Client): void {
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

/**
 * Starts a new session when one couldn't be resumed within `TIMES.resumeMs` ms. The library gives up a session when
 * the network fails, but not when a proxy answers with an error: then it retries the same address endlessly; no
 * upstream issue reports this. Returns a function that stops watching.
 */
export function forgetLostSessions(client: Client, log: Log): () => void {
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
