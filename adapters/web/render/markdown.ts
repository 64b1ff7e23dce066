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

markdown.renderer.rules.fence = (tokens, index) => {
  const { content = '', info = '' } = tokens[index] ?? {}
  const [language = '', ...rest] = info.trim().split(/\s+/)
  const known =
    /^py|^ipython/i.test(language) || language === '' ? 'python' : language.toLowerCase()
  return codeFigure({ text: content.replace(/\n$/, ''), language: known, title: rest.join(' ') })
}

/** Untrusted text is made visible first. */
export function renderMarkdown(text: string): string {
  return markdown.render(visible(text))
}
