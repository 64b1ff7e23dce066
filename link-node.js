// Run after `npm ci`: links node_modules/.bin/node where npm did not. (npm 10 and older drop the link together with
// the Nodes of other platforms.) Where the packaged Node cannot run (musl), a Node of the machine's own that reads
// TypeScript takes its place. Plain JavaScript, since any Node from 18 on must be able to run it.
import { spawnSync } from 'node:child_process'
import { rmSync, symlinkSync } from 'node:fs'

const { platform, arch, execPath, features } = process
const link = 'node_modules/.bin/node'
const packaged = [`node-${platform}-${arch}`, `node-bin-${platform}-${arch}`]

if (platform !== 'win32' && !runs(link)) {
  const found = packaged.find((name) => runs(`node_modules/${name}/bin/node`))
  if (found) relink(`../${found}/bin/node`)
  else if (features.typescript) relink(execPath)
}

function runs(node) {
  return spawnSync(node, ['--version']).status === 0
}

function relink(target) {
  rmSync(link, { force: true })
  symlinkSync(target, link)
}
