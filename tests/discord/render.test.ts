/** Whatever the core says: within Discord's limits, with nothing lost, and with no effect of what is not ours. */

import { ComponentType } from 'discord.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderMessage } from '../../adapters/discord/render/message.ts'
import type { Part } from '../../adapters/discord/render/pack.ts'
import { sending } from '../../adapters/discord/sending.ts'
import type { Block, Choice, Message } from '../../bot/core/message.ts'
import { inlineCode, sentence } from '../../bot/lib/text/markdown.ts'
import { visible } from '../../bot/lib/text/visible.ts'
import { checkMessage } from '../standins/discord/checks.ts'
import { readMarkdown } from '../standins/discord/markdown.ts'
import { textsOf } from '../standins/discord/standin.ts'

const HOSTILE = [
  '@everyone',
  '@here',
  '<@123>',
  '<@!123>',
  '<@&123>',
  '<#123>',
  '</run:123>',
  '<id:home>',
  '<t:1:R>',
  '<:a:1>',
  '```',
  '``',
  '`',
  '~~~',
  '**',
  '__',
  '~~',
  '||',
  '*',
  '_',
  '\\',
  '# ',
  '-# ',
  '> ',
  '>>> ',
  '- ',
  '1. ',
  '[docs](https://evil.example)',
  '<https://evil.example>',
  'https://evil.example/x',
  '](',
  '[x',
  ')',
  ':smile:',
  '\u202e',
  '\u200b',
  '\u2066',
  '\ufeff',
  '\u0000',
  '\u001b[31m',
  '\n',
  '\n\n',
  ' ',
  '😀',
  '中',
  'word',
]

const hostile = (most: number) =>
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 12, unit: 'binary' })), {
      maxLength: most,
    })
    .map((all) => all.join(''))

/** Long, as output may be. */
const long = fc
  .tuple(hostile(12), fc.integer({ min: 1, max: 400 }))
  .map(([text, times]) => text.repeat(times).slice(0, 70_000).toWellFormed())

const action = fc.record({
  command: fc.constant('run'),
  options: fc.record({ code: hostile(3) }),
  replaces: fc.boolean(),
})
const choice: fc.Arbitrary<Choice> = fc.record({ label: hostile(30), action })
const field = fc.record({
  name: fc.constant('stdin'),
  label: hostile(8),
  multiline: fc.boolean(),
  value: hostile(40),
})

const block: fc.Arbitrary<Block> = fc.oneof(
  // Ours, with names of theirs in it.
  hostile(30).map(
    (text): Block => ({
      kind: 'markdown',
      text: `**Ours:** ${sentence(text)} and ${inlineCode(text)}`,
    }),
  ),
  fc.record({
    kind: fc.constant('code' as const),
    text: long,
    language: fc.constantFrom('python', 'stdout', 'text'),
    title: hostile(6),
    name: fc.constant('output.txt'),
  }),
  fc.record({ kind: fc.constant('fold' as const), title: hostile(10), text: fc.constant('More.') }),
  fc
    .array(fc.record({ label: hostile(4), value: fc.oneof(hostile(20), long) }), { maxLength: 12 })
    .map((facts): Block => ({ kind: 'facts', facts })),
  fc.record({
    kind: fc.constant('choices' as const),
    prompt: hostile(20),
    choices: fc.array(choice, { maxLength: 80 }),
  }),
  fc.record({
    kind: fc.constant('form' as const),
    title: hostile(40),
    submit: hostile(10),
    action,
    fields: fc.array(field, { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('picture' as const),
    svg: fc.constant('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"/>'),
    alt: fc.oneof(hostile(20), long),
  }),
  fc.record({
    kind: fc.constant('file' as const),
    name: hostile(8),
    content: fc.uint8Array({ maxLength: 40 }),
  }),
)

const message: fc.Arbitrary<Message> = fc.record({
  blocks: fc.array(block, { maxLength: 14 }),
  notice: hostile(10),
  audience: fc.constantFrom('everyone', 'asker'),
  done: fc.boolean(),
})

const look = {
  idOf: () => 'abcdefghijklmnopqrst',
  asker: '12345678901234567890',
  home: '12345678901234567890',
  deletable: true,
  fileBytes: 10 * 1024 ** 2,
}

const DECEIVING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/

const silent = { info() {}, warn() {}, error() {} }

async function checked(part: Part): Promise<void> {
  const { body, files } = await sending(part, silent, { key: 'key' })
  const uploads = files.map(({ name, data }, at) => ({
    field: `files[${at}]`,
    name,
    bytes: Buffer.from(data as Buffer).byteLength,
  }))
  checkMessage(JSON.parse(JSON.stringify(body)), uploads, null)
}

/** Letters and digits, in their order: what is left of a text however it is cut and marked. */
function letters(text: string): string {
  // What stands for a backtick counts as a letter.
  return visible(text).replace(/[^\p{L}\p{N}]|\u02cb/gu, '')
}

test('no message exceeds a limit', async () => {
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      for (const part of renderMessage(given, look)) await checked(part)
    }),
    { numRuns: 150 },
  )
}, 120_000)

