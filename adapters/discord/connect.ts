/** Connects to Discord: keeps the gateway up, registers commands, listens to events, and closes. */
import { type Client, DiscordjsError, DiscordjsErrorCodes, GatewayDispatchEvents } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Platform } from '../../bot/core/platform.ts'
import { createDelivery, type DeliveryDeps } from '../../bot/delivery/delivery.ts'
import { keepConnected, waiting } from '../../bot/lib/reconnect.ts'
import { discordApi } from './api.ts'
import { isOutside, isUnauthorized } from './calls.ts'
import type { DiscordConfig } from './config.ts'
import type { DiscordDeps } from './deps.ts'
import { onInteraction } from './events/interactions.ts'
import { onDeletion, onEdit, onMessage } from './events/messages.ts'
import { guild } from './events/payloads.ts'
import { connectGateway, type Listeners, UNKNOWN_TOKEN } from './gateway.ts'
import { DIRECT_CHANNELS, TIMES } from './limits.ts'
import { createPeople } from './people.ts'
import { discordPlatform } from './platform.ts'
import { registration } from './registration.ts'

export type DiscordOptions = DeliveryDeps & Readonly<{ config: DiscordConfig }>

/** Returns immediately and connects in the background; `state` reports the progress. */
export function startDiscord(options: DiscordOptions): Platform {
  const { config, log } = options
  const closing = new AbortController()
  const wait = waiting(closing.signal)
  let client: Client | null = null
  let close = async () => {}
  const parts = createParts(options, () => client, closing.signal)
  const registering = registration(parts, config.token, { wait, log, closing: closing.signal })

  const connection = keepConnected({
    platform: 'discord',
    async connect() {
      const gateway = await connectGateway({
        ...config,
        listeners: listeners(parts),
        log,
        wait,
      })
      client = gateway.client
      close = gateway.close
      // Closing was requested while connecting.
      if (closing.signal.aborted) await close()
      else if (config.registers) await Promise.race([registering(), wait(TIMES.registerMs)])
      return gateway
    },
    detail: () => `${client?.guilds.cache.size ?? 0} servers`,
    reason: (error) => reasonOf(error, config.token),
    wait,
    log,
    closing: closing.signal,
  })

  return discordPlatform(parts, {
    state: connection.state,
    async close() {
      closing.abort()
      await parts.answers.settled(TIMES.lastWordsMs)
      await close()
      await connection.ended
    },
  })
}

/** Builds what the parts of the adapter share; `client` returns the current gateway client, if any. */
export function createParts(
  options: DiscordOptions,
  client: () => Client | null,
  closing: AbortSignal,
): DiscordDeps {
  const { config, ...ground } = options
  const { firstSignMs } = TIMES
  const api = discordApi(config, closing)
  return {
    ...ground,
    ...createDelivery(ground, { platform: 'discord', firstSignMs, isOutside }),
    api,
    people: createPeople(api, client),
    direct: remembered(api.direct),
    apiUrl: config.apiUrl,
  }
}

/** Caches the channel of each person, which never changes. */
function remembered(open: (person: string) => Promise<string>) {
  const known = new LRUCache<string, string>({ max: DIRECT_CHANNELS, fetchMethod: open })
  return (person: string): Promise<string> => known.forceFetch(person)
}

function listeners(parts: DiscordDeps): Listeners {
  const { store, clock } = parts
  const workspaceOf = (raw: unknown) => {
    const found = guild.safeParse(raw).data
    return found && !found.unavailable ? { platform: 'discord', workspace: found.id } : null
  }
  return {
    [GatewayDispatchEvents.InteractionCreate]: (raw) => onInteraction(raw, parts),
    [GatewayDispatchEvents.MessageCreate]: (raw, me) => onMessage(raw, me, parts),
    [GatewayDispatchEvents.MessageUpdate]: (raw, me) => onEdit(raw, me, parts),
    [GatewayDispatchEvents.MessageDelete]: (raw) => onDeletion(raw, parts),
    [GatewayDispatchEvents.MessageDeleteBulk]: (raw) => onDeletion(raw, parts),
    async [GatewayDispatchEvents.GuildCreate](raw) {
      const workspace = workspaceOf(raw)
      if (workspace) await store.workspaces.joined(workspace, clock())
    },
    /** An unavailable server isn't one that the tutor left. */
    async [GatewayDispatchEvents.GuildDelete](raw) {
      const workspace = workspaceOf(raw)
      if (workspace) await store.workspaces.left(workspace, clock())
    },
  }
}

/** Returns a description of a connection error, with the token masked. */
export function reasonOf(error: unknown, token: string): string {
  if (isUnauthorized(error) || isTokenInvalid(error)) return UNKNOWN_TOKEN
  const message = error instanceof Error ? error.message : 'the connection was closed'
  return message.replaceAll(token, '(token)')
}

/** Recognises the library's own error for an invalid token. */
function isTokenInvalid(error: unknown): boolean {
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid
}
