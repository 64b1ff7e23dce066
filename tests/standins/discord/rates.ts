/** Rate limits: a bucket for each channel, one for the whole app, and those that a test asks for. */
import { Refused } from './checks.ts'

const GLOBAL = 50

export function createLimits(channelRate: number) {
  const buckets = new Map<string, { left: number; endsAt: number }>()
  const figures = { refused: 0 }
  /** Paths that are refused once each, and for how many seconds. */
  const asked: { path: RegExp; seconds: number }[] = []

  function use(name: string, most: number): number {
    const now = Date.now()
    const bucket = buckets.get(name)
    const open = bucket && bucket.endsAt > now ? bucket : { left: most, endsAt: now + 1000 }
    buckets.set(name, open)
    open.left -= 1
    return open.left
  }

  function refused(seconds: number, isGlobal: boolean): Refused {
    figures.refused += 1
    const body = { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal }
    return new Refused(429, body)
  }

  return {
    figures,
    refuseOnce: (path: RegExp, seconds: number) => void asked.push({ path, seconds }),

    /** Throws the refusal, or gives the headers of the answer. */
    take(method: string, path: string, isFree: boolean): Record<string, string> {
      const at = asked.findIndex((each) => each.path.test(`${method} ${path}`))
      const [wanted] = at >= 0 ? asked.splice(at, 1) : []
      if (wanted) throw refused(wanted.seconds, false)
      if (isFree) return {}
      if (use('global', GLOBAL) < 0) throw refused(1, true)
      const channel = /^\/channels\/(\d+)\/messages/.exec(path)?.[1]
      if (!channel || method === 'GET') return {}
      const left = use(`${method} ${channel}`, channelRate)
      if (left < 0) throw refused(1, false)
      return {
        'x-ratelimit-limit': `${channelRate}`,
        'x-ratelimit-remaining': `${left}`,
        'x-ratelimit-reset-after': '1',
        'x-ratelimit-bucket': `messages-${method}`,
      }
    },

    headersOf({ status, body }: Refused): Record<string, string> {
      if (status !== 429 || !('retry_after' in body)) return {}
      const isGlobal = 'global' in body && body.global === true
      return {
        'retry-after': String(body.retry_after),
        'x-ratelimit-scope': isGlobal ? 'global' : 'user',
        ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
      }
    },
  }
}
