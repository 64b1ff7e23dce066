import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(CHECKOUT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

test.each(PAGES)('every link of %s leads somewhere', (page) => {
  const text = readFileSync(join(CHECKOUT, page), 'utf8')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const broken = links.filter((link) => !/^https?:/.test(link) && !exists(page, link))
  expect(broken).toEqual([])
})

function exists(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = join(CHECKOUT, path === '' ? page : join(dirname(page), path))
  if (!existsSync(target)) return false
  return anchor === undefined || headings(target).includes(anchor)
}

/** As GitHub makes them: small letters, spaces to hyphens, no punctuation. */
function headings(file: string): string[] {
  const lines = readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? []
  return lines.map((line) =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
