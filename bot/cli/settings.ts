/** Reads the configuration for a subcommand. */
import { type Config, ConfigError, environmentOf, readConfig } from '../config.ts'
import { EXIT, Refusal } from './exit.ts'

/**
 * Reads the settings from the environment and `.env`.
 *
 * @throws {Refusal} when a setting is wrong.
 */
export function settings(checkout: string): Config {
  try {
    return readConfig(environmentOf(checkout, process.env))
  } catch (error) {
    if (error instanceof ConfigError) throw new Refusal(EXIT.config, error.message)
    throw error
  }
}
