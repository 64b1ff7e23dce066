/** A Discord to test against: HTTP and a gateway that hold an app to what Discord holds it to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type {
  APIAttachment,
  APIMessage,
  APIMessageComponent,
  APIMessageReference,
  APIUser,
} from 'discord.js'
import { z } from 'zod'
import {
  type CommandBody,
  checkCommand,
  checkMessage,
  checkModal,
  type MessageBody,
  type Modal,
  Refused,
  refuse,
  type Upload,
} from './checks.ts'
import { createGateway } from './gateway.ts'
import { readMarkdown } from './markdown.ts'
import { createLimits, type RateOptions, TooMany } from './rates.ts'
import { createWorld, type FileThere, type Message } from './world.ts'

const EPHEMERAL = 64
const LOADING = 128
const ANSWER_MS = 3000
const TOKEN_MS = 15 * 60_000
/** What Cloudflare says to an address that is shut out. */
const BANNED = { 'content-type': 'text/plain', 'retry-after': '600' }

export type Interaction = {
  readonly id: string
  readonly token: string
  readonly at: number
  readonly user: string
  readonly channel: string
  readonly guild: string | null
  /** The message that was pressed on. */
  readonly message: string | null
  state: 'open' | 'waiting' | 'updating' | 'answered'
  /** The message that is its answer. */
  original: string | null
  followed: string[]
  modal: Modal | null
  choices: readonly Readonly<{ name: string; value: unknown }>[] | null
  answeredMs: number | null
}

export type StandinOptions = Readonly<{
  token?: string
  heartbeatMs?: number
  rates?: RateOptions
  granted?: number
  /** Where it says that a session is resumed. */
  resumeUrl?: string
  shards?: number
  /** Routes that it does not have, by method and path. */
  lacks?: RegExp
}>

export type Standin = Awaited<ReturnType<typeof startStandin>>

