/** Renders Markdown as HTML: no raw HTML, no external images, and links that don't reveal the page. */
import MarkdownIt from 'markdown-it'
import { looksLikePython } from '../../../bot/analysis/python/look.ts'
import { visible } from '../../../bot/lib/text/visible.ts'
import { codeFigure } from './code.ts'

/** `breaks`: a single line break counts, as people mean it in a chat. */
const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image')

markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(url.trim())

markdown.renderer.rules.link_open = (tokens, index, options, _, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener noreferrer')
  tokens[index]?.attrSet('target', '_blank')
  return self.renderToken(tokens, index, options)
}

/** If lines are numbered, the numbers continue across joined blocks, including the blank line between them. */
markdown.renderer.rules.fence = (tokens, index, _, env = {}) => {
  const { content = '', info = '' } = tokens[index] ?? {}
  const [language = '', ...rest] = info.trim().split(/\s+/)
  const text = content.replace(/\n$/, '')
  const title = rest.join(' ')
  if (language !== '' && !/^i?py/i.test(language)) {
    return codeFigure({ text, language: language.toLowerCase(), title })
  }
  const firstLine = env.nextLine
  if (typeof firstLine !== 'number' || (language === '' && !looksLikePython(text))) {
    return codeFigure({ text, language: 'python', title })
  }
  env.nextLine = firstLine + text.split('\n').length + 1
  return codeFigure({ text, language: 'python', firstLine })
}

/** Renders untrusted Markdown. `numbered`: the blocks are one program, and their lines are numbered. */
export function renderMarkdown(text: string, numbered = false): string {
  return markdown.render(visible(text), numbered ? { nextLine: 1 } : {})
}
