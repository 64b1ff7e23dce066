/** Text as Slack sends it into text as it was typed, and ours into text in which nothing acts. */

/** `<@U1>`, `<#C1|general>`, `<!here>`, `<https://a.example|a.example>`: what Slack makes of what people write. */
const MADE = /<([@#!]?)([^<>|\n]*)(?:\|([^<>\n]*))?>/g

/** As it was typed: links are what was written, and the three characters that Slack escapes are themselves. */
export function typed(text: string): string {
  return unescaped(
    text.replace(MADE, (_, mark: string, target: string, label?: string) => {
      if (mark === '') return label ?? target
      const name = label || target.split('^', 1).join()
      return mark === '#' ? `#${name}` : `@${name.replace(/^@/, '')}`
    }),
  )
}

/** The people and channels that it names, by how `typed` writes them. */
export function mentionsIn(text: string): Readonly<Record<string, string>> {
  const named = [...text.matchAll(MADE)].filter(([, mark]) => mark === '@' || mark === '#')
  return Object.fromEntries(named.map(([made, , target = '']) => [typed(made), target]))
}

/** Without the mention of the tutor with which it was addressed. */
export function withoutMention(text: string, botUser: string | undefined): string {
  if (botUser)
    return text
      .replaceAll(new RegExp(`<@${botUser}(?:\\|[^<>]*)?>[ \\t]*:?[ \\t]*`, 'g'), '')
      .trim()
  return text.replace(/^\s*<@[UW]\w+(?:\|[^<>]*)?>\s*:?/, '').trim()
}

/** For `text` and other mrkdwn, in which `<` begins mentions and links. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
