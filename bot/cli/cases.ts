/** `overlap cases`: prints the verdicts that people reported as wrong, one JSON object per line. */
import type { Config } from '../config.ts'
import { EXIT, Refusal } from './exit.ts'
import { withStore } from './store.ts'
import type { Terminal } from './terminal.ts'

/**
 * Prints every disputed verdict with its program and returns the exit code.
 *
 * @throws {Refusal} when arguments are given or the store can't be opened.
 */
export async function cases(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  if (args.length > 0) throw new Refusal(EXIT.usage, USAGE)
  return withStore(config, async ({ disputes }) => {
    for (const { at, verdict, remark, code, advice } of await disputes.all()) {
      const said = { at: new Date(at).toISOString(), verdict, remark, code, advice }
      terminal.out(`${JSON.stringify(said)}\n`)
    }
    return EXIT.done
  })
}

const USAGE = `Usage: overlap cases
Prints each verdict that somebody called wrong, with its program, as one JSON object a line.`
