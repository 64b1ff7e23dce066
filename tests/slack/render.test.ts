/** Whatever the core says, what goes to Slack keeps every limit, loses nothing, and lets no text act. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formView, unfolded } from '../../adapters/slack/events/views.ts'
import { blocksAtHome } from '../../adapters/slack/home.ts'
import { renderMessage } from '../../adapters/slack/render/message.ts'
import { storeActions } from '../../bot/core/component-actions.ts'
import type { Block, Choice, Message } from '../../bot/core/message.ts'
import { inlineCode, sentence } from '../../bot/lib/text/markdown.ts'
import { visible } from '../../bot/lib/text/visible.ts'
import { home, messageBlocks, modal, textsIn } from '../standins/slack/blocks.ts'
import { LIMITS } from '../standins/slack/limits.ts'

/** Pieces of text that do something somewhere. */
const PIECES = [
  '<!channel>',
  '<@U123>',
  '@here',
  '<https://evil.example|docs>',
  '[docs](https://evil.example)',
  '```',
  '`',
  '~~~',
  '\n',
  '\n\n',
  '&lt;',
  '*bold*',
  '_',
  '# ',
  '> ',
  '- ',
  '1. ',
  '|',
  '\u202e',
  '\u200b',
  '\u0000',
  '\u{1f600}',
  ':smile:',
  'word',
  ' ',
]

const untrusted = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''))

const long = fc
  .tuple(untrusted, fc.integer({ min: 1, max: 400 }))
  .map(([text, times]) => text.repeat(times))

const anyText = fc.oneof({ weight: 4, arbitrary: untrusted }, { weight: 1, arbitrary: long })

/** As commands write it: their own words, and others' escaped. */
const markdown = fc.oneof(
  anyText.map((text) => `**Said:** ${sentence(text)}`),
  anyText.map((text) => `- one ${inlineCode(text)}\n- two\n\n1. three\n2. four`),
  anyText.map((text) => sentence(text)),
)

const action = fc.record({
  command: fc.constant('run'),
  options: fc.dictionary(fc.constantFrom('code', 'stdin'), anyText),
})
const choice = fc.record<Choice>({ label: anyText, action })
const field = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  label: anyText,
  multiline: fc.boolean(),
  value: anyText,
  placeholder: anyText,
})

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('markdown' as const), text: markdown }),
  fc.record({
    kind: fc.constant('code' as const),
    text: anyText,
    language: fc.constantFrom('python', 'stdout', ''),
    title: anyText,
    name: anyText,
    fold: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('fold' as const), title: anyText, text: markdown }),
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: anyText, value: anyText }), { maxLength: 12 }),
  }),
  fc.record({
    kind: fc.constant('choices' as const),
    prompt: anyText,
    choices: fc.array(choice, { maxLength: 120 }),
  }),
  fc.record({
    kind: fc.constant('form' as const),
    title: anyText,
    submit: anyText,
    action,
    fields: fc.uniqueArray(field, { maxLength: 3, selector: ({ name }) => name }),
  }),
  fc.record({ kind: fc.constant('picture' as const), svg: fc.constant('<svg/>'), alt: anyText }),
  fc.record({
    kind: fc.constant('file' as const),
    name: anyText,
    content: fc.uint8Array({ maxLength: 10 }),
  }),
)

const message: fc.Arbitrary<Message> = fc.record({
  blocks: fc.array(block, { maxLength: 12 }),
  notice: anyText,
  audience: fc.constantFrom('everyone' as const, 'asker' as const),
  done: fc.constant(true),
})

async function rendered(given: Message) {
  const kept: unknown[] = []
  const keep = async (all: readonly unknown[]) => {
    kept.push(...all)
    return all.map((_, at) => `id-of-20-characters-${at}`)
  }
  const idOf = await storeActions([given], { store: { actions: { keep } }, clock: () => 0 })
  const { contents, uploads } = renderMessage(given, idOf, true)
  return { parts: contents.map(({ blocks }) => blocks), contents, uploads, kept, idOf }
}

/** Without what a renderer may change: spaces, markup, and how hidden characters are shown. */
function letters(text: string): string {
  return visible(text).replace(/[^\p{L}\p{N}<>@!]/gu, '')
}

