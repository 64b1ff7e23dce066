/** Discord's Markdown as a member reads it: what is text, what is code, what can be followed, who is mentioned. */

export type Read = Readonly<{
  text: string
  code: readonly string[]
  links: readonly string[]
  mentions: readonly string[]
}>

/** In this order, at each place, as the client's own rules are tried. */
const RULES: readonly Readonly<{
  pattern: RegExp
  take(match: RegExpExecArray, read: Open): void
}>[] = [
  { pattern: /^\\([^0-9A-Za-z\s])/, take: ([, sign = ''], read) => read.say(sign) },
  {
    pattern: /^```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```/i,
    take: ([, , inside = ''], read) => {
      read.code.push(inside)
      read.say(`\n${inside}\n`)
    },
  },
  {
    pattern: /^(`+)([\s\S]*?[^`])\1(?!`)/,
    take: ([, , inside = ''], read) => read.say(inside.trim()),
  },
  {
    pattern: /^\[((?:\\.|[^\]\\])*)\]\(<?([^\s>)]+)>?\)/,
    take: ([, label = '', url = ''], read) => {
      read.links.push(url)
      read.take(label)
    },
  },
  {
    pattern: /^<(https?:\/\/[^\s>]+)>/,
    take: ([, url = ''], read) => {
      read.links.push(url)
      read.say(url)
    },
  },
  {
    pattern: /^https?:\/\/[^\s<]+/,
    take: ([url = ''], read) => {
      read.links.push(url)
      read.say(url)
    },
  },
  {
    pattern:
      /^(?:@everyone|@here|<@[!&]?\d+>|<#\d+>|<\/[\w-]+:\d+>|<id:\w+>|<t:-?\d+(?::[tTdDfFR])?>|<a?:\w+:\d+>)/,
    take: ([mention = ''], read) => {
      if (!/^<(?:t:|a?:)/.test(mention)) read.mentions.push(mention)
      read.say(mention)
    },
  },
  { pattern: /^(?:\*{1,3}|~~|__|\|\||_(?=\S)|(?<=\S)_)/, take: () => {} },
]

type Open = {
  code: string[]
  links: string[]
  mentions: string[]
  say(text: string): void
  take(text: string): void
}

export function readMarkdown(source: string): Read {
  let text = ''
  const read: Open = {
    code: [],
    links: [],
    mentions: [],
    say: (more) => {
      text += more
    },
    take: (given) => {
      let rest = given
      while (rest !== '') {
        const found = RULES.map(({ pattern, take }) => ({ match: pattern.exec(rest), take })).find(
          ({ match }) => match !== null,
        )
        if (found?.match) found.take(found.match, read)
        else text += rest[0]
        rest = rest.slice(found?.match?.[0].length || 1)
      }
    },
  }
  read.take(source)
  const { code, links, mentions } = read
  return { text, code, links, mentions }
}
