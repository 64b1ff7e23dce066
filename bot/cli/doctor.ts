/**
 * `overlap doctor`: checks everything Overlap needs, with the command that fixes what is missing, and tests the jail.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Check } from '../../sandbox/checks/check.ts'
import { selfTest } from '../../sandbox/slot/selftest.ts'
import { createAdvisor } from '../analysis/advisor.ts'
import type { Config } from '../config.ts'
import { closeWorkers } from '../lib/workers/workers.ts'
import { outside } from './doctor/outside.ts'
import { page } from './doctor/page.ts'
import { EXIT, Refusal } from './exit.ts'
import type { Terminal } from './terminal.ts'

/**
 * Prints the result of every check and returns 1 if something needed is missing.
 *
 * @throws {Refusal} when arguments are given.
 */
export async function doctor(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  if (args.length > 0) throw new Refusal(EXIT.usage, 'doctor takes no arguments')
  const checks = [
    nodeVersion(),
    await advisor(),
    await port(config),
    ...page(config, await sockets()),
    ...(await outside(config)),
    ...(await selfTest(config)),
  ]
  for (const check of checks) terminal.out(line(check, terminal))
  const missing = checks.filter(({ ok, needed }) => needed && !ok)
  terminal.out(
    missing.length === 0
      ? '\nOverlap has everything it needs.\n'
      : `\nMissing: ${missing.map(({ name }) => name).join(', ')}.\n`,
  )
  return missing.length === 0 ? EXIT.done : EXIT.missing
}

function line({ name, ok, needed, detail, fix }: Check, { paint }: Terminal): string {
  const mark = ok ? paint('green', '✓') : needed ? paint('red', '✗') : paint('yellow', '–')
  const fixing = ok || fix === null ? '' : `    ${paint('bold', fix)}\n`
  return `${mark} ${[name, detail].filter(Boolean).join(': ')}\n${fixing}`
}

const NODE = 26

function nodeVersion(): Check {
  const { node } = process.versions
  const ok = Number.parseInt(node, 10) >= NODE
  return { name: 'Node', ok, needed: true, detail: node, fix: './setup installs Node 26' }
}

async function advisor(): Promise<Check> {
  const check = { name: 'advisor', needed: true, fix: './setup' }
  try {
    const { advise, close } = await createAdvisor()
    await advise('print(1)\n', null)
    await Promise.all([close(), closeWorkers()])
    return { ...check, ok: true, detail: 'reads Python' }
  } catch (error) {
    return { ...check, ok: false, detail: `does not start: ${error}` }
  }
}

async function sockets(): Promise<string> {
  const files = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8'))
  return (await Promise.all(files.map((file) => file.catch(() => '')))).join('\n')
}

/** Not required: the port may be taken by Overlap itself. */
async function port({ web }: Config): Promise<Check> {
  const name = `port ${web.port}`
  const fix = 'set OVERLAP_WEB_PORT to another port, unless Overlap itself is running there'
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', ({ message }) =>
      resolve({ name, ok: false, needed: false, detail: message, fix }),
    )
    server.listen(web.port, web.host, () =>
      server.close(() => resolve({ name, ok: true, needed: false, detail: 'is free', fix })),
    )
  })
}
