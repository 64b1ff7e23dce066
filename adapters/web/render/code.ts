/** Renders code and program output as HTML. */
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
  /** Numbers the lines, starting here. */
  firstLine?: number | undefined
  /** Where the full text can be downloaded. */
  href?: string | undefined
}>

/** Renders code as a figure with a Copy button, highlighted if it isn't too long. */
export function codeFigure(figure: Figure): string {
  const { text, language, title, fold, href, firstLine } = figure
  const lines = text.split('\n').length
  const caption = [
    `<span>${escapeHtml(title ?? '')}</span>`,
    href ? `<a class="quiet" href="${escapeHtml(href)}" download>Download</a>` : '',
    '<button type="button" class="quiet" data-copy>Copy</button>',
  ].join('')
  const isFolded = fold && lines > FOLDED_LINES
  const unfold = isFolded
    ? `<button type="button" class="unfold" data-unfold aria-expanded="false">Show all ${lines.toLocaleString('en')} lines</button>`
    : ''
  const classes = ['code', `is-${escapeHtml(language || 'text')}`]
  if (isFolded) classes.push('folded')
  if (firstLine) classes.push('numbered')
  return (
    `<figure class="${classes.join(' ')}"><figcaption>${caption}</figcaption>` +
    `<pre tabindex="0">${numbers(firstLine, lines)}<code>${highlighted(text, language)}</code></pre>${unfold}</figure>`
  )
}

/** How many lines of folded text are visible; see `.folded` in code.css. */
const FOLDED_LINES = 11

function numbers(first: number | undefined, lines: number): string {
  if (!first) return ''
  const all = Array.from({ length: lines }, (_, index) => first + index)
  return `<span class="lines" aria-hidden="true">${all.join('\n')}</span>`
}

function highlighted(text: string, language: string): string {
  if (language === 'stderr') return traceback(text)
  const isLong = text.length > WEB.highlightCharacters || LONG_NUMBER.test(text)
  if (isLong || !highlight.getLanguage(language)) return escapeHtml(text)
  return highlight.highlight(text, { language, ignoreIllegals: true }).value
}

/** The highlighter's time grows with the square of a number's length. */
const LONG_NUMBER = /[\d_]{200}/

/** Highlights the line numbers and the final error of a traceback. */
function traceback(text: string): string {
  return escapeHtml(text)
    .replace(/^( *File .*?, line )(\d+)/gm, '$1<span class="hljs-number">$2</span>')
    .replace(
      /^(?:[\w.]+(?:Error|Exception|Warning|Interrupt|Group))(?=:|$).*/gm,
      '<strong>$&</strong>',
    )
}
