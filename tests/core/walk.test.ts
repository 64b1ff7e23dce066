/** What a platform hears of our Markdown. */
import { expect, test } from 'vitest'
import { type Inline, plainText, walkOver } from '../../bot/lib/text/walk.ts'

const walk = walkOver(/^https:/)

/** Each call as a line: what it was, where it was, what it said. */
function heard(text: string): readonly string[] {
  const all: string[] = []
  const styled = (inline: readonly Inline[]): string =>
    inline
      .map((each) => {
        if (each.kind === 'styled') return `<${each.style} ${styled(each.inside)}>`
        if (each.kind === 'link') return `<${each.url} ${plainText(each.inside)}>`
        return each.kind === 'code' ? `<code ${each.text}>` : each.text
      })
      .join('')
  walk(text, {
    line(inline, { lists, mark, isQuoted, isHeading }) {
      const where = `${'>'.repeat(lists)}${mark ?? ''}${isQuoted ? '|' : ''}${isHeading ? '#' : ''}`
      all.push(`${where} ${styled(inline)}`)
    },
    code: (code, language) => void all.push(`code ${language} ${code}`),
    rule: () => void all.push('rule'),
    ended: (what) => void all.push(`/${what}`),
  })
  return all
}

test('lines say where they are', () => {
  expect(heard('# **One** `two`\n> said\n\n3. a\n   - b\n4. c')).toEqual([
    '# <bold One> <code two>',
    '/heading',
    '| said',
    '/paragraph',
    '/quote',
    '>3. a',
    '>>• b',
    '>4. c',
    '/list',
  ])
})

test('an item without words keeps its mark, and gives it to nothing else', () => {
  expect(heard('- \n\nafter')).toEqual(['>• ', '/list', ' after', '/paragraph'])
  expect(heard('-\n  ```py\n  x\n  ```')).toEqual(['>• ', 'code py x', '/list'])
})

test('styles and links are nested, and an address that is not wanted stays text', () => {
  expect(heard('**a *b*** ~~c~~ [d *e*](https://f.example) [g](ftp://h)')).toEqual([
    ' <bold a <italic b>> <strike c> <https://f.example d e> [g](ftp://h)',
    '/paragraph',
  ])
})

test('a table is text in columns', () => {
  expect(heard('| a | b |\n|---|---|\n| 1 | **2** |')).toEqual(['code  a  |  b\n1  |  2'])
})
