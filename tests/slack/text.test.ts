import { expect, test } from 'vitest'
import { escaped, mentionsIn, typed, withoutMention } from '../../adapters/slack/text.ts'

test.each([
  ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
  ['get(<https://a.example/x?y=1>)', 'get(https://a.example/x?y=1)'],
  ['<http://a.example|a.example> and <mailto:b@c.d|b@c.d>', 'a.example and b@c.d'],
  ['<@U7|ada> in <#C9|general> <!here>', '@ada in #general @here'],
  ['<@U7> <#C9|> <!subteam^S1|@team>', '@U7 #C9 @team'],
  ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['print("&lt;https://typed.example&gt;")', 'print("<https://typed.example>")'],
])('what Slack made of it, %j, is again what was typed', (sent, text) => {
  expect(typed(sent)).toBe(text)
})

test('whom a text names is known by how it is written', () => {
  const text = 'settings admins <@U7|ada> <#C9|general> <!here> <https://a.example>'
  expect(mentionsIn(text)).toEqual({ '@ada': 'U7', '#general': 'C9' })
})

test('the mention that it was addressed with is no part of what is asked', () => {
  expect(withoutMention('<@UBOT>: run <@U7>', 'UBOT')).toBe('run <@U7>')
  expect(withoutMention('hello <@UBOT> help', 'UBOT')).toBe('hello help')
  expect(withoutMention('<@U1|overlap> help', undefined)).toBe('help')
})

test('nothing in what is escaped begins a mention', () => {
  expect(escaped('<!channel> & <@U1>')).toBe('&lt;!channel&gt; &amp; &lt;@U1&gt;')
})
