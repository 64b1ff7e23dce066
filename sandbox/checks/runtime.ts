/** Checks the OCI runtime for known vulnerabilities, as far as its version shows them. */
import type { Check } from './check.ts'

type Hole = Readonly<{
  cve: string
  /** The first version of each release series that has the fix; newer series have it from the start. */
  fixedIn: readonly string[]
}>

/** From the security advisories of both projects. */
const HOLES: Readonly<Record<string, readonly Hole[]>> = {
  runc: [
    { cve: 'CVE-2023-25809', fixedIn: ['1.1.5'] },
    { cve: 'CVE-2023-27561', fixedIn: ['1.1.5'] },
    { cve: 'CVE-2024-21626', fixedIn: ['1.1.12'] },
    { cve: 'CVE-2024-45310', fixedIn: ['1.1.14', '1.2.0-rc.3'] },
    { cve: 'CVE-2025-31133', fixedIn: ['1.2.8', '1.3.3', '1.4.0-rc.3'] },
    { cve: 'CVE-2025-52565', fixedIn: ['1.2.8', '1.3.3', '1.4.0-rc.3'] },
    { cve: 'CVE-2025-52881', fixedIn: ['1.2.8', '1.3.3', '1.4.0-rc.3'] },
    { cve: 'CVE-2026-41579', fixedIn: ['1.3.6', '1.4.3', '1.5.0-rc.3'] },
  ],
  crun: [
    { cve: 'CVE-2019-18837', fixedIn: ['0.10.5'] },
    { cve: 'CVE-2022-27650', fixedIn: ['1.4.4'] },
    { cve: 'CVE-2025-24965', fixedIn: ['1.20'] },
  ],
}

export type RuntimeFacts = Readonly<{
  /** What `runc --version` or `crun --version` printed. */
  version: string
  /** Debian's changelog of its package; '' where there is none. */
  changelog: string
  /** The command that updates its package, or null where no package manager is known. */
  update: string | null
}>

/** Warns where the version has known vulnerabilities and the distribution's changelog names no fix. */
export function runtimeCheck({ version, changelog, update }: RuntimeFacts): Check {
  const [, name = '', number = ''] = /^(runc|crun) version (\S+)/m.exec(version) ?? []
  const check = { name: 'OCI runtime', needed: false }
  const holes = HOLES[name]
  if (!holes || !parse(number)) {
    const detail = 'its version is unknown, so its known vulnerabilities are too'
    return { ...check, ok: false, detail, fix: 'use runc or crun: set OVERLAP_OCI_RUNTIME' }
  }
  const old = holes.filter(({ fixedIn }) => !hasFix(number, fixedIn)).map(({ cve }) => cve)
  const isKnown = isAbout(changelog, version)
  const named = isKnown ? old.filter((cve) => changelog.includes(cve)) : []
  const open = old.filter((cve) => !named.includes(cve))
  if (open.length === 0) {
    const how = named.length > 0 ? `, whose changelog names fixes of ${named.join(', ')}` : ''
    return { ...check, ok: true, detail: `${name} ${number}${how}`, fix: null }
  }
  const backports = isKnown
    ? "its package's changelog doesn't name them either"
    : "distributions fix old versions too: look for these in its package's changelog"
  const newer = `a newer ${name} and set OVERLAP_OCI_RUNTIME to its path`
  return {
    ...check,
    ok: false,
    detail: `${name} ${number} is older than the releases that fixed ${open.join(', ')}; ${backports}`,
    fix:
      update === null ? `install ${newer}` : `${update} (if there is no update, install ${newer})`,
  }
}

/** Debian and Ubuntu include the package version in the output: the version of the changelog's first entry. */
function isAbout(changelog: string, version: string): boolean {
  const [, packaged] = /^\S+ \((\S+)\)/.exec(changelog) ?? []
  return packaged !== undefined && version.split(/\s+/).includes(packaged)
}

function hasFix(version: string, fixedIn: readonly string[]): boolean {
  const mine = parse(version) ?? []
  const fixes = fixedIn.map((fix) => parse(fix) ?? [])
  const sameSeries = fixes.find(([major, minor]) => major === mine[0] && minor === mine[1])
  return compare(mine, sameSeries ?? fixes.at(-1) ?? []) >= 0
}

/**
 * Major, minor, patch and release candidate; a release sorts after its candidates. Null for anything that isn't a
 * version.
 */
function parse(version: string): readonly number[] | null {
  const found = /^(\d+)\.(\d+)(?:\.(\d+))?(?:[-~]rc\.?(\d+))?/.exec(version)
  if (!found) return null
  const [, major, minor, patch = 0, candidate = Number.POSITIVE_INFINITY] = found
  return [major, minor, patch, candidate].map(Number)
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((part, index) => part !== b[index])
  return differs < 0 ? 0 : (a[differs] ?? 0) - (b[differs] ?? 0)
}
