/** How a subcommand ends. */
import { SandboxUnavailableError } from '../../sandbox/sandbox.ts'

/** The numbers are those of sysexits(3) where it has one. */
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

/** Ends the command with a message for the person at the terminal. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** For the error of a sandbox that does not start. @throws {Refusal} This machine can't have a jail. */
export function withoutJail(error: unknown): never {
  if (error instanceof SandboxUnavailableError) throw new Refusal(EXIT.noJail, error.message)
  throw error
}
