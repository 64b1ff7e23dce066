/** Which revisions of an answer are shown, whatever comes in which order. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '../../bot/core/message.ts'
import { createMailbox } from '../../bot/delivery/mailbox.ts'
import type { Urgency } from '../../bot/delivery/scheduler.ts'
import { createWaiting } from '../../bot/delivery/waiting.ts'

function revision(n: number, done = false): Message {
  return { blocks: [], notice: String(n), audience: 'everyone', done }
}

function boxed(
  show: (message: Message) => Promise<void> = async () => {},
  waiting = createWaiting(),
) {
  const shown: { n: number; urgency: Urgency }[] = []
  const rooms: (() => void)[] = []
  const abort = new AbortController()
  const mailbox = createMailbox({
    hold: waiting.hold,
    async show(message, urgency) {
      await show(message)
      shown.push({ n: Number(message.notice), urgency })
    },
    room: (signal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve())
        rooms.push(resolve)
      }),
    signal: abort.signal,
  })
  function room(): void {
    for (const resolve of rooms.splice(0)) resolve()
  }
  return { mailbox, shown, abort, room }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('revisions come in their order, the first and the last always', async () => {
  const step = fc.constantFrom('put', 'room', 'settle')
  await fc.assert(
    fc.asyncProperty(fc.array(step), async (steps) => {
      const { mailbox, shown, room } = boxed(settled as () => Promise<void>)
      let n = 0
      mailbox.put(revision(n))
      await settled()
      for (const each of steps) {
        if (each === 'put') mailbox.put(revision(++n))
        else if (each === 'room') room()
        else await settled()
      }
      mailbox.put(revision(++n, true))
      await mailbox.end()
      const all = shown.map((each) => each.n)
      expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b))
      expect([all[0], all.at(-1)]).toEqual([0, n])
      expect(shown.map(({ urgency }) => urgency)).toEqual(
        all.map((_, at) => (at === 0 ? 'first' : at === all.length - 1 ? 'last' : 'between')),
      )
    }),
  )
})

test('one that waits for room is replaced by the next', async () => {
  const { mailbox, shown, room } = boxed()
  for (let n = 0; n < 5; n++) {
    mailbox.put(revision(n))
    await settled()
  }
  room()
  await settled()
  expect(shown.map(({ n }) => n)).toEqual([0, 4])
})

test('an answer that was taken back shows nothing more', async () => {
  const { mailbox, shown, abort } = boxed()
  mailbox.put(revision(0))
  await settled()
  mailbox.put(revision(1))
  abort.abort()
  mailbox.put(revision(2, true))
  await mailbox.end()
  expect(shown.map(({ n }) => n)).toEqual([0])
})

test('what waits behind a first sign of life takes memory as well, until it is shown, replaced or of no use', async () => {
  const waiting = createWaiting({ bytes: 10_000, mostBytes: 20_000 })
  const text = (characters: number, done: boolean): Message => ({
    ...revision(1, done),
    blocks: [{ kind: 'code', text: 'x'.repeat(characters), language: 'text' }],
  })
  const stuck = Promise.withResolvers<void>()
  const one = boxed(() => stuck.promise, waiting)
  one.mailbox.put(revision(0))
  one.mailbox.put(text(4000, false))
  expect(waiting.bytes()).toBe(8000)
  one.mailbox.put(text(6000, true))
  expect(waiting.bytes()).toBe(12_000)

  const other = boxed(() => stuck.promise, waiting)
  other.mailbox.put(revision(0))
  other.mailbox.put(text(5000, false))
  expect(waiting.bytes()).toBe(12_000)
  expect(() => other.mailbox.put(text(5000, true))).toThrow('too much waits')
  other.mailbox.put(text(3000, true))
  expect(waiting.bytes()).toBe(18_000)
  other.abort.abort()
  other.mailbox.close()
  expect(waiting.bytes()).toBe(12_000)

  stuck.resolve()
  await one.mailbox.end()
  expect(waiting.bytes()).toBe(0)
})

test('what showing threw ends the answer', async () => {
  const { mailbox } = boxed(async () => {
    throw new Error('closed')
  })
  mailbox.put(revision(0))
  await settled()
  expect(() => mailbox.put(revision(1))).toThrow('closed')
  await expect(mailbox.end()).rejects.toThrow('closed')
})
