/** Code and program output as HTML. */
import highlight from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import { WEB } from '../limits.ts'
import { escapeHtml } from './html.ts'

for (const [name, language] of Object.entries({ python, json, bash })) {
  highlight.registerLanguage(name, language)
}

export type Figure = Readonly<{
  text: string
  language: string
  title?: string | undefined
  fold?: boolean | undefined
  /** Where the whole can be downloaded. */
  href?: string | undefined
}>

export function codeFigure({ text, language, title, fold, href }: Figure): string {
  const lines = text.split('\n').length
  const caption = [
    `<span>${escapeHtml(title ?? '')}</span>`,
    href ? `<a class="quiet" href="${escapeHtml(href)}" download>Download</a>` : '',
    '<button type="button" class="quiet" data-copy>Copy</button>',
  ].join('')
  const unfold = fold
    ? `<button type="button" class="unfold" data-unfold aria-expanded="false">Show all ${lines.toLocaleString('en')} lines</button>`
    : ''
  const classes = `code is-${escapeHtml(language || 'text')}${fold ? ' folded' : ''}`
  return (
    `<figure class="${classes}"><figcaption>${caption}</figcaption>` +
    `<pre tabindex="0"><code>${highlighted(text, language)}</code></pre>${unfold}</figure>`
  )
}

function highlighted(text: string, language: string): string {
  if (!highlight.getLanguage(language) || text.length > WEB.highlightCharacters) {
    return escapeHtml(text)
  }
  return highlight.highlight(text, { language, ignoreIllegals: true }).value
}
