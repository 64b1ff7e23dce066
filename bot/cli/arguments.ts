/** Parses the arguments of a subcommand. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { EXIT, Refusal } from './exit.ts'

/**
 * Parses options as `parseArgs` does, along with positional arguments.
 *
 * @param usage - Shown after the error message.
 * @throws {Refusal} when an option is unknown or lacks its value.
 */
export function parseArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options })
  } catch (error) {
    throw wrongUsage(error instanceof Error ? error.message : String(error), usage)
  }
}

/** Creates the refusal for wrong usage: the problem, then the usage line. */
export function wrongUsage(problem: string, usage: string): Refusal {
  return new Refusal(EXIT.usage, `${problem}\nUsage: ${usage}`)
}
