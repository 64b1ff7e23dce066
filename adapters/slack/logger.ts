/** The library's log lines into ours: warnings and errors only, without anything that looks like a token. */
import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../../bot/core/log.ts'

export type SlackLogger = Logger

export function slackLogger(log: Log): SlackLogger {
  const say = (message: readonly unknown[]) => withoutTokens(message.map(String).join(' '))
  return {
    debug() {},
    info() {},
    warn: (...message) => log.warn({ platform: 'slack' }, say(message)),
    // What Bolt calls errors are events that it could not deal with; bugs of ours are logged where they happen.
    error: (...message) => log.warn({ platform: 'slack' }, say(message)),
    setLevel() {},
    getLevel: () => LogLevel.WARN,
    setName() {},
  }
}

export function withoutTokens(text: string): string {
  return text.replace(/\bx(?:ox[a-z]|app)[\w.-]+/gi, (found) =>
    found.includes('-') ? '(token)' : found,
  )
}
