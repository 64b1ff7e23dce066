/**
 * `npm run sbom [-- FOLDER]`: writes what Overlap's npm packages are and under which licenses, without those that only
 * development needs. The same lockfile and the same installed packages give the same bytes.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bom } from './sbom/bom.ts'
import { notices } from './sbom/notices.ts'

const CHECKOUT = join(import.meta.dirname, '..')

const [folder = join(CHECKOUT, 'sbom')] = process.argv.slice(2)
const files = {
  'overlap.cdx.json': await bom(CHECKOUT),
  'third-party-notices.txt': await notices(CHECKOUT),
}
await mkdir(folder, { recursive: true })
for (const [name, text] of Object.entries(files)) {
  const path = resolve(folder, name)
  await writeFile(path, text)
  console.log(path)
}
