/** The interpreter for learners' programs, and what it needs mounted from the host. */
import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { z } from 'zod'
import { type Library, SandboxUnavailableError } from '../sandbox.ts'
import { installedLibraries } from './libraries.ts'
import { unpackedWheels } from './wheels.ts'

const DEFAULTS = ['/usr/bin/python3', 'python3']
const OLDEST = [3, 11] as const

const PROBE = `
import json, os, re, sys, sysconfig
versions = {}
for folder in reversed([p for p in sys.argv[1:] or sys.path if os.path.isdir(p)]):
  for entry in os.listdir(folder):
    found = re.fullmatch(r"([^-]+)-([^-]+)(-.*)?\\.(dist|egg)-info", entry)
    if found:
      versions[found[1].lower().replace("_", "-")] = found[2]
print(json.dumps({
  "zip": next((p for p in sys.path if p.endswith(".zip") and not os.path.exists(p)), None),
  "version": list(sys.version_info[:3]), "executable": sys.executable, "real": os.path.realpath(sys.executable),
  "prefixes": sorted({sys.prefix, sys.base_prefix}), "path": [p for p in sys.path if os.path.isdir(p)],
  "multiarch": sysconfig.get_config_var("MULTIARCH") or "", "versions": versions,
}))`

const probeSchema = z.object({
  version: z.array(z.number()).length(3),
  executable: z.string(),
  real: z.string(),
  zip: z.string().nullable(),
  prefixes: z.array(z.string()),
  path: z.array(z.string()),
  multiarch: z.string(),
  versions: z.record(z.string(), z.string()),
})

export type Python = Readonly<{
  version: string
  executable: string
  /** The executable, with links resolved. */
  real: string
  /** Host folders that are mounted read-only at the same path. */
  folders: readonly string[]
  /** The folder of our modules that take precedence over installed ones; see `jail/site`. */
  site: string
  /** Folders for `PYTHONPATH`; none where `site` is in `sys.path` already. */
  path: readonly string[]
  /** A host folder that is mounted at another path. */
  wheels: Readonly<{ from: string; to: string }> | null
  libraries: readonly Library[]
}>

/**
 * Finds the interpreter.
 *
 * @param wheels - A folder of wheels that programs import from instead of installed libraries.
 * @throws {SandboxUnavailableError} It is missing or too old, or the wheels can't be used.
 */
export async function findPython(wanted: string | null, wheels: string | null): Promise<Python> {
  const problems: string[] = []
  for (const candidate of wanted ? [wanted] : DEFAULTS) {
    const found = await probed(candidate)
    if (found === null) {
      problems.push(`${candidate} does not run`)
      continue
    }
    const [major = 0, minor = 0] = found.version
    if (major === OLDEST[0] && minor >= OLDEST[1]) {
      const all = outermost([...folders(found, wheels !== null)])
      const unpacked = wheels && (await unpackedWheels(wheels, found.executable))
      const versions = unpacked ? (await probed(found.executable, unpacked))?.versions : null
      return {
        version: found.version.join('.'),
        executable: found.executable,
        real: found.real,
        folders: all,
        ...siteOf(found, all, unpacked),
        libraries: installedLibraries(versions ?? found.versions),
      }
    }
    problems.push(`${candidate} is Python ${found.version.join('.')}`)
  }
  throw new SandboxUnavailableError(
    `Python ${OLDEST.join('.')} or newer is needed: ${problems.join('; ')}. Install it or name one in OVERLAP_PYTHON.`,
  )
}

/** What the interpreter reports about itself and its libraries, or those in `folder`; null where it doesn't run. */
async function probed(candidate: string, ...folder: readonly string[]) {
  const { stdout, failed } = await execa(candidate, ['-I', '-c', PROBE, ...folder], {
    reject: false,
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    timeout: 10_000,
  })
  return failed ? null : probeSchema.parse(JSON.parse(stdout))
}

const SITE = '/overlap/site'
const WHEELS = '/overlap/libraries'

/**
 * Every Python first looks into a zip file that hardly any machine has; in the jail, a folder of that name replaces it.
 */
function siteOf(
  { zip }: z.infer<typeof probeSchema>,
  folders: readonly string[],
  unpacked: string | null,
) {
  if (unpacked) return { site: SITE, path: [SITE, WHEELS], wheels: { from: unpacked, to: WHEELS } }
  const isFree = zip !== null && !folders.some((folder) => zip.startsWith(`${folder}/`))
  return isFree ? { site: zip, path: [], wheels: null } : { site: SITE, path: [SITE], wheels: null }
}

function* folders(found: z.infer<typeof probeSchema>, withWheels: boolean): Iterable<string> {
  yield* withWheels ? found.path.filter((path) => !PACKAGES.test(path)) : found.path
  for (const prefix of found.prefixes) if (prefix !== '/usr') yield prefix
  const own = ['/usr/lib', '/lib'].map((lib) => `${lib}/${found.multiarch}`)
  const libraries =
    found.multiarch && own.some((lib) => existsSync(lib)) ? own : ['/usr/lib', '/lib']
  for (const folder of [
    ...libraries,
    '/usr/lib64',
    '/lib64',
    '/etc/alternatives',
    '/usr/share/zoneinfo',
    '/usr/share/matplotlib', // its fonts and styles, where a distribution keeps them out of the package
    '/usr/lib/locale/C.utf8', // without it C.UTF-8 is no locale, and Python falls into its UTF-8 mode
  ]) {
    if (existsSync(folder)) yield folder
  }
}

const PACKAGES = /\/(?:dist|site)-packages$/

function outermost(folders: readonly string[]): string[] {
  const unique = [...new Set(folders)]
  return unique.filter((folder) => !unique.some((other) => folder.startsWith(`${other}/`)))
}
