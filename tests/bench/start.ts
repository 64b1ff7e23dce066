/** Starts the whole program as a user does and asks it one thing over the page's own API. */
import { asker } from './asker.ts'
import { folders, startReal } from './real.ts'

/** Time from the start of the process to the answer on the page, ms, and the resident memory of Node then, MiB. */
export async function firstAnswer(): Promise<{ ms: number; rssMib: number }> {
  const homes = await folders()
  const began = performance.now()
  const real = await startReal(homes)
  try {
    const person = asker(real.url, 'Bench', 30_000)
    const { kind, said } = await person.run('print(6 * 7 * 1000)')
    const ms = performance.now() - began
    if (kind !== 'answered') throw new Error(`the page did not run it: ${said}`)
    person.leave()
    return { ms, rssMib: await real.rssMib() }
  } finally {
    await real.end('SIGTERM')
    await homes.remove()
  }
}
