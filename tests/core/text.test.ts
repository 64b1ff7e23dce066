import { describe, expect, test } from 'vitest'
import { codeFigure } from '../../adapters/web/render/code.ts'
import { renderMarkdown } from '../../adapters/web/render/markdown.ts'
import { inlineCode, sentence } from '../../bot/lib/text/markdown.ts'
import { count, duration, list, size, waitingTime } from '../../bot/lib/text/quantities.ts'
import { oneLine, visible } from '../../bot/lib/text/visible.ts'
import { cpuMs } from '../cpu.ts'

describe('text of programs is made visible', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u001b]0;title\u0007text', 'text'],
    ['\u001b]8;;https://x.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001b[2J\u001b[Hclear', 'clear'],
    ['a\u0000b', 'a␀b'],
    ['\u001b]never closed, and all of this stays', 'never closed, and all of this stays'],
    ['\u001bPnever closed\nstays', 'never closed\nstays'],
    ['bell\u0007', 'bell␇'],
    ['over\rwritten', 'over␍written'],
    ['Windows\r\nline', 'Windows\nline'],
    ['tab\tstays', 'tab\tstays'],
    ['abc\u202etxt.exe', 'abc<U+202E>txt.exe'],
    ['zero\u200bwidth', 'zero<U+200B>width'],
    ['soft\u00adhyphen', 'soft<U+00AD>hyphen'],
    ['tag\u{e0041}', 'tag<U+E0041>'],
    ['lone \ud800 half', 'lone \ufffd half'],
    ['naïve 漢字 👩🏽 ok', 'naïve 漢字 👩🏽 ok'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  test('a name is one short line', () => {
    expect(oneLine(`a\nb\u202e${'c'.repeat(100)}`, 20)).toBe('a b<U+202E>cccccccc…')
  })
})

describe('plain text into Markdown keeps its characters and loses its effect', () => {
  test.each([
    '# not a heading',
    '*not* __bold__ ~~struck~~',
    '[link](https://evil.example)',
    '<script>alert(1)</script>',
    '![picture](https://evil.example/x.png)',
    '- no list',
    '1. no list',
    '> no quote',
    '| no | table |',
    'https://evil.example/auto',
    '&lt; stays',
    '\\* stays',
    'a < b && c > d',
  ])('%s', (text) => {
    const html = renderMarkdown(sentence(text))
    expect(html).toMatch(/^<p>.*<\/p>\n$/)
    expect(html.slice(3, -5)).not.toMatch(/<(?!\/p)/)
    expect(unescapeHtml(html.slice(3, -5))).toBe(text)
  })

  test('code between backticks stays code', () => {
    expect(renderMarkdown(sentence('use `await f(*x)` here'))).toContain('<code>await f(*x)</code>')
  })

  test.each(['plain', 'with `ticks`', '`', '``two``', '<b>'])('%s as inline code', (text) => {
    const [, inside = ''] = /<code>(.*)<\/code>/.exec(renderMarkdown(inlineCode(text))) ?? []
    expect(unescapeHtml(inside)).toBe(text)
  })
})

function unescapeHtml(html: string): string {
  const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  return html.replace(/&(\w+);/g, (_, name: string) => named[name] ?? name)
}

describe('quantities read as people say them', () => {
  test.each([
    [duration(0.42), '0.4 ms'],
    [duration(12.3), '12 ms'],
    [duration(999.7), '1 s'],
    [duration(1250), '1.25 s'],
    [duration(10_000), '10 s'],
    [waitingTime(2_100), '3 s'],
    [waitingTime(90_001), '2 minutes'],
    [waitingTime(3_600_000), '60 minutes'],
    [waitingTime(86_400_000), '24 hours'],
    [size(1), '1 byte'],
    [size(65_536), '64 KiB'],
    [size(256 * 1024 ** 2), '256 MiB'],
    [count(1, 'run'), '1 run'],
    [count(1200, 'line'), '1,200 lines'],
    [list(['a']), 'a'],
    [list(['a', 'b', 'c']), 'a, b and c'],
    [list(['a', 'b', 'c', 'd', 'e'], 3), 'a, b, c and 2 more'],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected)
  })
})

describe('hostile text is shown in good time', () => {
  test.each([
    ['escape characters', '\u001b'.repeat(60_000)],
    ['open sequences', '\u001b[0;'.repeat(20_000)],
    ['open titles', '\u001b]0;'.repeat(20_000)],
    ['empty lines', '\n'.repeat(60_000)],
    ['brackets', '['.repeat(60_000)],
    ['stars', '*a'.repeat(30_000)],
    ['underscores', '_'.repeat(60_000)],
    ['backticks', '`a'.repeat(30_000)],
    ['quotes', '> '.repeat(10_000)],
    ['lists', '- '.repeat(10_000)],
    ['open strings in code', `\`\`\`python\n${'f"{'.repeat(15_000)}\n\`\`\``],
    ['long names in code', `\`\`\`python\n${'a'.repeat(60_000)}\n\`\`\``],
    ['numbers in code', `\`\`\`python\n${'1_'.repeat(30_000)}x\n\`\`\``],
    ['spaces in code', `\`\`\`python\ndef ${' '.repeat(60_000)}\n\`\`\``],
  ])('%s', async (_, text) => {
    const spent = await cpuMs(() => {
      renderMarkdown(text)
      codeFigure({ text: visible(text), language: 'stderr' })
      codeFigure({ text: visible(text), language: 'python' })
    })
    expect(spent).toBeLessThan(3000)
  })
})
