/**
 * Connects to Slack: Socket Mode with an app token, otherwise HTTP on the page's server; keeps the connection up, and
 * closes.
 */
import type { RequestListener } from 'node:http'
import { App, type Receiver, type SocketModeReceiver } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import type { HomeCard } from '../../bot/core/feature.ts'
import type { Platform } from '../../bot/core/platform.ts'
import { createAttempts, usual } from '../../bot/delivery/attempts.ts'
import { createDelivery, type DeliveryDeps } from '../../bot/delivery/delivery.ts'
import { resultOf } from '../../bot/delivery/outcome.ts'
import { MONOTONIC } from '../../bot/delivery/scheduler.ts'
import { keepConnected, waiting } from '../../bot/lib/reconnect.ts'
import { call, classify, isOutside } from './calls.ts'
import {
  type Access,
  clientOptions,
  createWorkspaces,
  type Workspace,
  type Workspaces,
} from './clients.ts'
import type { SlackConfig } from './config.ts'
import type { SlackDeps } from './deps.ts'
import { slackListener } from './events/listener.ts'
import { listen } from './events/listeners.ts'
import { slashed } from './events/slash.ts'
import { acknowledgeUnhandled } from './events/unhandled-events.ts'
import { createInstallations } from './installations.ts'
import { DIRECT_CHANNELS } from './limits.ts'
import { type SlackLogger, slackLogger, withoutTokens } from './logger.ts'
import { createPeople } from './people.ts'
import { slackPlatform } from './platform.ts'
import { installReceiver, receiverOf } from './receivers.ts'
import { createResponses } from './response.ts'

export type SlackOptions = DeliveryDeps &
  Readonly<{
    config: SlackConfig
    /** The cards of the Home tab, from the top. */
    home: readonly HomeCard[]
    /** Mounts a listener for paths with this prefix on the page's server. */
    mount(prefix: string, listener: RequestListener): void
  }>

/** Returns immediately and connects in the background; `state` reports the progress. */
export function startSlack(options: SlackOptions): Platform {
  const { config, store, clock, log } = options
  const closing = new AbortController()
  const wait = waiting(closing.signal)
  const logger = slackLogger(log)
  const installations = config.client ? createInstallations(store, clock, config.client.key) : null
  const single = config.botToken ? singleAccess(config.botToken) : null
  const workspaces = createWorkspaces({
    apiUrl: config.apiUrl,
    accessOf: async (team) => (await installations?.accessOf(team)) ?? single?.access() ?? null,
    calling: usual(createAttempts(MONOTONIC, closing.signal, classify), closing.signal),
    logger,
  })
  const parts = { ...partsOf(options), workspaces }
  const receiver = receiverOf(config, logger)
  const installing = installReceiver(config, installations, logger)
  const app = appOf(receiver.events, workspaces, config, logger)
  listen(app, parts, installations)
  const listeners = [receiver.http, installing].flatMap((each) => each?.requestListener ?? [])
  if (listeners.length > 0) options.mount('/slack/', slackListener(listeners, log))
  const connection = keepConnected({
    platform: 'slack',
    reason,
    connect: async () => {
      if (single) await introduce(single, workspaces.client(single.token), options)
      return receiver.socket ? openSocket(receiver.socket) : { ended: untilClosing(closing.signal) }
    },
    detail: () => (receiver.socket ? 'Socket Mode' : 'HTTP at /slack/events'),
    wait,
    log,
    closing: closing.signal,
  })
  return slackPlatform(parts, {
    state: connection.state,
    async close() {
      closing.abort()
      await parts.answers.settled(LAST_WORDS_MS)
      await receiver.socket?.client.disconnect()
      await connection.ended
    },
  })
}

function appOf(
  receiver: Receiver,
  workspaces: Workspaces,
  { apiUrl }: SlackConfig,
  logger: SlackLogger,
): App {
  const app = new App({
    receiver,
    authorize: async ({ teamId, enterpriseId }) => {
      const team = teamId ?? enterpriseId ?? ''
      const found = await workspaces.find(team)
      if (!found) throw new Error(`not installed in ${team}`)
      const { token, bot, botUser } = found
      const who = { ...(bot ? { botId: bot } : {}), ...(botUser ? { botUserId: botUser } : {}) }
      return { botToken: token, teamId: team, ...who }
    },
    clientOptions: clientOptions(apiUrl, logger),
    logger,
    convoStore: false,
    // `messages.ts` decides who counts as a bot and which messages are for the tutor.
    ignoreSelf: false,
    extendedErrorHandler: true,
  })
  acknowledgeUnhandled(app)
  return app
}

function reason(error: unknown): string {
  return withoutTokens(error instanceof Error ? error.message : 'the connection was closed')
}

/** How long answers in progress may take before the connection closes. */
const LAST_WORDS_MS = 3000

function partsOf({ config, ...ground }: SlackOptions): Omit<SlackDeps, 'workspaces'> {
  const { tutor, clock, log } = ground
  const delivery = createDelivery(ground, {
    platform: 'slack',
    isOutside,
    async *handle(request) {
      for await (const message of tutor.handle(request)) yield slashed(message, tutor.commands)
    },
  })

  const direct = new LRUCache<string, string, { workspace: Workspace; user: string }>({
    max: DIRECT_CHANNELS,
    async fetchMethod(_key, _before, { context: { workspace, user } }) {
      const outcome = await call(workspace, 'conversations.open', () =>
        workspace.web.conversations.open({ users: user }),
      )
      // If there is no such method, the person's own id serves as the channel.
      return outcome.is === 'missing' ? user : (resultOf(outcome).channel?.id ?? user)
    },
  })

  function directChannel(workspace: Workspace, user: string): Promise<string> {
    const context = { workspace, user }
    return direct.forceFetch(`${workspace.team} ${user}`, { context })
  }

  return {
    ...ground,
    ...delivery,
    apiUrl: config.apiUrl,
    people: createPeople(clock, log),
    responses: createResponses(clock),
    directChannel,
    lacks: new Set(),
  }
}

type Single = Readonly<{
  token: string
  access(): Access
  /** Notes the tutor's user and bot ids there. */
  is(user: string | undefined, bot: string | undefined): void
}>

/** The single workspace of a bot token; the tutor's ids are known once Slack has reported them. */
function singleAccess(token: string): Single {
  let access: Access = { token }
  return {
    token,
    access: () => access,
    is: (user, bot) => {
      access = { token, botUser: user, bot }
    },
  }
}

async function introduce(
  single: Single,
  web: Workspace['web'],
  { store, clock }: SlackOptions,
): Promise<void> {
  const { user_id, bot_id, team_id } = await web.auth.test()
  single.is(user_id, bot_id)
  if (team_id) await store.workspaces.joined({ platform: 'slack', workspace: team_id }, clock())
}

async function openSocket({ client }: SocketModeReceiver) {
  const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()))
  await client.start()
  return { ended }
}

function untilClosing(closing: AbortSignal): Promise<void> {
  if (closing.aborted) return Promise.resolve()
  return new Promise((resolve) => closing.addEventListener('abort', () => resolve()))
}
