/** Slack in a process: its API over HTTP, its events signed over HTTP or over WebSockets, and what members do. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { messageBlocks } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { ApiError, type Call, METHODS } from './methods.ts'
import { createRates, type Limit } from './rates.ts'
import { createSockets, type Delivery } from './sockets.ts'
import { BOT, createWorld, type Message, newId, TEAM } from './world.ts'

export const TOKENS = {
  bot: 'xoxb-0001-0001-thebottoken',
  app: 'xapp-1-A0001-0001-theapptoken',
  signing: '8f742231b10e8888abcd99yyyzzz85a5',
  client: { id: '0001.0002', secret: 'the-client-secret' },
} as const

export type Standin = Awaited<ReturnType<typeof startStandin>>

type Options = Readonly<{
  /** Between a delivery that failed and the next, ms: at once, 1 min and 5 min in Slack. */
  retryMs?: readonly number[]
  /** Until a delivery counts as failed, ms. */
  ackMs?: number
  /** Of methods whose limit is another than Slack's; null where nothing is limited. */
  limits?: Readonly<Record<string, Limit>> | null
  /** By which calls are counted, ms. */
  now?: () => number
}>

type ResponseUrl = {
  uses: number
  until: number
  channel: string
  user: string
  message: Message | null
}

export async function startStandin({
  retryMs = [0, 50, 200],
  ackMs = LIMITS.ack,
  limits = {},
  now = () => performance.now(),
}: Options = {}) {
  const rates = limits && createRates(now, limits)
  const world = createWorld()
  const triggers = new Map<string, { until: number; used: boolean }>()
  const responses = new Map<string, ResponseUrl>()
  const uploads: Call['uploads'] = new Map()
  const calls: { method: string; args: Readonly<Record<string, string>>; error?: string }[] = []
  const acks: { kind: Delivery['kind']; ms: number; body: string }[] = []
  const faults: ((method: string, args: Readonly<Record<string, string>>) => Fault | null)[] = []
  const tokens = new Set<string>([TOKENS.bot])
  const codes = new Map<string, { team: string; token: string }>()
  /** Of the app: where Slack calls it; none for Socket Mode. */
  let requestUrls: readonly string[] = []
  let lost = 0

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const sockets = createSockets(url, server, world.change)

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', url)
    const body = Buffer.concat(await Array.fromAsync(request))
    const [, kind = '', rest = ''] = /^\/(\w+)\/(.*)$/.exec(pathname) ?? []
    if (kind === 'api') return api(rest, request, body, response)
    if (kind === 'upload') return upload(rest, body, response, request)
    if (kind === 'files') return download(rest, request, response)
    if (kind === 'respond') return respond(rest, body, response)
    response.writeHead(404).end()
  }

  function api(
    method: string,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): void {
    const args = Object.fromEntries(new URLSearchParams(body.toString()))
    const fault = faults.map((each) => each(method, args)).find((each) => each !== null)
    const waitSeconds =
      fault?.kind === 'limited'
        ? fault.seconds
        : rates?.take(method, tokenOf(request, args), args.channel ?? args.channel_id)
    if (waitSeconds) {
      calls.push({ method, args, error: 'ratelimited' })
      const headers = { 'Retry-After': String(waitSeconds), 'Content-Type': 'application/json' }
      response.writeHead(429, headers).end('{"ok":false,"error":"ratelimited"}')
      return
    }
    if (fault?.kind === 'refused') return void request.socket.destroy()
    if (fault?.kind === 'error') {
      calls.push({ method, args, error: fault.error })
      world.change()
      const answer = JSON.stringify({ ok: false, error: fault.error })
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(answer)
      return
    }
    const answer = answered(method, args, request)
    // Done, but the answer does not come through.
    if (fault?.kind === 'unanswered') return void request.socket.destroy()
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer))
  }

  function answered(
    method: string,
    args: Readonly<Record<string, string>>,
    request: IncomingMessage,
  ) {
    try {
      const token = tokenOf(request, args)
      if (method === 'oauth.v2.access') return { ok: true, ...installed(args) }
      const found = METHODS[method]
      if (!found) throw new ApiError('unknown_method')
      const isRight = method === 'apps.connections.open' ? token === TOKENS.app : tokens.has(token)
      if (!isRight) throw new ApiError(token === '' ? 'not_authed' : 'invalid_auth')
      const { token: _, ...given } = args
      const call = { world, url, takeTrigger, uploads, openSocket: sockets.open }
      const answer = { ok: true, ...found(given, call) }
      calls.push({ method, args })
      return answer
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      calls.push({ method, args, error: `${error.message} ${error.cause ?? ''}` })
      world.change()
      return { ok: false, error: error.message, response_metadata: { messages: [] } }
    }
  }

  function installed(args: Readonly<Record<string, string>>) {
    const isRight =
      args.client_id === TOKENS.client.id && args.client_secret === TOKENS.client.secret
    const code = codes.get(args.code ?? '')
    if (!isRight) throw new ApiError('bad_client_secret')
    if (!code) throw new ApiError('invalid_code')
    codes.delete(args.code ?? '')
    tokens.add(code.token)
    return {
      access_token: code.token,
      token_type: 'bot',
      scope: 'chat:write,commands',
      bot_user_id: BOT.user,
      app_id: BOT.app,
      team: { id: code.team, name: 'A team' },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: { id: 'U0001' },
    }
  }

  function takeTrigger(id: string): void {
    const trigger = triggers.get(id)
    if (!trigger) throw new ApiError('invalid_trigger_id')
    if (trigger.used) throw new ApiError('exchanged_trigger_id')
    if (trigger.until < Date.now()) throw new ApiError('expired_trigger_id')
    trigger.used = true
  }

  function upload(id: string, body: Buffer, response: ServerResponse, request: IncomingMessage) {
    const found = uploads.get(id)
    if (!found || request.method !== 'POST') return void response.writeHead(404).end()
    found.content = fileIn(body, request.headers['content-type'] ?? '')
    response.writeHead(200).end('OK')
  }

  function download(id: string, { headers }: IncomingMessage, response: ServerResponse): void {
    const file = world.files.get(id)
    const isRight = tokens.has(headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (!isRight) return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('Log in')
    if (!file) return void response.writeHead(404).end()
    response.writeHead(200, { 'Content-Type': 'text/x-python' }).end(file.content)
  }

  function respond(id: string, body: Buffer, response: ServerResponse): void {
    const found = responses.get(id)
    const parsed = responseBody.safeParse(JSON.parse(body.toString()))
    const isOpen = found && found.uses < LIMITS.responses && found.until > Date.now()
    calls.push({
      method: 'response_url',
      args: {},
      ...(parsed.success ? {} : { error: z.prettifyError(parsed.error) }),
    })
    if (!found || !isOpen) return void response.writeHead(404).end('used_url')
    if (!parsed.success) return void response.writeHead(400).end('invalid_payload')
    found.uses += 1
    const { text, blocks = [], response_type, replace_original, thread_ts } = parsed.data
    if (replace_original && found.message) {
      Object.assign(found.message, { text, blocks })
      world.touch(found.message)
    } else {
      world.addMessage({
        channel: found.channel,
        user: BOT.user,
        text,
        blocks,
        thread: thread_ts,
        only: response_type === 'in_channel' ? undefined : found.user,
      })
    }
    response.writeHead(200).end('ok')
  }

  /** Delivers until it is confirmed, as often as Slack does. Commands and buttons come once over HTTP. */
  async function deliver(delivery: Delivery): Promise<void> {
    const tries = delivery.kind === 'events_api' ? [...retryMs, -1] : [-1]
    if (requestUrls.length === 0) return sockets.deliver(delivery)
    for (const [retry, waitMs] of tries.entries()) {
      const [to = '', ...others] = requestUrls
      requestUrls = [...others, to]
      if (await post(delivery, to, retry)) return
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
    lost += 1
  }

  async function post({ kind, payload }: Delivery, to: string, retry: number): Promise<boolean> {
    const body = bodyOf(kind, payload)
    const at = Math.floor(Date.now() / 1000)
    const started = performance.now()
    try {
      const response = await fetch(to, {
        method: 'POST',
        headers: {
          'Content-Type':
            kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
          'X-Slack-Request-Timestamp': String(at),
          'X-Slack-Signature': signature(body, at),
          ...(retry > 0
            ? { 'X-Slack-Retry-Num': String(retry), 'X-Slack-Retry-Reason': 'http_timeout' }
            : {}),
        },
        body,
        signal: AbortSignal.timeout(ackMs),
      })
      const text = await response.text()
      acks.push({ kind, ms: performance.now() - started, body: text })
      return response.ok
    } catch {
      return false
    }
  }

  function trigger(): string {
    const id = newId('trigger.')
    triggers.set(id, { until: Date.now() + LIMITS.trigger, used: false })
    return id
  }

  function responseUrl(channel: string, user: string, message: Message | null): string {
    const id = newId('R')
    responses.set(id, { uses: 0, until: Date.now() + LIMITS.responseUrl, channel, user, message })
    return `${url}/respond/${id}`
  }

  return {
    world,
    url,
    apiUrl: `${url}/api/`,
    calls,
    acks,
    faults,
    tokens,
    codes,
    triggers,
    deliver,
    trigger,
    responseUrl,
    sockets,
    lost: () => lost,
    /** Events go there from now on, to one after the other; null sends them by socket. */
    callAt(...addresses: readonly (string | null)[]): void {
      requestUrls = addresses.filter((each) => each !== null)
    },
    /** An event in its envelope. */
    envelope: (event: Readonly<Record<string, unknown>>, team: string = TEAM) => ({
      kind: 'events_api' as const,
      payload: {
        token: 'verification',
        team_id: team,
        api_app_id: BOT.app,
        event,
        type: 'event_callback',
        event_id: newId('Ev'),
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [{ enterprise_id: null, team_id: team, user_id: BOT.user, is_bot: true }],
        is_ext_shared_channel: false,
      },
    }),
    async close(): Promise<void> {
      sockets.close()
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

function tokenOf({ headers }: IncomingMessage, args: Readonly<Record<string, string>>): string {
  return headers.authorization?.replace(/^Bearer /, '') ?? args.token ?? ''
}

/** What goes wrong with a call: too many, not done, done without an answer, or refused. */
export type Fault =
  | Readonly<{ kind: 'limited'; seconds: number }>
  | Readonly<{ kind: 'refused' | 'unanswered' }>
  | Readonly<{ kind: 'error'; error: string }>

const responseBody = z.strictObject({
  text: z.string().max(LIMITS.text),
  blocks: messageBlocks.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
})

export function signature(body: string, at: number): string {
  return `v0=${createHmac('sha256', TOKENS.signing).update(`v0:${at}:${body}`).digest('hex')}`
}

function bodyOf(kind: Delivery['kind'], payload: Delivery['payload']): string {
  if (kind === 'events_api') return JSON.stringify(payload)
  if (kind === 'interactive')
    return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return new URLSearchParams(payload as Record<string, string>).toString()
}

/** The one file of a multipart body. */
function fileIn(body: Buffer, type: string): Buffer {
  const boundary = /boundary=(.+)$/.exec(type)?.[1]
  if (!boundary) return body
  const start = body.indexOf('\r\n\r\n') + 4
  return body.subarray(start, body.lastIndexOf(`\r\n--${boundary}`))
}
