/**
 * Renders posts and answers on a worker thread, as HTML in JSON bytes, which can be transferred without copying every
 * character.
 */
import type { Message } from '../../../bot/core/message.ts'
import { visible } from '../../../bot/lib/text/visible.ts'
import { type Reading, readProgram } from '../../../bot/reading/program.ts'
import { codeFigure } from './code.ts'
import { escapeHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderMessage } from './message.ts'

/** Renders a message; `path` is where its blocks are served. */
export function messageJson(message: Message, path: string): Uint8Array {
  return json(renderMessage(message, (index) => `${path}/${index}`))
}

/** Renders a post; `attached` is HTML that follows the text. */
export function postJson(text: string, outright: boolean, attached: string): Uint8Array {
  return json(postHtml(text, outright) + attached)
}

/** Renders texts as plain text, whatever they contain. */
export function plainJson(texts: readonly string[], attached: string): Uint8Array {
  const html = texts.map((text) => `<pre class="plain">${escapeHtml(visible(text))}</pre>`)
  return json(html.join('\n') + attached)
}

function json(html: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(html))
}

/**
 * Renders a program without a fence as code, since Markdown would treat its asterisks and underscores as markup.
 * Lines are numbered as the advice counts them, unless something was removed or split into files.
 */
function postHtml(text: string, outright: boolean): string {
  if (text.trim() === '') return ''
  const reading = read(text)
  const program = reading?.program
  const isCounted = program?.files.length === 0 && program.notes.length === 0
  const fenced = /^[ \t]*(?:`{3}|~{3})/m.test(text) && reading?.how !== 'plain'
  if (fenced || (!outright && reading?.how !== 'plain')) {
    return `<div class="prose">${renderMarkdown(text, isCounted)}</div>`
  }
  const firstLine = isCounted || reading === null ? 1 : undefined
  return codeFigure({ text: visible(text.trimEnd()), language: 'python', firstLine })
}

/** A program too long to run is still shown. */
function read(text: string): Reading | null {
  try {
    return readProgram(text)
  } catch {
    return null
  }
}
