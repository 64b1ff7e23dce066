import fc from 'fast-check'
import { expect, test } from 'vitest'
import { channelKey, channelOf, personKey, personOf } from '../../bot/core/keys.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1 })

test('a key is read back as what it was made of, whatever characters it has', () => {
  fc.assert(
    fc.property(text, fc.string({ unit: 'grapheme' }), text, (platform, workspace, last) => {
      const person = { platform, workspace, id: last }
      expect(personOf(personKey(person))).toEqual(person)
      const channel = { platform, workspace, channel: last }
      expect(channelOf(channelKey(channel))).toEqual(channel)
    }),
  )
})

test('a key is as one would write it', () => {
  expect(personKey({ platform: 'slack', workspace: 'T1', id: 'U7' })).toBe('slack/T1/U7')
  expect(personKey({ platform: 'web', workspace: '', id: 'a/b' })).toBe('web//a%2Fb')
})

test.each(['', 'slack', 'slack/T1', 'slack/T1/', '/T1/U7', 'slack/T1/U7/more', 'slack/T1/%'])(
  '%j is no key',
  (key) => {
    expect(personOf(key)).toBe(null)
  },
)
