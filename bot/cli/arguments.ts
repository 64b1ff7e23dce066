/** Arguments of a subcommand. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { EXIT, Refusal } from './exit.ts'

/**
 * Options as in `parseArgs`, beside positional arguments.
 *
 * @param usage - Shown with what is wrong.
 * @throws {Refusal} An option is not known, or lacks its value.
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

export function wrongUsage(problem: string, usage: string): Refusal {
  return new Refusal(EXIT.usage, `${problem}\nUsage: ${usage}`)
}
