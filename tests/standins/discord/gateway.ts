/** The gateway: sessions that identify, beat, break and go on where they stopped. */
import type { Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const

const frame = z.object({ op: z.number(), d: z.unknown() })
const identify = z.object({
  token: z.string(),
  intents: z.number(),
  shard: z.tuple([z.number(), z.number()]).optional(),
  presence: z
    .object({ activities: z.array(z.object({ state: z.string().optional() })) })
    .optional(),
})
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number() })

/** Members, presences, contents of messages: Discord grants these only on request. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
const EVENTS_A_MINUTE = 120

type Event = Readonly<{ seq: number; t: string; d: unknown }>
type Session = {
  readonly id: string
  readonly intents: number
  readonly presence: string
  readonly shard: readonly [id: number, count: number]
  seq: number
  events: Event[]
  socket: WebSocket | null
}

type Options = Readonly<{
  token: string
  server: Server
  /** What READY and the servers after it say. */
  ready(): Readonly<{
    user: object
    application: object
    guilds: readonly Readonly<{ id: string }>[]
  }>
  url(): string
  heartbeatMs: number
  /** Intents that the app may ask for, beside the free ones. */
  granted: number
  resumeUrl: string | undefined
}>

export function createGateway({
  token,
  server,
  ready,
  url,
  heartbeatMs,
  granted,
  resumeUrl,
}: Options) {
  const sessions = new Map<string, Session>()
  const sockets = new Set<WebSocket>()
  const wss = new WebSocketServer({ noServer: true })
  const figures = { identified: 0, resumed: 0, replayed: 0, beats: 0 }
  let refusedCode: number | null = null
  let waiting = Promise.withResolvers<void>()

  function changed(): void {
    waiting.resolve()
    waiting = Promise.withResolvers()
  }

  server.on('upgrade', (request, socket, head) => {
    wss.handleUpgrade(request, socket, head, (accepted) => serve(accepted))
  })

  function serve(socket: WebSocket): void {
    sockets.add(socket)
    let session: Session | null = null
    let events = 0
    let beatAt = Date.now()
    const minute = setInterval(() => {
      events = 0
    }, 60_000)
    const pulse = setInterval(() => {
      if (Date.now() - beatAt > heartbeatMs * 2) socket.close(4009, 'Session timed out')
    }, heartbeatMs)
    send(socket, { op: OP.hello, d: { heartbeat_interval: heartbeatMs } })
    socket.on('message', (data) => {
      const { op, d } = frame.parse(JSON.parse(String(data)))
      events += 1
      if (events > EVENTS_A_MINUTE) return socket.close(4008, 'Rate limited')
      if (op === OP.heartbeat) {
        beatAt = Date.now()
        figures.beats += 1
        return send(socket, { op: OP.ack })
      }
      if (op === OP.identify) session = begin(socket, d)
      else if (op === OP.resume) session = goOn(socket, d)
      else if (op !== OP.presence) socket.close(4001, 'Unknown opcode')
    })
    socket.on('close', () => {
      clearInterval(minute)
      clearInterval(pulse)
      sockets.delete(socket)
      if (session?.socket === socket) session.socket = null
      changed()
    })
    socket.on('error', () => {})
  }

  function begin(socket: WebSocket, d: unknown): Session | null {
    const given = identify.parse(d)
    if (refusedCode !== null) return close(socket, refusedCode)
    if (given.token !== token) return close(socket, 4004)
    if ((given.intents & PRIVILEGED & ~granted) !== 0) return close(socket, 4014)
    const session: Session = {
      id: `session-${sessions.size + 1}`,
      intents: given.intents,
      shard: given.shard ?? [0, 1],
      presence: given.presence?.activities[0]?.state ?? '',
      seq: 0,
      events: [],
      socket,
    }
    sessions.set(session.id, session)
    figures.identified += 1
    const { user, application, guilds: all } = ready()
    const guilds = all.filter((guild) => isOf(session, guild.id))
    tell(session, 'READY', {
      v: 10,
      user,
      application,
      session_id: session.id,
      resume_gateway_url: resumeUrl ?? url(),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      shard: session.shard,
    })
    for (const guild of guilds) tell(session, 'GUILD_CREATE', guild)
    changed()
    return session
  }

  function goOn(socket: WebSocket, d: unknown): Session | null {
    const given = resume.parse(d)
    if (given.token !== token) return close(socket, 4004)
    const session = sessions.get(given.session_id)
    if (!session) {
      send(socket, { op: OP.invalid, d: false })
      return null
    }
    session.socket = socket
    figures.resumed += 1
    for (const event of session.events.filter(({ seq }) => seq > given.seq)) {
      figures.replayed += 1
      send(socket, { op: OP.dispatch, s: event.seq, t: event.t, d: event.d })
    }
    tell(session, 'RESUMED', {})
    changed()
    return session
  }

  function tell(session: Session, t: string, d: unknown): void {
    session.seq += 1
    session.events.push({ seq: session.seq, t, d })
    if (session.socket) send(session.socket, { op: OP.dispatch, s: session.seq, t, d })
  }

  const newest = () => [...sessions.values()].at(-1)

  return {
    figures,
    presence: () => newest()?.presence ?? '',
    intents: () => newest()?.intents ?? 0,
    isConnected: () => newest()?.socket?.readyState === WebSocket.OPEN,
    change: () => waiting.promise,
    /** Whoever is not connected gets it when the session goes on. */
    dispatch(t: string, d: object): void {
      const session = [...sessions.values()].findLast((each) => isOf(each, guildOf(t, d)))
      if (session) tell(session, t, d)
    },
    shards: () => [...sessions.values()].map(({ shard }) => shard),
    /** The same once more, as after a connection that broke before the app said how far it had got. */
    again(): void {
      const session = newest()
      const last = session?.events.at(-1)
      if (session && last) tell(session, last.t, last.d)
    },
    /** Without a word. */
    cut: () => {
      for (const socket of sockets) socket.terminate()
    },
    askToReconnect: () => {
      for (const socket of sockets) send(socket, { op: OP.reconnect, d: null })
    },
    /** The app has to identify anew. */
    invalidate: () => {
      sessions.clear()
      for (const socket of sockets) send(socket, { op: OP.invalid, d: false })
    },
    /** From now on nobody is let in, with this close code; null lets them in again. */
    refuse: (code: number | null) => {
      refusedCode = code
    },
    closeWith: (code: number) => {
      for (const socket of sockets) socket.close(code)
    },
    close(): void {
      for (const socket of sockets) socket.terminate()
      wss.close()
    },
  }
}

/** A server belongs to one shard by its id; direct messages to the first. */
function isOf({ shard: [id, count] }: Session, guild: string | null): boolean {
  return guild === null ? id === 0 : Number((BigInt(guild) >> 22n) % BigInt(count)) === id
}

function guildOf(t: string, d: object): string | null {
  if ('guild_id' in d) return String(d.guild_id)
  return t.startsWith('GUILD_') && 'id' in d ? String(d.id) : null
}

function close(socket: WebSocket, code: number): null {
  socket.close(code)
  return null
}

function send(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame))
}