test('nothing of theirs mentions, links, hides or breaks out', () => {
  fc.assert(
    fc.property(message, (given) => {
      for (const { components, uploads } of renderMessage(given, look)) {
        for (const source of textsOf(components)) {
          const { mentions, links } = readMarkdown(source)
          expect(mentions).toEqual([])
          expect(links).toEqual([])
          expect(source).not.toMatch(DECEIVING)
        }
        for (const { name } of uploads) expect(name).toMatch(/^[\w.-]+$/)
      }
    }),
    { numRuns: 300 },
  )
}, 120_000)

test('nothing is lost: it stands there, can be pressed, or is attached', () => {
  fc.assert(
    fc.property(message, (given) => {
      const parts = renderMessage({ ...given, done: true }, look)
      const texts = parts.flatMap(({ components }) => textsOf(components))
      const shown = letters(texts.map((source) => readMarkdown(source).text).join(''))
      const attached = parts.flatMap(({ uploads }) => uploads)
      const files = attached.flatMap((each) =>
        each.kind === 'file' ? [Buffer.from(each.content).toString()] : [],
      )
      const more = letters(
        attached
          .flatMap((each) =>
            each.kind === 'file' && each.name.startsWith('more')
              ? [readMarkdown(Buffer.from(each.content).toString()).text]
              : [],
          )
          .join(''),
      )
      const all = shown + more
      const controls = parts
        .flatMap(({ components }) => components)
        .filter(({ type }) => type === ComponentType.ActionRow).length
      for (const each of given.blocks) {
        if (each.kind === 'code')
          expect(files.includes(each.text) || all.includes(letters(each.text))).toBe(true)
        if (each.kind === 'facts')
          for (const { value } of each.facts) expect(all).toContain(letters(value))
        if (each.kind === 'choices' && each.choices.length > 0) expect(controls).toBeGreaterThan(0)
        if (each.kind === 'choices') expect(all).toContain(letters(each.prompt ?? ''))
        if (each.kind === 'form') expect(all).toContain(letters(each.title))
        if (each.kind === 'file' && each.content.byteLength > 0) {
          expect(
            attached.some(
              (one) =>
                one.kind === 'file' &&
                Buffer.compare(Buffer.from(one.content), Buffer.from(each.content)) === 0,
            ),
          ).toBe(true)
        }
      }
      const pictures = given.blocks.filter(({ kind }) => kind === 'picture').length
      expect(attached.filter(({ kind }) => kind === 'picture')).toHaveLength(pictures)
      const asked = given.blocks.flatMap((each) => (each.kind === 'choices' ? each.choices : []))
      expect(pressables(parts)).toBe(
        asked.length +
          given.blocks.filter(({ kind }) => kind === 'form' || kind === 'fold').length +
          1,
      )
    }),
    { numRuns: 200 },
  )
}, 120_000)

/** Buttons, and options of selects. */
function pressables(parts: readonly Part[]): number {
  const rows = parts.flatMap(({ components }) =>
    components.flatMap((each) => (each.type === ComponentType.ActionRow ? each.components : [])),
  )
  return rows.reduce(
    (sum, each) => sum + (each.type === ComponentType.StringSelect ? each.options.length : 1),
    0,
  )
}

test('our own Markdown is still itself', () => {
  const text =
    '**Bold** and *slanted*, `code`, [asyncio](https://docs.python.org/3/library/asyncio.html)\n\n- one\n- two\n\n1. first\n2. second\n\n```python\nprint(1)\n```'
  const [{ components }] = renderMessage(
    { blocks: [{ kind: 'markdown', text }], notice: '', audience: 'everyone', done: false },
    look,
  )
  expect(textsOf(components)).toEqual([
    '**Bold** and *slanted*, `code`, [asyncio](<https://docs.python.org/3/library/asyncio.html>)\n\n- one\n- two\n\n1. first\n2. second\n```python\nprint(1)\n```',
  ])
})

test('a picture that a program wrote is shown with its words, any other file is attached', async () => {
  const content = new Uint8Array([0x89, 0x50, 0x4e, 0x47])
  const blocks = [
    { kind: 'file', name: 'chart.png', content, alt: 'Chart “a”: 3 bars' },
    { kind: 'file', name: 'data.csv', content },
  ] as const
  const [part] = renderMessage({ blocks, notice: '', audience: 'everyone', done: true }, look)
  const kinds = part.components.map(({ type }) => type)
  expect(kinds).toContain(ComponentType.MediaGallery)
  expect(kinds).toContain(ComponentType.File)
  expect(JSON.stringify(part.components)).toContain('Chart “a”: 3 bars')
  await checked(part)
})

test('a moment is shown in the time of whoever reads it', () => {
  const facts = [{ label: 'Next', value: '26 Nov 2026, 09:00 in Berlin', at: 1_795_680_000_000 }]
  const [{ components }] = renderMessage(
    { blocks: [{ kind: 'facts', facts }], notice: '', audience: 'everyone', done: false },
    look,
  )
  expect(textsOf(components)).toEqual(['**Next** 26 Nov 2026, 09:00 in Berlin (<t:1795680000:f>)'])
})
