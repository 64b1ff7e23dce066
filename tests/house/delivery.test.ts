/** What is said on a platform waits, is made again and is compared in one place: bot/delivery. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')

/** Files that wait for something else than a message to be taken. */
const MAY: readonly string[] = [
  // For a connection, a process or a server that closes.
  'adapters/discord/gateway.ts',
  'adapters/discord/patches.ts',
  'adapters/web/connect.ts',
  // For what visitors may ask, and for a browser that reads.
  'adapters/web/events/api.ts',
  'adapters/web/feed.ts',
  'adapters/web/rate-limit.ts',
  'adapters/web/login.ts',
  'adapters/web/stream.ts',
]

/** What a retry loop, a pacer or a message's comparison cannot do without. */
const SIGNS: readonly RegExp[] = [
  /timers\/promises/,
  /\bset(?:Timeout|Interval)\(/,
  /\btokenBuckets\b/,
  /\bretryAfter\b.*(?:wait|delay|sleep)\(/,
  /for \(let tries\b/,
]

const files = readdirSync(join(CHECKOUT, 'adapters'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `adapters/${name}`)

test('no adapter waits before a call, or makes it again', () => {
  const waiting = files.filter((name) => {
    const text = readFileSync(join(CHECKOUT, name), 'utf8')
    return SIGNS.some((sign) => sign.test(text))
  })
  expect(waiting.toSorted()).toEqual(MAY.toSorted())
})

test('messages are compared by their fingerprints only in bot/delivery', () => {
  const comparing = files.filter((name) => {
    const text = readFileSync(join(CHECKOUT, name), 'utf8')
    return /\bsays\.get\(|=== fingerprint\(|chat\.update\(.*\n.*chat\.postMessage\(/.test(text)
  })
  expect(comparing).toEqual([])
})
