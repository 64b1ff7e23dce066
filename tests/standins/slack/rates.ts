/**
 * Slack's rate limits: calls a minute, for each method in a workspace. Short bursts are tolerated.
 *
 * What the tiers allow: https://docs.slack.dev/apis/web-api/rate-limits. The tier of a method stands on its page
 * (https://docs.slack.dev/reference/methods) and, all in one list, in Slack's SDK for Java (MethodsRateLimits.java).
 */
const TIER_1 = 1
const TIER_2 = 20
const TIER_3 = 50
const TIER_4 = 100

/** Every method that the stand-in has. */
const PER_MINUTE: Readonly<Record<string, number>> = {
  'apps.connections.open': TIER_1,
  'assistant.threads.setSuggestedPrompts': TIER_3,
  'chat.appendStream': TIER_4,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'chat.startStream': TIER_2,
  'chat.stopStream': TIER_2,
  'chat.update': TIER_3,
  // Of apps that are sold outside Slack's marketplace, Slack takes one a minute since May 2025.
  'conversations.history': TIER_3,
  'conversations.open': TIER_3,
  'conversations.replies': TIER_3,
  'files.completeUploadExternal': TIER_4,
  'files.delete': TIER_3,
  'files.getUploadURLExternal': TIER_4,
  'files.info': TIER_4,
  'oauth.v2.access': TIER_4,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  // Special: several hundred in a workspace, and these two one a second in a channel.
  'assistant.threads.setStatus': 600,
  'auth.test': 600,
  'chat.postMessage': 300,
}
const PER_CHANNEL: Readonly<Record<string, number>> = {
  'assistant.threads.setStatus': 60,
  'chat.postMessage': 60,
}

/** A limit that takes `burst` at once and then `perMinute`. */
export type Limit = Readonly<{ burst: number; perMinute: number }>

/** `now` in ms. `own` takes the place of all limits of a method. */
export function createRates(now: () => number, own: Readonly<Record<string, Limit>>) {
  /** When each limit is unused again, ms. */
  const freeAt = new Map<string, number>()

  /** Each limit that a call of the method counts against. */
  function limitsOf(method: string, channel: string): (readonly [string, Limit])[] {
    const perChannel = PER_CHANNEL[method]
    const one = own[method]
    if (one) return [[perChannel === undefined ? '' : channel, one]]
    const all = [['', even(PER_MINUTE[method] ?? TIER_4)]] as [string, Limit][]
    if (perChannel !== undefined) all.push([channel, even(perChannel)])
    return all
  }

  return {
    /** Takes one call; or takes none and returns the whole seconds to wait. */
    take(method: string, token: string, channel = ''): number {
      const taken = limitsOf(method, channel).map(([where, { burst, perMinute }]) => {
        const key = `${token} ${method} ${where}`
        const tokenMs = 60_000 / perMinute
        const until = Math.max(now(), freeAt.get(key) ?? 0) + tokenMs
        return { key, until, waitMs: until - now() - burst * tokenMs }
      })
      const waitMs = Math.max(...taken.map((each) => each.waitMs))
      if (waitMs > 0) return Math.ceil(waitMs / 1000)
      for (const { key, until } of taken) freeAt.set(key, until)
      return 0
    },
  }
}

function even(perMinute: number): Limit {
  return { burst: perMinute, perMinute }
}
