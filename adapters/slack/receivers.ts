/** Bolt's receivers: of events by socket or by HTTP, and of installations. */
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

export function receiverOf(config: SlackConfig, logger: SlackLogger): Receivers {
  const { appToken, signingSecret, apiUrl } = config
  if (appToken !== null) {
    const socket = new SocketModeReceiver({
      appToken,
      logger,
      // Its own attempts end the process when Slack refuses one.
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

/** Payloads of a kind that nothing here listens to are confirmed all the same. */
const UNKNOWN_MS = 2000

/** Slack has nothing to do better by sending it again. */
function confirm(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(200).end()
}

/** Refused by whoever was asked, begun elsewhere, or used already: nothing is broken, and why is in the log. */
function notInstalled(response: ServerResponse): void {
  response
    .writeHead(400, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(
      '<p>Overlap wasn\'t installed. <a href="/slack/install">Try again</a> in one workspace.</p>',
    )
}

/** `/slack/install` and `/slack/oauth_redirect`, for whoever wants the app in a workspace. It takes no events. */
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
