/** How much memory answers take that wait to be shown. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../bot/core/message.ts'
import { PlatformUnavailableError } from '../../bot/core/platform.ts'
import { createWaiting } from '../../bot/delivery/waiting.ts'

const LIMITS = { bytes: 10_000, mostBytes: 20_000 }

function answer(words: number, fileBytes: number): Message {
  return {
    blocks: [
      { kind: 'code', text: 'x'.repeat(words), language: 'text' },
      { kind: 'file', name: 'a.bin', content: new Uint8Array(fileBytes) },
    ],
    notice: '',
    audience: 'everyone',
    done: true,
  }
}

test('what waits never takes more than the limit, and is given free', () => {
  const size = fc.record({ words: fc.nat(2000), fileBytes: fc.nat(12_000) })
  fc.assert(
    fc.property(fc.array(size, { maxLength: 30 }), (sizes) => {
      const waiting = createWaiting(LIMITS)
      const all = sizes.flatMap(({ words, fileBytes }) => {
        try {
          return [waiting.hold(answer(words, fileBytes))]
        } catch {
          return []
        }
      })
      expect(waiting.bytes()).toBeLessThanOrEqual(LIMITS.mostBytes)
      for (const { free } of all) free()
      expect(waiting.bytes()).toBe(0)
    }),
  )
})

test('files are left out before words are, and the answer says so', () => {
  const waiting = createWaiting(LIMITS)
  const shown = [1, 2].map(() => waiting.hold(answer(100, 9000)).message)
  expect(shown.map(({ blocks }) => blocks.map(({ kind }) => kind))).toEqual([
    ['code', 'file'],
    ['code', 'markdown'],
  ])
  expect(JSON.stringify(shown[1])).toContain('Files left out')
})

test('when even words take too much, an answer is not taken', () => {
  const waiting = createWaiting(LIMITS)
  waiting.hold(answer(9000, 0))
  expect(() => waiting.hold(answer(9000, 0))).toThrow(PlatformUnavailableError)
})
