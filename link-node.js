// Finds a Node that reads TypeScript and links it at node_modules/.bin/node where npm did not. (npm 10 and older leave
// the link out when they leave out the Nodes of other platforms.) Where the packaged Node cannot run (musl), one of the
// machine's own takes its place. Plain JavaScript that any Node from 18 on can run.
import { spawnSync } from 'node:child_process'
import { rmSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const { platform, arch, execPath, features } = process
const modules = fileURLToPath(new URL('node_modules/', import.meta.url))
const link = `${modules}.bin/node`

/** Path of the Node to run Overlap with; null where there is none. */
export const node = runs(link)
  ? link
  : linked(packaged() ?? (features.typescript ? execPath : null))

function packaged() {
  const names = [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`, `node-win-${arch}`]
  return names.map((name) => `${modules}${name}/bin/node`).find(runs)
}

function linked(found) {
  // Windows has no links for everyone.
  if (found === null || platform === 'win32') return found
  try {
    rmSync(link, { force: true })
    symlinkSync(found.replace(modules, '../'), link)
  } catch {
    // A folder of somebody else: it is found again each time.
  }
  return found
}

function runs(path) {
  return spawnSync(path, ['--version']).status === 0
}
