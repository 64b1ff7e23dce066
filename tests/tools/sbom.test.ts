import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const CHECKOUT = join(import.meta.dirname, '../..')
const BOM = 'overlap.cdx.json'
const NOTICES = 'third-party-notices.txt'

const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ version: z.string().optional(), dev: z.boolean().optional() }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8')))

const folder = mkdtempSync(join(tmpdir(), 'overlap-sbom-'))
const first = join(folder, 'first')
const second = join(folder, 'second')

beforeAll(async () => {
  for (const each of [first, second]) {
    await execa('npm', ['run', 'sbom', '--', each], { cwd: CHECKOUT })
  }
})

afterAll(() => rmSync(folder, { recursive: true }))

test.each([BOM, NOTICES])('%s has the same bytes each time', (name) => {
  expect(read(first, name)).toBe(read(second, name))
})

test('the SBOM has each package that is used, with its hash and license, and none of development', () => {
  const { bomFormat, components, dependencies } = z
    .object({
      bomFormat: z.string(),
      dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
      components: z.array(
        z.object({
          name: z.string(),
          version: z.string(),
          hashes: z.array(z.object({ alg: z.literal('SHA-512') })).length(1),
          licenses: z.array(z.unknown()).min(1),
        }),
      ),
    })
    .parse(JSON.parse(read(first, BOM)))
  expect(bomFormat).toBe('CycloneDX')
  const listed = components.map(({ name, version }) => `${name} ${version}`)
  expect(listed.sort()).toEqual([...new Set(used())].sort())
  const refs = listed.map((each) => each.replace(' ', '@'))
  for (const { dependsOn } of dependencies) expect(refs).toEqual(expect.arrayContaining(dependsOn))
})

test('it names Overlap, and no folder, time or registry', () => {
  const text = read(first, BOM)
  const { metadata, serialNumber } = JSON.parse(text)
  expect(metadata.component).toMatchObject({ name: 'overlap', type: 'application' })
  expect(metadata.timestamp ?? serialNumber).toBeUndefined()
  expect(text.match(/"https?:[^"]*"/g)).toEqual([expect.stringContaining('cyclonedx.org')])
  expect(text).not.toContain(CHECKOUT)
})

test('the notices have the texts of what is installed', () => {
  const text = read(first, NOTICES)
  expect(text).toMatch(/\nhono [\d.]+\nLicense: MIT\n/)
  expect(text).toContain('Yusuke Wada')
  expect(text).toContain('Bitstream')
  expect(text).not.toMatch(/^vitest /m)
})

/** Name and version of every package that is not only for development. */
function used(): string[] {
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev)
    .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`)
}

function read(where: string, name: string): string {
  return readFileSync(join(where, name), 'utf8')
}
