/** The configuration for a subcommand; a wrong one becomes words. */
import { type Config, ConfigError, environmentOf, readConfig } from '../config.ts'
import { EXIT, Refusal } from './exit.ts'

export function settings(checkout: string): Config {
  try {
    return readConfig(environmentOf(checkout, process.env))
  } catch (error) {
    if (error instanceof ConfigError) throw new Refusal(EXIT.config, error.message)
    throw error
  }
}
