/** The SBOM that npm makes of the lockfile, without what differs from one time, folder or npm to the next. */
import { execa } from 'execa'
import { z } from 'zod'
import { usedPackages } from './lockfile.ts'

const component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  licenses: z.array(z.unknown()).optional(),
  properties: z.array(z.looseObject({ name: z.string() })).default([]),
})
const schema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({
    tools: z.array(z.looseObject({ version: z.string() })),
    component,
  }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
})

/** Those whose package.json names no license of the SPDX list. */
const LICENSES: Readonly<Record<string, string>> = { 'dejavu-fonts-ttf': 'Bitstream-Vera' }

/** @returns CycloneDX 1.5, as JSON. Rejects with what npm said where it can't make one. */
export async function bom(checkout: string): Promise<string> {
  const made: unknown = JSON.parse(await madeByNpm(checkout))
  const { serialNumber: _, metadata, components, dependencies, ...rest } = schema.parse(made)
  const { timestamp: _now, tools, component: self, ...about } = metadata
  const packages = await usedPackages(checkout)
  const used = new Set([
    self['bom-ref'],
    ...packages.map(({ name, version }) => `${name}@${version}`),
  ])
  const stable = {
    ...rest,
    metadata: {
      ...about,
      tools: tools.map(({ version: _version, ...tool }) => tool),
      // npm takes the name of the folder.
      component: { ...plain(self), type: 'application', name: 'overlap' },
    },
    components: [...unique(components, (each) => each['bom-ref'])]
      .filter(([ref]) => used.has(ref))
      .map(([, each]) => plain(each)),
    dependencies: [...unique(dependencies, (each) => each.ref)]
      .filter(([ref]) => used.has(ref))
      .map(([ref, { dependsOn }]) => ({
        ref,
        dependsOn: dependsOn.filter((to) => used.has(to)).sort(),
      })),
  }
  return `${JSON.stringify(stable, null, 2)}\n`
}

// With `--omit=dev`, npm 11.19 leaves out what both development and Overlap need, zod among them.
const ARGUMENTS = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only']
/** Older ones, such as the 9.2 of Debian 12, know no `sbom`, and exit with 0 nevertheless. */
const NEWER = ['exec', '--yes', '--prefer-offline', '--package=npm@11', '--', 'npm']

async function madeByNpm(checkout: string): Promise<string> {
  const options = { cwd: checkout, preferLocal: true, localDir: checkout } as const
  const own = await execa('npm', ARGUMENTS, { ...options, reject: false })
  if (!own.failed && own.stdout.startsWith('{')) return own.stdout
  return (await execa('npm', [...NEWER, ...ARGUMENTS], options)).stdout
}

/** Older npms tell where each package is installed. */
function plain({ properties, ...rest }: z.infer<typeof component>) {
  const id = LICENSES[rest.name]
  return {
    ...rest,
    ...(id !== undefined && { licenses: [{ license: { id } }] }),
    properties: properties.filter(({ name }) => name !== 'cdx:npm:package:path'),
  }
}

/** By name, in the same order in every locale. npm 10 lists a package twice that is installed twice. */
function unique<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T> {
  const byName = new Map(items.map((item) => [nameOf(item), item]))
  return new Map([...byName].sort(([a], [b]) => (a < b ? -1 : 1)))
}
