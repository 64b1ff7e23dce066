#!/usr/bin/env node
// `overlap`, and `npm start`, for whatever Node the machine has: one that reads TypeScript goes on itself, any other
// starts the Node that `npm ci` brought. Plain JavaScript that any Node from 18 on can run.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cli = new URL('bot/cli.ts', import.meta.url)
const isLinked = existsSync(new URL('node_modules/.bin/node', import.meta.url))

if (isLinked && process.features.typescript) await import(cli)
else await useAnother()

async function useAnother() {
  const { node } = await import('./link-node.js')
  if (process.features.typescript) await import(cli)
  else if (node !== null) handOver(node)
  else {
    console.error(
      `overlap: Node ${process.version} cannot run Overlap, and the one of npm is missing: run ./setup`,
    )
    process.exitCode = 78
  }
}

/** Its signals and its end become ours. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(cli), ...process.argv.slice(2)], { stdio: 'inherit' })
  let isTold = false
  const tell = (signal) => {
    isTold = true
    child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tell(signal))
  // npm's shell may end without passing a signal on; see bot/cli/serve.ts.
  const { ppid } = process
  if (process.env.npm_lifecycle_event) {
    setInterval(() => isTold || process.ppid === ppid || tell('SIGTERM'), 250).unref()
  }
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
