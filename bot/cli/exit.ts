/** How a subcommand ends. */
import { SandboxUnavailableError } from '../../sandbox/sandbox.ts'

/** Exit codes, from sysexits(3) where it has one. */
export const EXIT = {
  done: 0,
  missing: 1,
  usage: 64,
  noInput: 66,
  noJail: 69,
  bug: 70,
  config: 78,
  interrupted: 130,
} as const

type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends the command with a message for the user and an exit code. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/**
 * Rethrows the error of a sandbox that doesn't start.
 *
 * @throws {Refusal} when this machine can't run a jail.
 */
export function withoutJail(error: unknown): never {
  if (error instanceof SandboxUnavailableError) throw new Refusal(EXIT.noJail, error.message)
  throw error
}
