import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
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

test.each([[['--frobnicate']], [['--check', '--frobnicate']], [['check']]])(
  '%j is wrong usage, and nothing is done',
  async (args) => {
    const { stdout, stderr, exitCode } = await execa(SETUP, args, { reject: false })
    expect(stdout).toBe('')
    expect(stderr).toContain('./setup --production')
    expect(exitCode).toBe(64)
  },
)

test('--production leaves out what only development needs, also where it was there before', async () => {
  const { setup, asked } = checkout()
  await setup()
  await setup('--production')
  expect(asked()).toEqual(['ci --loglevel=error', 'ci --loglevel=error --omit=dev'])
})

test('what is installed already is not installed again', async () => {
  const { setup, asked } = checkout()
  await setup('--production')
  await setup('--production')
  expect(asked()).toEqual(['ci --loglevel=error --omit=dev'])
})

test('flags combine in any order: --check --production asks for nothing that only development needs', async () => {
  const { setup, asked } = checkout()
  expect(await setup('--check', '--production')).toContain('Run ./setup --production')
  await setup('--production')
  const before = asked()
  expect(await setup('--production', '--check')).not.toContain('the npm packages')
  expect(await setup('--check')).toContain('Missing: the npm packages. Run ./setup\n')
  expect(asked()).toEqual(before)
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

test.each([
  ['apt-get', 'python3-numpy python3-pandas', 'python3-pil python3-', 'python3-multipart'],
  ['dnf', 'python3-numpy python3-pandas', 'python3-pillow python3-', 'python3-multipart'],
  ['apk', 'py3-numpy py3-pandas', 'py3-pillow py3-', 'py3-beautifulsoup4'],
  ['pacman', 'python-numpy python-pandas', 'python-pillow python-', 'python-sqlalchemy'],
])('with %s, the libraries for programs have the names that it knows', async (name, ...parts) => {
  const path = machineWith(name)
  program(path, 'python3', 'exit 1')
  const asked = await linesOf(path, name)
  for (const part of parts) expect(asked).toContain(part)
  const few = await linesOf(path, name, '--small')
  expect(few).toContain('numpy')
  expect(few).not.toContain('pandas')
})

/** What a machine without any library asks its package manager for. */
async function linesOf(path: string, manager: string, ...flags: readonly string[]) {
  const base = folder()
  mkdirSync(join(base, 'sandbox'))
  for (const file of ['setup', 'sandbox/libraries.txt']) {
    // As on a machine whose own Python has none of them.
    const text = readFileSync(join(CHECKOUT, file), 'utf8')
    writeFileSync(join(base, file), text.replace('/usr/bin/python3', join(path, 'python3')), {
      mode: 0o755,
    })
  }
  const options = { env: { PATH: path }, extendEnv: false, reject: false, all: true } as const
  const { all } = await execa(join(base, 'setup'), flags, options)
  return all.split('\n').find((line) => line.startsWith(`Installing with ${manager}: `)) ?? all
}

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

/** A copy of `setup` with an npm that only writes its list of packages. */
function checkout() {
  const base = folder()
  const path = machineWith(null)
  const log = join(base, 'npm.log')
  for (const made of ['node_modules', 'sandbox']) mkdirSync(join(base, made))
  for (const file of ['setup', 'link-node.js', 'package-lock.json', 'sandbox/libraries.txt']) {
    copyFileSync(join(CHECKOUT, file), join(base, file))
  }
  symlinkSync(process.execPath, join(path, 'node'))
  program(
    path,
    'npm',
    `echo "$*" >>${log}
case "$*" in *--omit=dev*) dev=false ;; *) dev=true ;; esac
echo "\\"dev\\": $dev" >${join(base, 'node_modules/.package-lock.json')}`,
  )
  return {
    /** What it said. */
    setup: async (...args: readonly string[]) => {
      const env = { PATH: path }
      const options = { env, extendEnv: false, reject: false, stripFinalNewline: false } as const
      return (await execa(join(base, 'setup'), args, options)).stdout
    },
    /** What npm was asked for. */
    asked: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  }
}

/** A folder for PATH: the tools that every machine has, a package manager that does nothing, and no Node. */
function machineWith(manager: string | null): string {
  const path = folder()
  for (const tool of ['awk', 'cat', 'dirname', 'env', 'find', 'grep', 'id']) {
    symlinkSync(`/usr/bin/${tool}`, join(path, tool))
  }
  program(path, 'uname', 'echo Linux')
  if (manager) program(path, manager, 'exit 0')
  return path
}

function program(path: string, name: string, body: string): void {
  writeFileSync(join(path, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
}
