/**
 * Discord's rate limits: https://docs.discord.com/developers/topics/rate-limits
 *
 * Only the limit of the whole app and the ban are published; those of routes come in headers and may change. The
 * figures here are what apps were sent, those of interactions from discord-api-docs#2701, #3763 and #7243.
 */
import { Refused } from './checks.ts'

type Limit = Readonly<{ most: number; perMs: number }>

/** What interactions are answered with does not count. */
const GLOBAL: Limit = { most: 50, perMs: 1000 }
/** Requests that were refused, with 401, 403 or 429, before an address is shut out. */
const INVALID: Limit = { most: 10_000, perMs: 10 * 60_000 }

/** By method and path, each for itself and for what the path names in brackets: a channel, or an interaction. */
const ROUTES: readonly Readonly<{ path: RegExp; bucket: string; limit: Limit }>[] = [
  {
    path: /^POST \/channels\/(\d+)\/messages$/,
    bucket: 'create-message',
    limit: { most: 5, perMs: 5000 },
  },
  {
    path: /^PATCH \/channels\/(\d+)\/messages\/\d+$/,
    bucket: 'edit-message',
    limit: { most: 5, perMs: 5000 },
  },
  {
    path: /^DELETE \/channels\/(\d+)\/messages\/\d+$/,
    bucket: 'delete-message',
    limit: { most: 5, perMs: 1000 },
  },
  {
    path: /^POST \/channels\/(\d+)\/typing$/,
    bucket: 'typing',
    limit: { most: 5, perMs: 5000 },
  },
  {
    path: /^POST \/channels\/(\d+)\/messages\/\d+\/threads$/,
    bucket: 'create-thread',
    limit: { most: 50, perMs: 300_000 },
  },
  {
    path: /^(?:POST|PATCH|DELETE) \/webhooks\/\d+\/([\w-]+)/,
    bucket: 'webhook',
    limit: { most: 5, perMs: 2000 },
  },
]
/** Of all interactions in a channel together. Nothing tells of it before a request is refused. */
const FOLLOW_UPS: Limit = { most: 30, perMs: 60_000 }
const FOLLOW_UP = /^POST \/webhooks\/\d+\/([\w-]+)$/

export type Scope = 'user' | 'global' | 'shared'

export type RateOptions = Readonly<{
  /** Limits of routes are not held, for what has the work of many channels in one. */
  roomy?: boolean
  /** As `INVALID`. */
  invalid?: Limit
}>

/** A request that Discord refuses for its rate. `headers` say how long to wait. */
export class TooMany extends Refused {
  readonly scope: Scope
  readonly headers: Readonly<Record<string, string>>
  constructor(scope: Scope, seconds: number, headers: Readonly<Record<string, string>> = {}) {
    const global = scope === 'global'
    super(429, { message: 'You are being rate limited.', retry_after: seconds, global })
    this.scope = scope
    this.headers = {
      ...headers,
      'retry-after': String(Math.ceil(seconds)),
      'x-ratelimit-scope': scope,
      ...(global ? { 'x-ratelimit-global': 'true' } : {}),
    }
  }
}

/** `channelOf`: where the interaction of a token happened. */
export function createLimits(
  { roomy = false, invalid = INVALID }: RateOptions,
  channelOf: (token: string) => string,
) {
  const windows = new Map<string, { used: number; endsAt: number }>()
  const figures = { global: 0, user: 0, shared: 0, banned: 0 }
  /** Paths that are refused once each, and for how many seconds. */
  const asked: { path: RegExp; seconds: number; scope: Scope }[] = []

  /** What is left after this one, less than 0 for too many; and how long until all is left again, s. */
  function use(name: string, { most, perMs }: Limit): { left: number; seconds: number } {
    const now = Date.now()
    const before = windows.get(name)
    const open = before && before.endsAt > now ? before : { used: 0, endsAt: now + perMs }
    windows.set(name, open)
    const left = most - open.used - 1
    if (left >= 0) open.used += 1
    return { left, seconds: (open.endsAt - now) / 1000 }
  }

  function isUsedUp(name: string, { most }: Limit): boolean {
    const found = windows.get(name)
    return found !== undefined && found.endsAt > Date.now() && found.used >= most
  }

  function refuse(scope: Scope, seconds: number, headers?: Record<string, string>): never {
    figures[scope] += 1
    throw new TooMany(scope, seconds, headers)
  }

  function takeRoute(call: string): Record<string, string> {
    for (const { path, bucket, limit } of ROUTES) {
      const whose = path.exec(call)?.[1]
      if (whose === undefined) continue
      const { left, seconds } = use(`${bucket} ${whose}`, limit)
      const headers = {
        'x-ratelimit-limit': String(limit.most),
        'x-ratelimit-remaining': String(Math.max(0, left)),
        'x-ratelimit-reset': String(Date.now() / 1000 + seconds),
        'x-ratelimit-reset-after': String(seconds),
        'x-ratelimit-bucket': bucket,
      }
      if (left < 0) refuse('user', seconds, headers)
      return headers
    }
    return {}
  }

  return {
    figures,
    refuseOnce: (path: RegExp, seconds: number, scope: Scope = 'user') =>
      void asked.push({ path, seconds, scope }),

    /** Throws the refusal, or gives the headers of the answer. */
    take(method: string, path: string, isFree: boolean): Record<string, string> {
      const call = `${method} ${path}`
      const at = asked.findIndex((each) => each.path.test(call))
      const [wanted] = at >= 0 ? asked.splice(at, 1) : []
      if (wanted) refuse(wanted.scope, wanted.seconds)
      if (!isFree) {
        const { left, seconds } = use('global', GLOBAL)
        if (left < 0) refuse('global', seconds)
      }
      if (roomy) return {}
      const token = FOLLOW_UP.exec(call)?.[1]
      if (token !== undefined) {
        const { left, seconds } = use(`follow-ups ${channelOf(token)}`, FOLLOW_UPS)
        if (left < 0) refuse('shared', seconds)
      }
      return takeRoute(call)
    },

    /** Counts what was refused. What others used up is not held against the app. */
    failed(error: Refused): void {
      const isInvalid = [401, 403, 429].includes(error.status)
      if (!isInvalid || (error instanceof TooMany && error.scope === 'shared')) return
      use('invalid', invalid)
    },

    /** The address is shut out: it gets no answer of Discord's any more, but one of what stands before it. */
    isBanned(): boolean {
      const is = isUsedUp('invalid', invalid)
      if (is) figures.banned += 1
      return is
    },
  }
}
