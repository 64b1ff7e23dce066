/** Writes the log as JSON lines to stderr, without secrets and without what people write. */
import { type DestinationStream, pino } from 'pino'
import type { Config } from '../config.ts'
import type { Log } from '../core/log.ts'

/** Creates the log at the configured level, with secrets redacted. */
export function logTo(
  { logLevel }: Pick<Config, 'logLevel'>,
  to: DestinationStream = pino.destination(2),
): Log {
  return pino({ level: logLevel, redact: SECRETS }, to)
}

const SECRETS = [
  'token',
  '*.token',
  '*.headers.authorization',
  '*.headers.cookie',
  // Errors of the Discord library hold the message and a URL that may contain an interaction's
  // token.
  '*.requestBody',
  '*.url',
]
