/** Overlap as `npm ci --omit=dev` leaves it: a copy of the checkout without the packages that only development needs. */
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { CHECKOUT, folder, lastingFolder, output } from './overlap.ts'

const SOURCES = ['adapters', 'bot', 'lessons', 'sandbox', 'overlap.js', 'link-node.js']

let base = ''

beforeAll(async () => {
  base = await production()
  return () => rmSync(base, { recursive: true, force: true })
})

test('it serves the page', async () => {
  const serving = start('serve')
  await output(serving, /http:\S+\n/)
  serving.kill('SIGTERM')
  expect((await serving).exitCode).toBe(0)
})

test.each(['./adapters/slack/connect.ts', './adapters/discord/connect.ts'])(
  '%s finds all that it imports',
  async (part) => {
    const { exitCode, stderr } = await execa(process.execPath, ['-e', `await import('${part}')`], {
      cwd: base,
      reject: false,
    })
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
  },
)

test('doctor finds everything that is needed', async () => {
  const { stdout, exitCode } = await start('doctor')
  expect(stdout).not.toContain('✗')
  expect(exitCode).toBe(0)
})

function start(...args: readonly string[]) {
  return execa(process.execPath, [join(base, 'overlap.js'), ...args], {
    env: { OVERLAP_DATA_DIR: folder(), OVERLAP_WEB_PORT: '0', DATABASE_URL: undefined },
    reject: false,
    timeout: 50_000,
  })
}

async function production(): Promise<string> {
  const path = lastingFolder()
  for (const name of [...SOURCES, 'package.json']) {
    cpSync(join(CHECKOUT, name), join(path, name), { recursive: true })
  }
  const modules = join(path, 'node_modules')
  const from = join(CHECKOUT, 'node_modules')
  // Links take a second; across file systems there are none.
  const { failed } = await execa('cp', ['-al', from, modules], { reject: false })
  if (failed) await execa('cp', ['-aT', from, modules])
  const lock = z
    .object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })
    .parse(JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')))
  for (const [name, { dev }] of Object.entries(lock.packages)) {
    if (dev) rmSync(join(path, name), { recursive: true, force: true })
  }
  return path
}
