/** The log as JSON lines on stderr, without secrets and without what people write. */
import { type DestinationStream, pino } from 'pino'
import type { Config } from '../config.ts'
import type { Log } from '../core/log.ts'

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
  // Errors of Discord's library: what was to be said, and an address that may hold the token of an interaction.
  '*.requestBody',
  '*.url',
]
