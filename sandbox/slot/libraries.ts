/** Libraries that programs can import besides the standard library: those in the table that are installed here. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Library } from '../sandbox.ts'

const TABLE = fileURLToPath(new URL('../libraries.txt', import.meta.url))

/** Returns the rows of `libraries.txt` that are installed, in its order. `versions` is keyed by lowercase PyPI name. */
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
