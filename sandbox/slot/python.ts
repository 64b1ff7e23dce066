/** The interpreter that learners' programs run in: which one, and what of the host it needs to be mounted. */
import { existsSync } from 'node:fs'
import { execa } from 'execa'
import { z } from 'zod'
import { type Library, SandboxUnavailable } from '../sandbox.ts'
import { installedLibraries } from './libraries.ts'

const DEFAULTS = ['/usr/bin/python3', 'python3']
const OLDEST = [3, 11] as const

const PROBE = `
import json, os, re, sys, sysconfig
versions = {}
for folder in reversed([p for p in sys.path if os.path.isdir(p)]):
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
  /** The executable behind links. */
  real: string
  /** Folders of the host that are mounted, read-only, at the same place. */
  folders: readonly string[]
  /** Where modules of ours are that come before installed ones, see `jail/site`. */
  site: string
  /** Folders that programs find by `PYTHONPATH`; none where `site` is in `sys.path` already. */
  path: readonly string[]
  libraries: readonly Library[]
}>

/** Finds the interpreter. Throws `SandboxUnavailable` when it is missing or too old. */
export async function findPython(wanted: string | null): Promise<Python> {
  const problems: string[] = []
  for (const candidate of wanted ? [wanted] : DEFAULTS) {
    const { stdout, failed } = await execa(candidate, ['-I', '-c', PROBE], {
      reject: false,
      extendEnv: false,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
      timeout: 10_000,
    })
    if (failed) {
      problems.push(`${candidate} does not run`)
      continue
    }
    const found = probeSchema.parse(JSON.parse(stdout))
    const [major = 0, minor = 0] = found.version
    if (major === OLDEST[0] && minor >= OLDEST[1]) {
      const all = outermost([...folders(found)])
      return {
        version: found.version.join('.'),
        executable: found.executable,
        real: found.real,
        folders: all,
        ...siteOf(found, all),
        libraries: installedLibraries(found.versions),
      }
    }
    problems.push(`${candidate} is Python ${found.version.join('.')}`)
  }
  throw new SandboxUnavailable(
    `Python ${OLDEST.join('.')} or newer is needed: ${problems.join('; ')}. Install it or name one in OVERLAP_PYTHON.`,
  )
}

const SITE = '/overlap/site'

/** Each Python looks into a zip file first that hardly any machine has: a folder of that name can take its place in the jail. */
function siteOf({ zip }: z.infer<typeof probeSchema>, folders: readonly string[]) {
  const isFree = zip !== null && !folders.some((folder) => zip.startsWith(`${folder}/`))
  return isFree ? { site: zip, path: [] } : { site: SITE, path: [SITE] }
}

function* folders(found: z.infer<typeof probeSchema>): Iterable<string> {
  yield* found.path
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

function outermost(folders: readonly string[]): string[] {
  const unique = [...new Set(folders)]
  return unique.filter((folder) => !unique.some((other) => folder.startsWith(`${other}/`)))
}
