/** Bolt's receivers for events, by socket or HTTP, and for installations. */
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { clientOptions } from './clients.ts'
import type { SlackConfig } from './config.ts'
import type { Installations } from './installations.ts'
import type { SlackLogger } from './logger.ts'
import { SCOPES } from './manifest.ts'
import { guardSocket } from './patches.ts'
import { keyFor } from './secrets.ts'

type Receivers = Readonly<{
  events: Receiver
  socket: SocketModeReceiver | null
  http: HTTPReceiver | null
}>

/**
 * Creates the receiver: Socket Mode with an app token, otherwise HTTP.
 *
 * @throws {Error} when there is neither an app token nor a signing secret.
 */
export function receiverOf(config: SlackConfig, logger: SlackLogger): Receivers {
  const { appToken, signingSecret, apiUrl } = config
  if (appToken !== null) {
    const socket = new SocketModeReceiver({
      appToken,
      logger,
      // Its own reconnecting ends the process when Slack refuses.
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: clientOptions(apiUrl, logger) },
      processEventErrorHandler: async () => true,
    })
    guardSocket(socket)
    return { events: socket, socket, http: null }
  }
  if (signingSecret === null) throw new Error('neither an app token nor a signing secret')
  const http = new HTTPReceiver({
    signingSecret,
    logger,
    unhandledRequestTimeoutMillis: UNKNOWN_MS,
    unhandledRequestHandler: ({ response }) => confirm(response),
    processEventErrorHandler: async ({ response }) => {
      confirm(response)
      return false
    },
  })
  return { events: http, socket: null, http }
}

/** Payloads without a listener are acknowledged after this time, in ms. */
const UNKNOWN_MS = 2000

/** Acknowledges a request, since sending it again wouldn't help. */
function confirm(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200).end()
}

/**
 * The person declined, or the link was started elsewhere or used already: nothing is broken, and the log has the
 * reason.
 */
function notInstalled(response: ServerResponse): void {
  response
    .writeHead(400, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(
      '<p>Overlap wasn\'t installed. <a href="/slack/install">Try again</a> in one workspace.</p>',
    )
}

/**
 * Creates the receiver for `/slack/install` and `/slack/oauth_redirect`, where workspaces install the app; null
 * without a client. It receives no events.
 */
export function installReceiver(
  { client, apiUrl }: SlackConfig,
  installations: Installations | null,
  logger: SlackLogger,
): HTTPReceiver | null {
  if (!client || !installations) return null
  return new HTTPReceiver({
    signingSecret: randomBytes(32).toString('hex'),
    endpoints: [],
    logger,
    clientId: client.id,
    clientSecret: client.secret,
    stateSecret: keyFor(client.key, 'slack state').toString('hex'),
    scopes: [...SCOPES],
    installationStore: installations.forBolt,
    installerOptions: {
      directInstall: true,
      clientOptions: clientOptions(apiUrl, logger),
      authorizationUrl: new URL('/oauth/v2/authorize', apiUrl).href,
      callbackOptions: {
        failure: (_error, _options, _request, response) => notInstalled(response),
      },
    },
  })
}
