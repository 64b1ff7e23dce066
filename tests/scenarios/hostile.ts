/** Text that would do something if a platform took it for markup, and what must not have happened. */
import { expect } from 'vitest'
import type { Seen } from './stage.ts'

export const HOSTILE: readonly string[] = [
  // Mentions of people, groups and channels.
  '@everyone @here <!channel> <!here> <!everyone> <@U0001> <@1> <@!1> <@&1> <#C0001> <!subteam^S1>',
  // Fences and what they could hold in.
  '```\n~~~\n````\n@everyone <!channel> **bold**\n```python\n`x` ``y``',
  // Links under another name, and pictures from elsewhere.
  '[docs](https://evil.example/) <https://evil.example/|docs> <https://evil.example/> ![p](https://evil.example/p)',
  // What runs backwards or cannot be seen.
  'safe\u202e\u2066drawkcab\u2069 zero\u200bwidth\ufeff',
  // Colours, links and control characters of a terminal.
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007 \u0008\u0000',
  // Markup of pages, times and emoji.
  '<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; <time:1> <:a:1>',
]

/** As a program holds it: in plain ASCII, so that nothing is taken out of the program. */
export function literal(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Characters that reorder or hide what is around them, and control characters. */
const DECEIVING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/

export function innocent({ text, links, mentions, files }: Seen): void {
  expect(mentions).toEqual([])
  expect(links.filter((link) => link.includes('evil.example'))).toEqual([])
  expect(text).not.toMatch(DECEIVING)
  for (const { name } of files) expect(name).not.toMatch(DECEIVING)
}
