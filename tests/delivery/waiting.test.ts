/** How much memory answers take that wait to be shown. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWaiting } from '../../bot/delivery/waiting.ts'
import type { Message } from '../../bot/message.ts'
import { PlatformAway } from '../../bot/platform.ts'

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

test('what waits never takes more than the limit, and is given free when it is shown', async () => {
  const size = fc.record({ words: fc.nat(2000), fileBytes: fc.nat(12_000) })
  await fc.assert(
    fc.asyncProperty(fc.array(size, { maxLength: 30 }), async (sizes) => {
      const waiting = createWaiting(LIMITS)
      const gate = Promise.withResolvers<void>()
      const all = sizes.map(({ words, fileBytes }) =>
        waiting.hold(answer(words, fileBytes), () => gate.promise),
      )
      const settled = Promise.allSettled(all)
      expect(waiting.bytes()).toBeLessThanOrEqual(LIMITS.mostBytes)
      gate.resolve()
      await settled
      expect(waiting.bytes()).toBe(0)
    }),
  )
})

test('files are left out before words are, and the answer says so', async () => {
  const waiting = createWaiting(LIMITS)
  const gate = Promise.withResolvers<void>()
  const shown: Message[] = []
  const show = async (message: Message) => {
    shown.push(message)
    await gate.promise
  }
  const all = [answer(100, 9000), answer(100, 9000)].map((each) => waiting.hold(each, show))
  expect(shown.map(({ blocks }) => blocks.map(({ kind }) => kind))).toEqual([
    ['code', 'file'],
    ['code', 'markdown'],
  ])
  expect(JSON.stringify(shown[1])).toContain('The files of this answer are left out')
  gate.resolve()
  await Promise.all(all)
})

test('when even words take too much, an answer is not taken', async () => {
  const waiting = createWaiting(LIMITS)
  const gate = Promise.withResolvers<void>()
  const first = waiting.hold(answer(9000, 0), () => gate.promise)
  await expect(waiting.hold(answer(9000, 0), async () => {})).rejects.toThrow(PlatformAway)
  gate.resolve()
  await first
})
