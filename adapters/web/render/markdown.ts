/** Markdown into HTML: no raw HTML, no pictures from elsewhere, links that give nothing away. */
import MarkdownIt from 'markdown-it'
import { visible } from '../../../bot/text/visible.ts'
import { codeFigure } from './code.ts'

/** `breaks`: a single line break is one, as people in a chat mean it. */
const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image')

markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(url.trim())

markdown.renderer.rules.link_open = (tokens, index, options, _, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener noreferrer')
  tokens[index]?.attrSet('target', '_blank')
  return self.renderToken(tokens, index, options)
}

/** Joined blocks are numbered through, with the blank line between them, as the advice counts them. */
markdown.renderer.rules.fence = (tokens, index, _, env = {}) => {
  const { content = '', info = '' } = tokens[index] ?? {}
  const [language = '', ...rest] = info.trim().split(/\s+/)
  const text = content.replace(/\n$/, '')
  const title = rest.join(' ')
  if (language !== '' && !/^i?py/i.test(language)) {
    return codeFigure({ text, language: language.toLowerCase(), title })
  }
  if (title !== '' || /^\s*>>>/m.test(text)) return codeFigure({ text, language: 'python', title })
  const firstLine = typeof env.nextLine === 'number' ? env.nextLine : 1
  env.nextLine = firstLine + text.split('\n').length + 1
  return codeFigure({ text, language: 'python', firstLine })
}

/** Untrusted text is made visible first. */
export function renderMarkdown(text: string): string {
  return markdown.render(visible(text), {})
}