export async function startStandin(options: StandinOptions = {}) {
  const {
    token = 'token-of-the-bot',
    heartbeatMs = 41_250,
    rates = {},
    granted = 0,
    resumeUrl,
    shards = 1,
    lacks,
  } = options
  const world = createWorld()
  const interactions = new Map<string, Interaction>()
  const byToken = new Map<string, Interaction>()
  const registry: (CommandBody & { id: string })[] = []
  /** Each request that changed something: method and path. */
  const log: string[] = []
  /** What was refused, beside what a test asked to be. */
  const refusals: string[] = []
  const limits = createLimits(rates, (secret) => byToken.get(secret)?.channel ?? '')
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const socketUrl = `ws://127.0.0.1:${port}`
  let isDown = false
  const drops: RegExp[] = []
  const troubles: { path: RegExp; times: number; error: Refused }[] = []
  let isOver = false

  const user = (id: string): APIUser => {
    const person = world.people.get(id)
    return {
      id,
      username: person?.name.toLowerCase() ?? 'nobody',
      global_name: person?.name ?? null,
      discriminator: '0',
      avatar: null,
      bot: person?.bot ?? false,
    }
  }
  const channel = (id: string) => {
    const found = world.channels.get(id)
    if (!found) throw refuse(404, 10_003, 'Unknown Channel')
    const { type, parent, name, recipient } = found
    return {
      id,
      type,
      ...(recipient
        ? { recipients: [user(recipient)] }
        : { guild_id: world.guild, name, position: 0 }),
      ...(parent
        ? {
            parent_id: parent,
            owner_id: world.bot.id,
            thread_metadata: {
              archived: false,
              locked: false,
              auto_archive_duration: 1440,
              archive_timestamp: now(),
            },
          }
        : {}),
    }
  }
  const guild = () => ({
    id: world.guild,
    name: 'Study group',
    owner_id: '1',
    unavailable: false,
    roles: world.roles(),
    channels: [...world.channels.values()]
      .filter(({ type }) => type === 0)
      .map(({ id }) => channel(id)),
    threads: [...world.channels.values()]
      .filter(({ type }) => type === 11)
      .map(({ id }) => channel(id)),
    members: [{ user: user(world.bot.id), roles: [], joined_at: now() }],
    member_count: world.people.size,
    emojis: [],
    stickers: [],
    features: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    joined_at: now(),
    large: false,
    preferred_locale: 'en-US',
  })

  const gateway = createGateway({
    token,
    server,
    heartbeatMs,
    granted,
    resumeUrl,
    url: () => socketUrl,
    ready: () => ({
      user: user(world.bot.id),
      application: { id: world.application, flags: 0 },
      guilds: [guild()],
    }),
  })

  /** As the app gets it: without what others wrote, but in private, where it is mentioned, and of its own. */
  function messageFor(message: Message, isTarget = false): APIMessage {
    const { id, author, content, components, files, flags, sent, edited } = message
    const isDirect = world.channels.get(message.channel)?.type === 1
    const isMine = author === world.bot.id
    const isMentioned = content.includes(`<@${world.bot.id}>`)
    const isOpen =
      isDirect || isMine || isMentioned || isTarget || (gateway.intents() & (1 << 15)) !== 0
    const person = world.people.get(author)
    return {
      id,
      type: message.answers ? 19 : 0,
      channel_id: message.channel,
      author: user(author),
      content: isOpen ? content : '',
      components: isOpen ? [...components] : [],
      embeds: [],
      attachments: isOpen ? files.map((file) => attachmentFor(file)) : [],
      flags,
      edited_timestamp: edited,
      timestamp: sent,
      tts: false,
      mention_everyone: false,
      mention_roles: [],
      mentions: isMentioned ? [user(world.bot.id)] : [],
      pinned: false,
      ...(isDirect
        ? {}
        : {
            guild_id: world.guild,
            member: { roles: person?.roles ?? [], joined_at: now(), deaf: false, mute: false },
          }),
      ...(message.answers
        ? {
            message_reference: {
              type: 0,
              channel_id: message.channel,
              message_id: message.answers,
            } satisfies APIMessageReference,
            referenced_message: referenced(message.answers),
          }
        : {}),
    }
  }

  function referenced(id: string): APIMessage | null {
    const before = world.messages.get(id)
    return before ? { ...messageFor({ ...before, answers: null }) } : null
  }

  function attachmentFor({ id, filename, content, description }: FileThere): APIAttachment {
    return {
      id,
      filename,
      size: content.byteLength,
      url: `${origin}/files/${id}/${filename}`,
      proxy_url: `${origin}/files/${id}/${filename}`,
      ...(description ? { description } : {}),
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, {
          ...(body === null ? {} : { 'content-type': 'application/json' }),
          ...headers,
        })
        .end(body === null ? '' : JSON.stringify(body))
    const pathname = decodeURIComponent(new URL(request.url ?? '/', origin).pathname)
    if (isDown) return void request.socket.destroy()
    if (limits.isBanned()) {
      return void response.writeHead(429, BANNED).end('error code: 1015')
    }
    if (pathname.startsWith('/files/')) return serveFile(pathname, response)
    try {
      const { headers, body } = await handle(request, pathname, Buffer.concat(chunks))
      if (takeDrop(`${request.method} ${pathname}`)) return void request.socket.destroy()
      reply(body === null ? 204 : 200, body, headers)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const wanted = troubles.some((trouble) => trouble.error === error)
      if (!wanted && !isShared(error))
        refusals.push(`${request.method} ${pathname} ${error.message}`)
      limits.failed(error)
      reply(error.status, error.body, error instanceof TooMany ? error.headers : {})
    }
  }

  function takeTrouble(asked: string): void {
    const found = troubles.find(({ path, times }) => times > 0 && path.test(asked))
    if (!found) return
    found.times -= 1
    throw found.error
  }

  function takeDrop(asked: string): boolean {
    const at = drops.findIndex((path) => path.test(asked))
    if (at >= 0) drops.splice(at, 1)
    return at >= 0
  }

  function serveFile(path: string, response: ServerResponse): void {
    const [, , id] = path.split('/')
    const file = [...world.messages.values()]
      .flatMap(({ files }) => files)
      .find((each) => each.id === id)
    response.writeHead(file ? 200 : 404).end(file?.content)
  }

  async function handle(request: IncomingMessage, pathname: string, raw: Buffer) {
    const path = /^\/api\/v10(\/.*)$/.exec(pathname)?.[1]
    if (path === undefined) throw refuse(404, 0, '404: Not Found')
    const { method = 'GET' } = request
    if (lacks?.test(`${method} ${path}`)) throw refuse(404, 0, '404: Not Found')
    const isFree = /^\/(?:interactions|webhooks)\//.test(path)
    if (!isFree && request.headers.authorization !== `Bot ${token}`)
      throw refuse(401, 0, '401: Unauthorized')
    takeTrouble(`${method} ${path}`)
    const headers = limits.take(method, path, isFree)
    const { json, uploads, files } = await bodyOf(request, raw)
    if (method !== 'GET') log.push(`${method} ${path}`)
    const query = new URL(request.url ?? '/', origin).searchParams
    return { headers, body: route(method, path, json, uploads, files, query) }
  }

  type Files = readonly Readonly<{ field: string; name: string; content: Uint8Array }>[]

  function route(
    method: string,
    path: string,
    json: unknown,
    uploads: readonly Upload[],
    files: Files,
    query: URLSearchParams,
  ): unknown {
    const body = (json ?? {}) as MessageBody
    for (const [pattern, answer] of ROUTES) {
      const match = pattern.exec(`${method} ${path}`)
      if (match) return answer(match.slice(1), { json, body, uploads, files, query })
    }
    throw refuse(404, 0, `404: Not Found: ${method} ${path}`)
  }

  type Given = Readonly<{
    json: unknown
    body: MessageBody
    uploads: readonly Upload[]
    files: Files
    query: URLSearchParams
  }>
  type Answer = (ids: readonly string[], given: Given) => unknown

  const ROUTES: readonly (readonly [RegExp, Answer])[] = [
    [
      /^GET \/gateway\/bot$/,
      () => ({
        url: socketUrl,
        shards,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 16 },
      }),
    ],
    [/^GET \/applications\/@me$/, () => ({ id: world.application, name: 'Overlap' })],
    [/^GET \/users\/@me$/, () => user(world.bot.id)],
    [/^GET \/applications\/(\d+)\/commands$/, () => registry],
    [/^PUT \/applications\/(\d+)\/commands$/, (_, { json }) => putCommands(json as CommandBody[])],
    [/^POST \/applications\/(\d+)\/commands$/, (_, { json }) => postCommand(json as CommandBody)],
    [/^DELETE \/applications\/\d+\/commands\/(\d+)$/, ([id]) => deleteCommand(id ?? '')],
    [/^GET \/guilds\/(\d+)$/, () => guild()],
    [/^GET \/guilds\/\d+\/members\/(\d+)$/, ([id = '']) => memberFor(id)],
    [/^GET \/channels\/(\d+)$/, ([id = '']) => channel(id)],
    [/^POST \/users\/@me\/channels$/, (_, { json }) => openDirect(json)],
    [/^POST \/channels\/\d+\/typing$/, () => null],
    [/^POST \/channels\/(\d+)\/messages$/, ([id = ''], given) => post(id, given)],
    [/^GET \/channels\/\d+\/messages\/(\d+)$/, ([id = '']) => messageFor(existing(id))],
    [
      /^PATCH \/channels\/\d+\/messages\/(\d+)$/,
      ([id = ''], given) => edit(existing(id), given, true),
    ],
    [/^DELETE \/channels\/\d+\/messages\/(\d+)$/, ([id = '']) => erase(existing(id))],
    [
      /^POST \/channels\/(\d+)\/messages\/(\d+)\/threads$/,
      ([parent = '', id = ''], { json }) => thread(parent, id, json),
    ],
    [
      /^POST \/interactions\/(\d+)\/([\w-]+)\/callback$/,
      ([id = '', secret = ''], given) => callback(id, secret, given),
    ],
    [/^POST \/webhooks\/\d+\/([\w-]+)$/, ([secret = ''], given) => followUp(ticket(secret), given)],
    [
      /^PATCH \/webhooks\/\d+\/([\w-]+)\/messages\/(@original|\d+)$/,
      ([secret = '', id = ''], given) => editAnswer(ticket(secret), id, given),
    ],
    [
      /^DELETE \/webhooks\/\d+\/([\w-]+)\/messages\/(@original|\d+)$/,
      ([secret = '', id = '']) => eraseAnswer(ticket(secret), id),
    ],
  ]

  function putCommands(given: readonly CommandBody[]): unknown {
    for (const [at, command] of given.entries()) checkCommand(command, `${at}`)
    registry.splice(
      0,
      registry.length,
      ...given.map((command) => ({ ...command, id: world.newId() })),
    )
    world.changed()
    return registry
  }

  function postCommand(given: CommandBody): unknown {
    checkCommand(given, 'command')
    const same = registry.findIndex(
      ({ name, type = 1 }) => name === given.name && type === (given.type ?? 1),
    )
    const command = { ...given, id: world.newId() }
    if (same >= 0) registry.splice(same, 1, command)
    else registry.push(command)
    return command
  }

  function deleteCommand(id: string): null {
    const at = registry.findIndex((each) => each.id === id)
    if (at < 0) throw refuse(404, 10_063, 'Unknown application command')
    registry.splice(at, 1)
    return null
  }

  function memberFor(id: string): object {
    const person = world.people.get(id)
    if (!person) throw refuse(404, 10_007, 'Unknown Member')
    return { user: user(id), roles: person.roles, joined_at: now() }
  }

  function openDirect(json: unknown): object {
    const { recipient_id: id } = z.object({ recipient_id: z.string() }).parse(json)
    return channel(world.directWith(id).id)
  }

  function existing(id: string): Message {
    const message = world.messages.get(id)
    // What one person alone sees, nobody else finds.
    if (!message || message.only !== null) throw refuse(404, 10_008, 'Unknown Message')
    return message
  }

  function post(id: string, { body, uploads, files }: Given): object {
    const place = world.channels.get(id)
    if (!place) throw refuse(404, 10_003, 'Unknown Channel')
    if (place.closed) throw refuse(403, 50_001, 'Missing Access')
    if (place.silent && body.message_reference)
      throw refuse(400, 160_002, 'Cannot reply without permission to read message history')
    if (place.plain && uploads.length > 0) throw refuse(403, 50_013, 'Missing Permissions')
    if (place.recipient && !world.takesDirect(place.recipient)) {
      throw refuse(403, 50_007, 'Cannot send messages to this user')
    }
    checkMessage(body, uploads, null)
    if (body.enforce_nonce && body.nonce !== undefined) {
      const before = nonces.get(`${id} ${body.nonce}`)
      if (before) return messageFor(before)
    }
    const message = world.write({
      channel: id,
      author: world.bot.id,
      answers: body.message_reference?.message_id ?? null,
      ...said(body, files),
    })
    if (body.nonce !== undefined) nonces.set(`${id} ${body.nonce}`, message)
    return messageFor(message)
  }

  const nonces = new Map<string, Message>()

  function said(body: MessageBody, files: Files) {
    const there = files.map(({ field, name, content }): FileThere => {
      const about = body.attachments?.find(({ id }) => field === `files[${id}]`)
      return { id: world.newId(), filename: name, content, description: about?.description }
    })
    return {
      content: body.content ?? '',
      components: body.components ?? [],
      files: there,
      flags: body.flags ?? 0,
      mentions: notified(body),
    }
  }

  /** Without `allowed_mentions`, whatever is mentioned is notified. */
  function notified({ content, components, allowed_mentions }: MessageBody): readonly string[] {
    const texts = [content ?? '', ...textsOf(components ?? [])]
    const all = texts.flatMap((text) => readMarkdown(text).mentions)
    return allowed_mentions?.parse?.length === 0 ? [] : all
  }

  function edit(message: Message, { body, uploads, files }: Given, isOwn: boolean): object {
    if (isOwn && message.author !== world.bot.id)
      throw refuse(403, 50_005, 'Cannot edit a message authored by another user')
    checkMessage(body, uploads, message.flags)
    const flags = message.flags | (body.flags ?? 0)
    world.rewrite(message, {
      ...said(body, files),
      flags: flags & ~LOADING,
      isLoading: false,
      edited: now(),
    })
    return messageFor(message)
  }

  function erase(message: Message): null {
    world.erase(message.id)
    return null
  }

  function thread(parent: string, id: string, json: unknown): object {
    existing(id)
    const { name } = z.object({ name: z.string().min(1).max(100) }).parse(json)
    const above = world.channels.get(parent)
    if (above?.threadless) throw refuse(403, 50_013, 'Missing Permissions')
    if (above?.type !== 0) throw refuse(400, 50_024, 'Cannot execute action on this channel type')
    if (world.channels.has(id))
      throw refuse(400, 160_004, 'A thread has already been created for this message')
    world.channel({ type: 11, parent, name }, id)
    gateway.dispatch('THREAD_CREATE', channel(id))
    world.changed()
    return channel(id)
  }

  /** Its token is good for 15 minutes. */
  function ticket(secret: string): Interaction {
    const found = byToken.get(secret)
    if (!found) throw refuse(404, 10_015, 'Unknown Webhook')
    if (found.state === 'open') throw refuse(404, 10_015, 'Unknown Webhook')
    if (isOver || Date.now() - found.at > TOKEN_MS)
      throw refuse(401, 50_027, 'Invalid Webhook Token')
    return found
  }

  function callback(id: string, secret: string, { json, uploads, files }: Given): unknown {
    const found = interactions.get(id)
    if (!found || found.token !== secret || Date.now() - found.at > ANSWER_MS) {
      throw refuse(404, 10_062, 'Unknown interaction')
    }
    if (found.state !== 'open')
      throw refuse(400, 40_060, 'Interaction has already been acknowledged.')
    const { type, data = {} } = z
      .object({ type: z.number(), data: z.looseObject({}).optional() })
      .parse(json)
    const body = data as MessageBody
    if (type === 4) {
      checkMessage(body, uploads, null)
      found.original = answerWith(found, said(body, files)).id
      found.state = 'answered'
    } else if (type === 5) {
      found.original = answerWith(found, { flags: (body.flags ?? 0) | LOADING, isLoading: true }).id
      found.state = 'waiting'
    } else if (type === 6 && found.message) {
      found.original = found.message
      found.state = 'updating'
    } else if (type === 7 && found.message) {
      const message = world.messages.get(found.message)
      if (!message) throw refuse(404, 10_008, 'Unknown Message')
      edit(message, { json, body, uploads, files, query: new URLSearchParams() }, false)
      found.original = found.message
      found.state = 'answered'
    } else if (type === 8) {
      found.choices = z
        .object({
          choices: z
            .array(
              z.object({
                name: z.string().min(1).max(100),
                value: z.union([z.string().max(100), z.number()]),
              }),
            )
            .max(25),
        })
        .parse(data).choices
      found.state = 'answered'
    } else if (type === 9) {
      checkModal(data as Modal)
      found.modal = data as Modal
      found.state = 'answered'
    } else throw refuse(400, 50_035, 'Invalid Form Body')
    found.answeredMs = Date.now() - found.at
    world.changed()
    const message = found.original ? world.messages.get(found.original) : undefined
    return {
      interaction: { id, type: 2 },
      resource: { type, ...(message ? { message: messageFor(message) } : {}) },
    }
  }

  function answerWith(found: Interaction, what: Partial<Message>): Message {
    const isPrivate = ((what.flags ?? 0) & EPHEMERAL) !== 0
    return world.write({
      channel: found.channel,
      author: world.bot.id,
      interaction: found.id,
      only: isPrivate ? found.user : null,
      ...what,
    })
  }

  /** The first one after “thinking…” is what was announced, seen by whom that was for. */
  function followUp(found: Interaction, given: Given): object {
    const waiting = found.state === 'waiting' ? world.messages.get(found.original ?? '') : undefined
    if (waiting?.isLoading) {
      const { flags = 0, ...body } = given.body
      return edit(waiting, { ...given, body: { ...body, flags: flags & ~EPHEMERAL } }, false)
    }
    checkMessage(given.body, given.uploads, null)
    const message = answerWith(found, said(given.body, given.files))
    found.followed.push(message.id)
    return messageFor(message)
  }

  function answerOf(found: Interaction, id: string): Message {
    const message = world.messages.get(id === '@original' ? (found.original ?? '') : id)
    if (!message) throw refuse(404, 10_008, 'Unknown Message')
    return message
  }

  function editAnswer(found: Interaction, id: string, given: Given): object {
    return edit(answerOf(found, id), given, false)
  }

  function eraseAnswer(found: Interaction, id: string): null {
    return erase(answerOf(found, id))
  }

  return {
    apiUrl: `${origin}/api`,
    token,
    world,
    gateway,
    interactions,
    registry,
    log,
    refusals,
    limits,
    messageFor,
    user,
    channel,
    guild,
    interact(given: Pick<Interaction, 'user' | 'channel' | 'guild' | 'message'>): Interaction {
      const interaction: Interaction = {
        ...given,
        id: world.newId(),
        token: `t-${world.newId()}`,
        at: Date.now(),
        state: 'open',
        original: null,
        followed: [],
        modal: null,
        choices: null,
        answeredMs: null,
      }
      interactions.set(interaction.id, interaction)
      byToken.set(interaction.token, interaction)
      return interaction
    },
    /** All tokens of interactions end. */
    expire: () => {
      isOver = true
    },
    /** One such request is done, and the connection breaks before its answer. */
    dropOnce: (path: RegExp) => void drops.push(path),
    /** The next such requests are refused. */
    trouble: (path: RegExp, times: number, status = 503, code = 0) =>
      void troubles.push({ path, times, error: refuse(status, code, 'Trouble') }),
    /** Nobody answers. */
    goDown: (down: boolean) => {
      isDown = down
    },
    async close(): Promise<void> {
      gateway.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Nobody could know of it before. */
function isShared(error: Refused): boolean {
  return error instanceof TooMany && error.scope === 'shared'
}

export function textsOf(components: readonly APIMessageComponent[]): readonly string[] {
  return components.flatMap((component) => ('content' in component ? [component.content] : []))
}

function now(): string {
  return new Date().toISOString()
}

async function bodyOf(request: IncomingMessage, raw: Buffer) {
  const type = request.headers['content-type'] ?? ''
  if (raw.byteLength === 0) return { json: null, uploads: [], files: [] }
  if (!type.startsWith('multipart/'))
    return { json: JSON.parse(String(raw)) as unknown, uploads: [], files: [] }
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': type },
  }).formData()
  const json: unknown = JSON.parse(String(form.get('payload_json') ?? '{}'))
  const files: { field: string; name: string; content: Uint8Array }[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') continue
    files.push({ field, name: value.name, content: new Uint8Array(await value.arrayBuffer()) })
  }
  const uploads = files.map(({ field, name, content }) => ({
    field,
    name,
    bytes: content.byteLength,
  }))
  return { json, uploads, files }
}
