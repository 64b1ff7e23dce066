/** The license texts that come with the installed packages. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { usedPackages } from './lockfile.ts'

const packageSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default('not named'),
  author: z
    .union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
    .optional(),
})

const HEAD = `Third-party notices

Overlap uses these npm packages. Each is listed with its license and the notices that it comes with.
Packages for other platforms than this one are in overlap.cdx.json only.
`
const LINE = '='.repeat(80)
const NOTICE = /^(?:licen[cs]e|copying|notice)(?:[-.].*)?$/i

/** Those of every package that Overlap needs on this platform, by name. */
export async function notices(checkout: string): Promise<string> {
  const packages = await usedPackages(checkout)
  const found = await Promise.all(packages.map(({ path }) => noticeOf(join(checkout, path))))
  const sections = [...new Set(found.filter((text) => text !== null))].sort()
  return [HEAD, ...sections].join(`\n${LINE}\n\n`)
}

/** Null for a package that isn't installed on this platform. */
async function noticeOf(folder: string): Promise<string | null> {
  const files = await readdir(folder).catch(() => null)
  if (files === null) return null
  const { name, version, license, author } = packageSchema.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  )
  const paths = files.filter((file) => NOTICE.test(file)).sort()
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')))
  const by = author === undefined ? '' : `\nBy ${author}`
  const title = `${name} ${version}\nLicense: ${license}${by}\n`
  return [title, ...texts.map((text) => `${text.replaceAll('\r\n', '\n').trim()}\n`)].join('\n')
}