/** Stands for every text that may not get lost. */
function textsOf(given: Block): readonly string[] {
  switch (given.kind) {
    case 'code':
      return [given.title ?? '', given.text]
    case 'fold':
      return [given.title]
    case 'choices':
      return [given.prompt ?? '', ...given.choices.map(({ label }) => label)]
    case 'form':
      return [given.title, given.submit, ...given.fields.map(({ value = '' }) => value)]
    case 'facts':
      return given.facts.flatMap(({ label, value }) => [label, value])
    case 'picture':
      return [given.alt]
    default:
      return []
  }
}

test('no message passes a limit of Slack', async () => {
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      const { parts, contents, uploads } = await rendered(given)
      for (const { text } of contents) {
        expect(text.length).toBeGreaterThan(0)
        expect(text.length).toBeLessThanOrEqual(LIMITS.text)
        expect(text).not.toMatch(/[<>]/)
      }
      for (const part of parts) {
        const parsed = messageBlocks.safeParse(part)
        expect(parsed.error?.issues ?? []).toEqual([])
        expect(textsIn(part).join('').length).toBeLessThanOrEqual(LIMITS.messageCharacters)
      }
      for (const upload of uploads) {
        if (upload.kind === 'picture') expect(upload.svg).toBe('<svg/>')
      }
    }),
    { numRuns: 300, endOnFailure: true },
  )
})

test('no text gets lost: it stands in a block, in a file, or behind a button', async () => {
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      const { parts, uploads, kept } = await rendered(given)
      // What goes on in a file does so in this one.
      const isRest = (upload: (typeof uploads)[number]) =>
        'name' in upload && upload.name === 'more.txt'
      const files = [...uploads.filter(isRest), ...uploads].map((upload) =>
        upload.kind === 'file' ? new TextDecoder().decode(upload.content) : upload.alt,
      )
      const shown = textsIn(parts.flat().filter(({ type }) => type === 'rich_text')).filter(
        (text) => !text.startsWith('The rest is attached'),
      )
      const all = letters([...shown, ...files, JSON.stringify(kept), ...textsIn(parts)].join(''))
      for (const text of given.blocks.flatMap(textsOf)) {
        // Not `toContain`: it would print all of it.
        expect(all.includes(letters(text))).toBe(true)
      }
      const presses = given.blocks.flatMap((each) => (each.kind === 'choices' ? each.choices : []))
      const json = JSON.stringify(parts)
      for (const [at, value] of kept.entries()) {
        expect(json).toContain(`id-of-20-characters-${at}"`)
        expect(value).toHaveProperty('do')
      }
      expect(kept.length).toBeGreaterThanOrEqual(presses.length)
    }),
    { numRuns: 200, endOnFailure: true },
  )
})

test('no text acts: it cannot mention, link or hide, and code stands in blocks of its own', async () => {
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      const { parts } = await rendered(given)
      const json = JSON.stringify(parts)
      expect(json).not.toMatch(/"type":"(?:user|usergroup|broadcast|channel|link|mrkdwn|emoji)"/)
      expect(textsIn(parts).join('\n')).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/)
    }),
    { numRuns: 200, endOnFailure: true },
  )
})

test('windows and the Home tab keep their limits too', async () => {
  await fc.assert(
    fc.asyncProperty(message, async (given) => {
      const { idOf, kept } = await rendered(given)
      expect(
        home.safeParse({ type: 'home', blocks: blocksAtHome([given], idOf) }).error?.issues ?? [],
      ).toEqual([])
      for (const each of kept as { do: string }[]) {
        if (each.do === 'unfold') check(unfolded(each as never))
        if (each.do === 'form' && hasFields(each)) check(formView(each as never, { channel: 'C1' }))
      }
    }),
    { numRuns: 100, endOnFailure: true },
  )
})

function hasFields(form: object): boolean {
  return 'fields' in form && Array.isArray(form.fields) && form.fields.length > 0
}

function check(view: unknown): void {
  expect(modal.safeParse(view).error?.issues ?? []).toEqual([])
}
