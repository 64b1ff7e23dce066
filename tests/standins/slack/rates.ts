/** Slack's rate limits: calls a minute, for each method in a workspace. Short bursts are tolerated. */

/** By the method's tier, read off its documentation; methods without a row belong to tier 4. */
const PER_MINUTE: Readonly<Record<string, number>> = {
  'apps.connections.open': 1,
  'chat.startStream': 20,
  'chat.stopStream': 20,
  'assistant.threads.setSuggestedPrompts': 50,
  'chat.delete': 50,
  'chat.update': 50,
  'conversations.history': 50,
  'conversations.open': 50,
  'conversations.replies': 50,
  'files.delete': 50,
  'assistant.threads.setStatus': 600,
  // Several hundred in a workspace; the limit of a channel is below.
  'auth.test': 600,
}
const TIER_4 = 100
/** One a second in a channel. */
const POSTS_PER_MINUTE = 60

/** A limit that takes `burst` at once and then `perMinute`. */
export type Limit = Readonly<{ burst: number; perMinute: number }>

/** `now` in ms. `own` takes the place of a method's limit. */
export function createRates(now: () => number, own: Readonly<Record<string, Limit>>) {
  /** When each limit is unused again, ms. */
  const freeAt = new Map<string, number>()

  function limitOf(method: string): Limit {
    const perMinute =
      method === 'chat.postMessage' ? POSTS_PER_MINUTE : (PER_MINUTE[method] ?? TIER_4)
    return own[method] ?? { burst: perMinute, perMinute }
  }

  return {
    /** Takes one call; or takes none and returns the whole seconds to wait. */
    take(method: string, token: string, channel: string | undefined): number {
      const { burst, perMinute } = limitOf(method)
      const key = `${token} ${method} ${method === 'chat.postMessage' ? channel : ''}`
      const tokenMs = 60_000 / perMinute
      const until = Math.max(now(), freeAt.get(key) ?? 0) + tokenMs
      const waitMs = until - now() - burst * tokenMs
      if (waitMs > 0) return Math.ceil(waitMs / 1000)
      freeAt.set(key, until)
      return 0
    },
  }
}
