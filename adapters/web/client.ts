/** Identifies the client of a connection, including behind proxies; nothing else reads proxy headers. */
import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { Log } from '../../bot/core/log.ts'

/** With no hops, proxy headers are ignored, since anyone can send them. */
export type Proxies = Readonly<{
  /** Number of proxies between the client and this server. */
  hops: number
  /** The header to which each proxy appends the address of its client. */
  header: string
}>

/** `address`: an IPv6 network counts as one address. */
type Client = Readonly<{ address: string; https: boolean }>

declare module 'hono' {
  interface ContextVariableMap {
    client: Client
  }
}

/** Identifies the client. Must come before anything that calls `addressOf` or `isHttps`. */
export function knowClient(proxy: Proxies, log: Log): MiddlewareHandler {
  let isWarned = proxy.hops > 0
  return async (context, next) => {
    if (!isWarned && isPassedOn(context)) {
      isWarned = true
      log.warn({}, 'the page is behind a proxy: set OVERLAP_PROXY_HOPS to tell visitors apart')
    }
    context.set('client', { address: addressBy(context, proxy), https: httpsBy(context, proxy) })
    return next()
  }
}

/** Returns the address that limits are counted by; people behind one address share it. */
export function addressOf(context: Context): string {
  return context.get('client').address
}

/** Tells whether the browser uses HTTPS, with this server or with a proxy in front of it. */
export function isHttps(context: Context): boolean {
  return context.get('client').https
}

function isPassedOn({ req }: Context): boolean {
  return Object.keys(req.header()).some((name) => /^(?:forwarded|via|x-forwarded-.*)$/.test(name))
}

/** Each proxy appends its entry, so anything that the client sent comes before those of the proxies. */
function addressBy(context: Context, { hops, header }: Proxies): string {
  const connected = getConnInfo(context).remote.address ?? ''
  if (hops === 0) return sharedAddress(connected)
  const entries = context.req.header(header)?.split(',') ?? []
  const told = withoutPort(entries.at(-hops) ?? '')
  return sharedAddress(isIP(told) === 0 ? connected : told)
}

function httpsBy({ req }: Context, { hops }: Proxies): boolean {
  if (req.url.startsWith('https:')) return true
  return hops > 0 && /\bhttps\b/i.test(req.header('x-forwarded-proto') ?? '')
}

/** Removes the port that some proxies add: `203.0.113.7:4711`, `[2001:db8::7]:4711`. */
function withoutPort(entry: string): string {
  const trimmed = entry.trim()
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed)?.[1]
  return bracketed ?? (/^[\d.]+:\d+$/.test(trimmed) ? trimmed.replace(/:\d+$/, '') : trimmed)
}

/**
 * Returns the address that limits are counted by: for IPv6 the first 64 bits, since a client usually has such a
 * network to itself.
 */
export function sharedAddress(address: string): string {
  if (isIP(address) !== 6) return address
  const groups = groupsOf(address)
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.')
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [plain = ''] = address.split('%')
  const canonical = new URL(`http://[${plain}]`).hostname.slice(1, -1)
  const [head = [], tail = []] = canonical
    .split('::')
    .map((side) => side.split(':').filter(Boolean))
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}

function bytesOf(group: string): readonly number[] {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 255]
}
