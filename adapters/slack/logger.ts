/** Forwards the library's log to ours: only warnings and errors, with tokens masked. */
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../bot/core/log.ts'

export type SlackLogger = Logger

/** Creates a logger for the Slack library that writes to our log. */
export function slackLogger(log: Log): SlackLogger {
  const say = (message: readonly unknown[]) => withoutTokens(message.map(String).join(' '))
  return {
    debug() {},
    info() {},
    warn: (...message) => log.warn({ platform: 'slack' }, say(message)),
    // Bolt's errors are events that it couldn't handle; our own bugs are logged where they happen.
    error: (...message) => log.warn({ platform: 'slack' }, say(message)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}

/** Masks everything that looks like a Slack token. */
export function withoutTokens(text: string): string {
  return text.replace(/\bx(?:ox[a-z]|app)[\w.-]+/gi, (found) =>
    found.includes('-') ? '(token)' : found,
  )
}
