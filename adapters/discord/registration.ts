/** Registers commands with Discord in the background; without them, the tutor still answers mentions. */

import type { Log } from '../../bot/core/log.ts'
import type { Wait } from '../../bot/lib/reconnect.ts'
import type { DiscordDeps } from './deps.ts'
import { applicationOf, register } from './register.ts'

type Trying = Readonly<{ wait: Wait; log: Log; closing: AbortSignal }>

/** Delay before a retry, in ms; doubles each time. */
const RETRY_MS = { first: 500, last: 600_000 } as const

/**
 * Returns a function that starts the registration unless it is in progress, and retries until Discord accepts the
 * commands, less and less often.
 */
export function registration(
  { api, tutor }: Pick<DiscordDeps, 'api' | 'tutor'>,
  token: string,
  { wait, log, closing }: Trying,
): () => Promise<void> {
  /** Each call is made only once, since the whole registration is retried. */
  const calls = api.as({ ...api.how, patienceMs: 0 })
  let underWay: Promise<void> | null = null

  async function untilDone(): Promise<void> {
    for (let waitMs: number = RETRY_MS.first; !closing.aborted; waitMs *= 2) {
      if (await tried()) return
      await wait(Math.min(waitMs, RETRY_MS.last))
    }
  }

  async function tried(): Promise<boolean> {
    try {
      const application = await applicationOf(calls, token)
      const { written, removed } = await register(calls, application, tutor.commands)
      log.info({ platform: 'discord', written, removed }, 'commands registered')
      return true
    } catch (err) {
      log.warn({ err, platform: 'discord' }, 'commands could not be registered')
      return false
    }
  }

  return () => {
    underWay ??= untilDone().finally(() => {
      underWay = null
    })
    return underWay
  }
}
