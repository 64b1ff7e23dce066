/** Libraries that programs can import besides the standard library: those of the table that this machine has. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Library } from '../sandbox.ts'

const TABLE = fileURLToPath(new URL('../libraries.txt', import.meta.url))

/** The rows of `libraries.txt` that are installed, in its order. `versions` goes by the name on PyPI, in small letters. */
export function installedLibraries(versions: Readonly<Record<string, string>>): readonly Library[] {
  return rows().flatMap(([module, name]) => {
    const version = versions[name.toLowerCase()]
    return version === undefined ? [] : [{ name, module, version }]
  })
}

function rows(): readonly (readonly [module: string, name: string])[] {
  return readFileSync(TABLE, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' '))
    .map(([module = '', name = module]) => [module, name] as const)
}
