/** Who is at the other end of a connection, also behind proxies: the one place that reads what they say. */
import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import type { Log } from '../../bot/core/log.ts'

/** With no hops nothing that a proxy says is believed, as anybody can say it. */
export type Proxies = Readonly<{
  /** Proxies between the client and this server. */
  hops: number
  /** Where each of them adds the address that it was asked from. */
  header: string
}>

/** `address`: of those who share it, an IPv6 network counts as one. */
type Client = Readonly<{ address: string; https: boolean }>

declare module 'hono' {
  interface ContextVariableMap {
    client: Client
  }
}

/** Finds out who asks. Comes before all that reads `addressOf` or `isHttps`. */
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

/** What a person's address is counted by: people behind one address share it. */
export function addressOf(context: Context): string {
  return context.get('client').address
}

/** Whether the browser speaks https, with us or with a proxy before us. */
export function isHttps(context: Context): boolean {
  return context.get('client').https
}

function isPassedOn({ req }: Context): boolean {
  return Object.keys(req.header()).some((name) => /^(?:forwarded|via|x-forwarded-.*)$/.test(name))
}

/** The last proxy's entry is the last one; whatever the client itself has put there comes before those of all proxies. */
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

/** `203.0.113.7:4711` and `[2001:db8::7]:4711` as some proxies write them. */
function withoutPort(entry: string): string {
  const trimmed = entry.trim()
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(trimmed)?.[1]
  return bracketed ?? (/^[\d.]+:\d+$/.test(trimmed) ? trimmed.replace(/:\d+$/, '') : trimmed)
}

/** Of IPv6 the first 64 bits: each client there has all addresses of such a network to itself. */
export function sharedAddress(address: string): string {
  if (isIP(address) !== 6) return address
  const groups = groupsOf(address)
  const isMapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.')
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups, without leading zeros. */
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
