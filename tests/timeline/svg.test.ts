import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOf, element, label, number, written } from '../../bot/timeline/svg.ts'
import { checkMarkup } from './wellformed.ts'

const ANY = fc.string({ unit: 'binary', maxLength: 40 })

test('a string is text, never markup', () => {
  const root = element('text', { class: '"><script>' }, ['</text><script>alert(1)</script> & more'])
  expect(written(root)).toBe(
    '<text class="&quot;&gt;&lt;script&gt;">&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</text>',
  )
})

test('whatever the text, the markup is well-formed', () => {
  fc.assert(
    fc.property(ANY, ANY, (value, text) => {
      checkMarkup(written(element('g', { class: value }, [element('title', {}, [text])])))
    }),
  )
})

test.each([
  [0.1 + 0.2, '0.3'],
  [-0.001, '0'],
  [Number.NaN, '0'],
  [Number.POSITIVE_INFINITY, '0'],
  [1234.5678, '1234.57'],
])('%s is written as %s', (value, text) => {
  expect(number(value)).toBe(text)
})

test.each([
  ['a name that fits', 'fetch', 'fetch'],
  ['a long one, cut where it would not', 'download_everything', 'downloa…'],
  ['wide letters, which take two columns', '取得するページ', '取得す…'],
  ['emoji whole, in two columns each', '☕👍🏽🇬🇧tea time', '☕👍🏽🇬🇧t…'],
  ['line ends and tabs', 'a\r\n\tb', 'a b'],
  ['colours of a terminal', '\u001b[31mred', '[31mred'],
  ['letters that turn the text around', 'a\u202egnp.exe', 'agnp.exe'],
  ['a heap of marks', 'z\u0300\u0301\u0302\u0303\u0304', 'z\u0300'],
  ['half a character', 'a\ud800b', 'a\ufffdb'],
])('a label keeps %s', (_, text, shown) => {
  expect(label(text, 8)).toBe(shown)
})

test('no label is wider than its columns', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
      expect(columnsOf(label(text, columns))).toBeLessThanOrEqual(columns)
    }),
  )
})
