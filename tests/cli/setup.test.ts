import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { CHECKOUT, folder } from './overlap.ts'

const SETUP = join(CHECKOUT, 'setup')

test('on a machine that is set up, --check finds everything', async () => {
  const { stdout, exitCode } = await execa(SETUP, ['--check'], { reject: false })
  expect(stdout).toMatch(/^Ready: /)
  expect(exitCode).toBe(0)
})

test('--check names what is missing with what mends it, and changes nothing', async () => {
  const env = { OVERLAP_PYTHON: '/nowhere/python3' }
  const { stdout, exitCode } = await execa(SETUP, ['--check'], { env, reject: false })
  expect(stdout).toContain('Missing: python3. OVERLAP_PYTHON names no Python 3.11 or newer')
  expect(stdout).not.toContain('+ ')
  expect(exitCode).toBe(1)
})

test('an unknown argument is wrong usage', async () => {
  const { stderr, exitCode } = await execa(SETUP, ['--frobnicate'], { reject: false })
  expect(stderr).toContain('./setup --check')
  expect(exitCode).toBe(64)
})

test.each([
  ['apt-get', 'apt-get install -q -y --no-install-recommends nodejs npm uidmap'],
  ['dnf', 'dnf install -y --setopt=install_weak_deps=False nodejs npm shadow-utils'],
  ['apk', 'apk add nodejs npm shadow-subids'],
  ['pacman', 'pacman -S --needed --noconfirm nodejs npm shadow'],
])(
  'with %s, what is missing is asked for by the names of that distribution',
  async (name, line) => {
    const { all } = await execa(SETUP, [], {
      env: { PATH: machineWith(name) },
      extendEnv: false,
      reject: false,
      all: true,
    })
    expect(all).toContain(line)
    expect(all).toContain('Missing: node. ')
  },
)

test('without a package manager that it knows, it says so', async () => {
  const { stdout, exitCode } = await execa(SETUP, [], {
    env: { PATH: machineWith(null) },
    extendEnv: false,
    reject: false,
  })
  expect(stdout).toContain('please install these yourself')
  expect(exitCode).toBe(1)
})

test('elsewhere than on Linux it says that code runs need it, and asks for nothing of the jail', async () => {
  const path = machineWith(null)
  program(path, 'uname', 'echo Darwin')
  const { stdout } = await execa(SETUP, ['--check'], {
    env: { PATH: path, OVERLAP_PYTHON: '/nowhere/python3' },
    extendEnv: false,
    reject: false,
  })
  expect(stdout).toContain('docs/container.md')
  expect(stdout).not.toContain('python')
})

/** A folder for PATH: the tools that every machine has, a package manager that does nothing, and no Node. */
function machineWith(manager: string | null): string {
  const path = folder()
  for (const tool of ['awk', 'cat', 'dirname', 'env', 'find', 'id']) {
    symlinkSync(`/usr/bin/${tool}`, join(path, tool))
  }
  program(path, 'uname', 'echo Linux')
  if (manager) program(path, manager, 'exit 0')
  return path
}

function program(path: string, name: string, body: string): void {
  writeFileSync(join(path, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}
