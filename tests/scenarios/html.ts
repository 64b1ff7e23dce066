/** What a reader finds in an answer on the web page: its text, and what can be pressed, filled and fetched. */

export type Control = Readonly<{ label: string; block: number; choice: number }>
export type Form = Readonly<{
  submit: string
  block: number
  /** As they stand: label, name and value. */
  fields: readonly Readonly<{ label: string; name: string; value: string }>[]
}>

export type Reading = Readonly<{
  text: string
  code: readonly string[]
  links: readonly string[]
  pictures: number
  controls: readonly Control[]
  forms: readonly Form[]
  /** Names, and addresses to fetch them from. */
  files: readonly Readonly<{ name: string; href: string }>[]
}>

export function readHtml(html: string): Reading {
  const bare = html.replace(/<svg\b.*?<\/svg>/gs, '')
  return {
    text: textOf(bare),
    code: all(bare, /<pre[^>]*>(.*?)<\/pre>/gs).map(([, inside = '']) => textOf(inside).trim()),
    links: all(bare, /<a ([^>]*)>/g)
      .map(([, inside = '']) => attributes(inside))
      .flatMap(({ href, download }) => (href && download === undefined ? [href] : [])),
    pictures: all(bare, /<figure class="picture"/g).length,
    controls: all(bare, /<button ([^>]*data-choice[^>]*)>(.*?)<\/button>/gs).map(
      ([, inside = '', label = '']) => {
        const given = attributes(inside)
        return {
          label: textOf(label),
          block: Number(given['data-act']),
          choice: Number(given['data-choice']),
        }
      },
    ),
    forms: all(bare, /<form ([^>]*)>(.*?)<\/form>/gs).map(([, inside = '', body = '']) => ({
      submit: textOf(/<button[^>]*>(.*?)<\/button>/s.exec(body)?.[1] ?? ''),
      block: Number(attributes(inside)['data-act']),
      fields: all(body, /<label>(.*?)<\/label>/gs).map(([, field = '']) => fieldOf(field)),
    })),
    files: all(bare, /<a ([^>]*)>/g)
      .map(([, inside = '']) => attributes(inside))
      .flatMap(({ href, download }) =>
        href && download !== undefined ? [{ name: download, href }] : [],
      ),
  }
}

function fieldOf(html: string): Form['fields'][number] {
  const [, tag = '', inside = ''] = /<(input|textarea|select)([^>]*)>/.exec(html) ?? []
  const { name = '', value = '' } = attributes(inside)
  const area = /<textarea[^>]*>\n?(.*?)<\/textarea>/s.exec(html)?.[1]
  const chosen = /<option ([^>]*\bselected\b[^>]*)>/.exec(html) ?? /<option ([^>]*)>/.exec(html)
  const values = { input: value, textarea: decoded(area ?? '') }
  return {
    label: textOf(/<span>(.*?)<\/span>/s.exec(html)?.[1] ?? ''),
    name,
    value:
      tag === 'select'
        ? (attributes(chosen?.[1] ?? '').value ?? '')
        : (values[tag as keyof typeof values] ?? ''),
  }
}

/** Line numbers are not read aloud; each block stands on lines of its own. */
function textOf(html: string): string {
  const spoken = html
    .replace(/<span class="lines"[^>]*>.*?<\/span>/gs, '')
    .replace(/<[^>]*\b(?:alt|aria-label)="([^"]*)"[^>]*>/g, '\n$1\n')
    .replace(/<br>|<\/?(?:p|div|li|dd|dl|pre|figure|h\d|label|button|form|details)\b[^>]*>/g, '\n')
    .replace(/<\/dt>/g, ': ')
    .replace(/<[^>]+>/g, '')
  return decoded(spoken)
    .replace(/\n{2,}/g, '\n')
    .trim()
}

function attributes(inside: string): Readonly<Record<string, string>> {
  const found = all(inside, /([\w-]+)(?:="([^"]*)")?/g)
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, decoded(value)]))
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code, name) =>
    code ? String.fromCodePoint(Number(code)) : (NAMED[name] ?? whole),
  )
}

function all(text: string, pattern: RegExp): readonly RegExpMatchArray[] {
  return [...text.matchAll(pattern)]
}
