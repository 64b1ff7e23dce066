/** Discord, connected: the gateway kept up, commands registered, events listened to; and closed. */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Client, DiscordjsError, DiscordjsErrorCodes, GatewayDispatchEvents } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../bot/clock.ts'
import type { DiscordConfig } from '../../bot/config/discord.ts'
import { keepConnected, type Wait } from '../../bot/connection.ts'
import { createAnswers } from '../../bot/delivery/answers.ts'
import { createQuestions } from '../../bot/delivery/questions.ts'
import { MONOTONIC } from '../../bot/delivery/scheduler.ts'
import { createStandings } from '../../bot/delivery/standings.ts'
import type { Log } from '../../bot/log.ts'
import type { Platform } from '../../bot/platform.ts'
import type { Store } from '../../bot/store/store.ts'
import type { Tutor } from '../../bot/tutor.ts'
import { unfinishedAnswers } from '../../bot/unfinished.ts'
import { discordApi } from './api.ts'
import { isOutside, isUnauthorized } from './calls.ts'
import { connectGateway, type Listeners, UNKNOWN_TOKEN } from './gateway.ts'
import { onInteraction } from './interactions.ts'
import { DIRECT_CHANNELS, TIMES } from './limits.ts'
import { onDeletion, onEdit, onMessage } from './messages.ts'
import type { Serving } from './parts.ts'
import { guild } from './payloads.ts'
import { createPeople } from './people.ts'
import { discordPlatform } from './platform.ts'
import { registration } from './registration.ts'

export type DiscordOptions = Readonly<{
  config: DiscordConfig
  tutor: Tutor
  store: Store
  clock: Clock
  log: Log
}>

/** Comes back at once; it connects in the background, and says in `state` how that goes. */
export function startDiscord(options: DiscordOptions): Platform {
  const { config, log } = options
  const closing = new AbortController()
  const wait: Wait = (ms) =>
    delay(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})
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
      // It is closed already, if that was asked for meanwhile.
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
      await Promise.race([
        parts.answers.settled(),
        delay(TIMES.lastWordsMs, undefined, { ref: false }),
      ])
      await close()
      await connection.ended
    },
  })
}

export function createParts(
  options: DiscordOptions,
  client: () => Client | null,
  closing: AbortSignal,
): Serving {
  const { config, tutor, store, clock, log } = options
  const api = discordApi(config, closing)
  const unfinished = unfinishedAnswers({ store, clock, log, time: MONOTONIC })
  const parts = {
    api,
    people: createPeople(api, client),
    standings: createStandings({ platform: 'discord', store, clock }),
    unfinished,
    questions: createQuestions({ store, clock, time: MONOTONIC, log, owner: randomUUID() }),
    direct: remembered(api.direct),
    tutor,
    store,
    clock,
    log,
    apiUrl: config.apiUrl,
  }
  const { firstSignMs } = TIMES
  return {
    ...parts,
    answers: createAnswers({ ...parts, platform: 'discord', firstSignMs, isOutside }),
  }
}

/** A person's channel stays the same. */
function remembered(open: (person: string) => Promise<string>) {
  const known = new LRUCache<string, string>({ max: DIRECT_CHANNELS, fetchMethod: open })
  return (person: string): Promise<string> => known.forceFetch(person)
}

function listeners(parts: Serving): Listeners {
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
    /** A server that has trouble is not one that was left. */
    async [GatewayDispatchEvents.GuildDelete](raw) {
      const workspace = workspaceOf(raw)
      if (workspace) await store.workspaces.left(workspace, clock())
    },
  }
}

/** Without the token. */
export function reasonOf(error: unknown, token: string): string {
  if (isUnauthorized(error) || isTokenInvalid(error)) return UNKNOWN_TOKEN
  const message = error instanceof Error ? error.message : 'the connection was closed'
  return message.replaceAll(token, '(token)')
}

/** As the library says it. */
function isTokenInvalid(error: unknown): boolean {
  return error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid
}
