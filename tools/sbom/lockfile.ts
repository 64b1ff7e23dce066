/** What the lockfile says of the packages that are not only for development. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().default(''), dev: z.boolean().default(false) }),
  ),
})

type Package = Readonly<{
  name: string
  version: string
  /** Where npm puts it, under the checkout. */
  path: string
}>

export async function usedPackages(checkout: string): Promise<readonly Package[]> {
  const text = await readFile(join(checkout, 'package-lock.json'), 'utf8')
  return Object.entries(schema.parse(JSON.parse(text)).packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version }]) => ({
      name: path.slice(path.lastIndexOf(FOLDER) + FOLDER.length),
      version,
      path,
    }))
}

const FOLDER = 'node_modules/'
