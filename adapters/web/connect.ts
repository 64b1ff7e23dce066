/** Starts and stops the server of the chat page. */
import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Platform } from '../../bot/core/platform.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import type { Store } from '../../bot/store/store.ts'
import { type Access, grantOf } from './access.ts'
import type { DeskOptions } from './admin/desk.ts'
import { createAdmins } from './admins.ts'
import { createApp } from './app.ts'
import type { Proxies } from './client.ts'
import { limitConnections } from './connections.ts'
import { WEB } from './limits.ts'
import { loginPath } from './login.ts'
import { webPlatform } from './platform.ts'
import type { Probes } from './probes.ts'
import { limitRates } from './rate-limit.ts'
import { createRooms } from './rooms.ts'

export type WebOptions = Readonly<{
  tutor: Tutor
  store: Pick<Store, 'pageAdmins'>
  host: string
  /** 0 chooses a free port. */
  port: number
  access: Access
  proxy: Proxies
  /** Without them, there is only `/healthz`. */
  probes?: Probes
  /** Without it, there is no admin's desk. */
  desk?: DeskOptions
  log: Log
  clock: Clock
}>

/** Passes paths under a prefix, such as `/slack/`, to another listener, bypassing the page's guards and limits. */
export type Mount = (prefix: string, listener: RequestListener) => void

/** `close` sends each open page its last changes first. */
export type WebPage = Platform &
  Readonly<{
    /** For a browser on this machine. */
    url: string
    /** For a browser on this machine: logs in with the token. */
    loginLink(token: string): string
    mount: Mount
  }>

/**
 * Starts the server and returns the page as a platform, with its URL.
 *
 * @throws {Error} when the host or port can't be listened on, such as with code `EADDRINUSE`.
 */
export async function startWeb(options: WebOptions): Promise<WebPage> {
  const { tutor, store, host, port, access, proxy, log, clock, probes, desk } = options
  const loopback = LOOPBACK.has(host) && proxy.hops === 0
  const closing = new AbortController()
  const newId = () => randomBytes(9).toString('base64url')
  const rooms = createRooms({ tutor, clock, log, newId, epoch: newId() })
  const admins = createAdmins({ store, grant: grantOf(access), clock, log })
  const parts = {
    tutor,
    rooms,
    admins,
    loopback,
    access,
    proxy,
    log,
    clock,
    newId,
    probes,
    desk,
  }
  const app = createApp({ ...parts, closing: closing.signal })
  const mounts = new Map<string, RequestListener>()
  const listener = getRequestListener(app.fetch)
  // Uses a monotonic clock: the app's own clock may be stopped by a test.
  const page = limitRates(listener, () => performance.now(), proxy.hops === 0)
  const server = createServer(
    { requestTimeout: WEB.requestMs, keepAliveTimeout: WEB.quietConnectionMs },
    (request, response) => {
      const [prefix = ''] = /^\/[^/?]+\//.exec(request.url ?? '') ?? []
      const listener = mounts.get(prefix) ?? page
      listener(request, response)
    },
  )
  if (proxy.hops === 0) limitConnections(server, WEB.connections)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen({ port, host, backlog: WEB.waitingConnections }, listening)
  })
  // For a host name or port 0, the address is known only now.
  const { port: actual } = server.address() as AddressInfo
  const shown = EVERYWHERE[host] ?? (host.includes(':') ? `[${host}]` : host)
  const url = `http://${shown}:${actual}/`
  return {
    ...webPlatform({ rooms, admins, url }),
    url,
    loginLink: (token) => new URL(loginPath(token), url).href,
    mount: (prefix, listener) => void mounts.set(prefix, listener),
    async close(): Promise<void> {
      rooms.close()
      closing.abort()
      // Each page gets its last changes; slow ones are cut off.
      const slow = setTimeout(() => {
        server.closeAllConnections()
      }, WEB.lastWordsMs)
      await new Promise<void>((closed) => server.close(() => closed()))
      clearTimeout(slow)
    },
  }
}

/** Addresses to listen on that a browser can't open, and what to open instead. */
const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])
