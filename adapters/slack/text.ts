/** Converts Slack's text to what was typed, and escapes ours. */

/** `<@U1>`, `<#C1|general>`, `<!here>`, `<https://a.example|a.example>`: how Slack encodes what people write. */
const MADE = /<([@#!]?)([^<>|\n]*)(?:\|([^<>\n]*))?>/g

/** Decodes text to what was typed, including links and the three characters that Slack escapes. */
export function typed(text: string): string {
  return unescaped(
    text.replace(MADE, (_, mark: string, target: string, label?: string) => {
      if (mark === '') return label ?? target
      const name = label || target.split('^', 1).join()
      return mark === '#' ? `#${name}` : `@${name.replace(/^@/, '')}`
    }),
  )
}

/** Returns the mentioned people and channels, by how `typed` writes them. */
export function mentionsIn(text: string): Readonly<Record<string, string>> {
  const named = [...text.matchAll(MADE)].filter(([, mark]) => mark === '@' || mark === '#')
  return Object.fromEntries(named.map(([made, , target = '']) => [typed(made), target]))
}

/** Removes the mention that addresses the tutor. */
export function withoutMention(text: string, botUser: string | undefined): string {
  if (botUser)
    return text
      .replaceAll(new RegExp(`<@${botUser}(?:\\|[^<>]*)?>[ \\t]*:?[ \\t]*`, 'g'), '')
      .trim()
  return text.replace(/^\s*<@[UW]\w+(?:\|[^<>]*)?>\s*:?/, '').trim()
}

/** Escapes text for `text` and other mrkdwn, in which `<` starts mentions and links. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
