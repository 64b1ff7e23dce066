/** `overlap data export|delete PERSON`: what privacy law requires of the operator. */
import type { Config } from '../config.ts'
import { personOf } from '../core/keys.ts'
import { EXIT, Refusal } from './exit.ts'
import { withStore } from './store.ts'
import type { Terminal } from './terminal.ts'

/**
 * Exports or deletes everything kept about a person and returns the exit code.
 *
 * @throws {Refusal} when the usage is wrong, nothing is kept about the person, or the store can't be opened.
 */
export async function data(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const [action, name = '', ...more] = args
  const person = personOf(name)
  if ((action !== 'export' && action !== 'delete') || person === null || more.length > 0) {
    throw new Refusal(EXIT.usage, USAGE)
  }
  return withStore(config, async ({ personal }) => {
    if (action === 'export') {
      const kept = await personal.exported(person)
      if (kept === null) throw nothingKept(name)
      terminal.out(`${JSON.stringify(kept, null, 2)}\n`)
    } else {
      if (!(await personal.deleted(person))) throw nothingKept(name)
      terminal.out(`All data about ${name} is deleted. Earlier backups still have it.\n`)
    }
    return EXIT.done
  })
}

const USAGE = `Usage: overlap data export|delete PERSON
A person is PLATFORM/WORKSPACE/ID, such as slack/T024BE7LD/U0G9QF9C6.`

function nothingKept(name: string): Refusal {
  return new Refusal(EXIT.noInput, `No data is kept about ${name}.`)
}
