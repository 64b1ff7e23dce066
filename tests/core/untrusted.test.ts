import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../bot/core/message.ts'
import { untrusted } from '../../bot/lib/text/untrusted.ts'
import { UNTRUSTED } from '../../bot/lib/text/untrusted-limits.ts'
import { cpuMs } from '../cpu.ts'

/** What a platform might make of it that has every kind of markup, and makes a link of whatever looks like one. */
const eager = new MarkdownIt({ html: true, linkify: true })
eager.validateLink = () => true

const markdownOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'markdown' ? [block.text] : [])).join('\n\n')

/** Inline tokens of the Markdown as the eager platform reads them. */
function read(blocks: readonly Block[]) {
  const tokens = blocks
    .flatMap((block) => (block.kind === 'markdown' ? [block.text] : []))
    .flatMap((text) => eager.parse(text, {}))
  return tokens.flatMap((token) => [token, ...(token.children ?? [])])
}

/** Text outside of code, as it is seen. */
const seen = (blocks: readonly Block[]) =>
  read(blocks)
    .filter(({ type }) => type === 'text')
    .map(({ content }) => content)

const HIDDEN =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u

const NASTY = [
  ...[
    '`',
    '``',
    '```',
    '~~~',
    '*',
    '**',
    '_',
    '~~',
    '||',
    '#',
    '>',
    '- ',
    '1. ',
    '\n',
    '\n\n',
    '    ',
    '\\',
  ],
  ...[
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '!',
    '|',
    '&',
    ';',
    ':',
    '[x](',
    '![x](',
    ']: ',
    '[1]',
    '\t',
    '\r',
  ],
  ...[
    'https://evil.example/x',
    'http://evil.example',
    '//evil.example',
    'www.evil.example',
    'evil.example',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'mailto:a@evil.example',
    'ftp://evil.example',
    'xn--e.example',
  ],
  ...[
    'https://docs.python.org/3/',
    'https://docs.python.org@evil.example/',
    'https://docs.python.org.evil.example',
  ],
  ...[
    '@everyone',
    '@here',
    '<@U123>',
    '<@!1>',
    '<!channel>',
    '<#C1>',
    '<script>',
    '<img src=x>',
    '</a>',
    '&lt;',
    '&#8203;',
  ],
  ...[
    '\u200b',
    '\u202e',
    '\u2066',
    '\ufeff',
    '\u{e0041}',
    '\u0000',
    '\u001b[31m',
    '\ud800',
    'word',
    'asyncio.gather',
    '@',
  ],
]
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))

describe('whatever a model writes', () => {
  test('has no link but into the documentation of Python, and none that says it is another', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tokens = read(untrusted(text))
        for (const [at, token] of tokens.entries()) {
          if (token.type !== 'link_open') continue
          expect(String(token.attrGet('href'))).toMatch(/^https:\/\/docs\.python\.org(?:\/|$)/)
          const label = tokens[at + 1]?.content ?? ''
          expect(label === 'docs.python.org' || !/:\/\/|\w\.\w/.test(label)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('has no picture, no HTML, no table and no heading', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const kinds = read(untrusted(text)).map(({ type }) => type)
        expect(
          kinds.filter((kind) => /image|html|table|heading|fence|blockquote|code_block/.test(kind)),
        ).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  test('calls nobody: outside of code there is no mention', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const each of seen(untrusted(text))) expect(each).not.toMatch(/@[\p{L}\p{N}]/u)
      }),
      { numRuns: 2000 },
    )
  })

  test('hides nothing, and has no control character', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const all = untrusted(text)
          .map((block) => ('text' in block ? block.text : ''))
          .join('\n')
        expect(all).not.toMatch(HIDDEN)
        expect(all).not.toMatch(/(?![\n\t])\p{Cc}/u)
        expect(all.isWellFormed()).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('is bounded in size and in blocks', () => {
    const long = fc
      .tuple(hostile, fc.integer({ min: 1, max: 400 }))
      .map(([text, n]) => text.repeat(n))
    fc.assert(
      fc.property(long, (text) => {
        const blocks = untrusted(text)
        expect(blocks.filter(({ kind }) => kind === 'code').length).toBeLessThanOrEqual(
          UNTRUSTED.codeBlocks,
        )
        // Escaping and code signs take several characters for one.
        expect(JSON.stringify(blocks).length).toBeLessThan(12 * UNTRUSTED.characters)
      }),
      { numRuns: 200 },
    )
  })
})

test.each([
  'x',
  '[',
  '![',
  '*a_',
  '`',
  '> - ',
  'a.',
  'a+',
  'a@',
  '@',
  '\\',
  '<',
  'https://',
  '[x](https://',
  '1. \n',
  '    \n',
])('%j again and again takes no long time', async (text) => {
  expect(await cpuMs(() => untrusted(text.repeat(20_000)))).toBeLessThan(200)
})

test.each([
  ['**bold**, *leaning* and `code`', '**bold**, *leaning* and `code`'],
  ['- one\n- two\n  - three', '- one\n- two\n   - three'],
  ['2. two\n3. three', '2. two\n3. three'],
  ['## A heading', '**A heading**'],
  [
    '[gather](https://docs.python.org/3/library/asyncio-task.html#asyncio.gather)',
    '[gather](<https://docs.python.org/3/library/asyncio-task.html#asyncio.gather>)',
  ],
  ['[your bank](https://evil.example)', 'your bank'],
  ['see https://evil.example/a.', 'see `https://evil.example/a`.'],
  ['![x](https://evil.example/a.png)', '\\!x'],
  ['Use asyncio.gather, not @everyone.', 'Use `asyncio.gather`, not `@everyone`.'],
  ['a <b>c</b> &lt;@U1&gt;', 'a \\<b\\>c\\</b\\> \\<`@U1`\\>'],
  ['> quoted', 'quoted'],
  ['a\u200bb', 'a\\<U+200B\\>b'],
])('%j becomes %j', (given, made) => {
  expect(markdownOf(untrusted(given))).toBe(made)
})

test('fenced code becomes a block of its own, also while it is still being written', () => {
  expect(untrusted('So:\n\n```python\nprint(1)\nprint(')).toEqual([
    { kind: 'markdown', text: 'So:' },
    { kind: 'code', language: 'python', text: 'print(1)\nprint(' },
  ])
})

test('a mention of something known is put in words of ours', () => {
  const lesson = {
    pattern: /\[lesson (\d+)\]/g,
    replace: ([, number]: readonly string[]) => (number === '7' ? '(lesson 7)' : ''),
  }
  expect(markdownOf(untrusted('Wait [lesson 7], or not [lesson 9].', lesson))).toBe(
    'Wait \\(lesson 7\\), or not .',
  )
})
