/** Posts and answers as HTML in bytes of JSON, which no thread has to copy character by character; on a worker thread. */
import type { Message } from '../../../bot/core/message.ts'
import { visible } from '../../../bot/lib/text/visible.ts'
import { type Reading, readProgram } from '../../../bot/reading/program.ts'
import { codeFigure } from './code.ts'
import { escapeHtml } from './html.ts'
import { renderMarkdown } from './markdown.ts'
import { renderMessage } from './message.ts'

/** `path` is where the blocks are served. */
export function messageJson(message: Message, path: string): Uint8Array {
  return json(renderMessage(message, (index) => `${path}/${index}`))
}

/** `attached`: HTML that comes after the text. */
export function postJson(text: string, outright: boolean, attached: string): Uint8Array {
  return json(postHtml(text, outright) + attached)
}

/** As plain text, whatever it is. */
export function plainJson(texts: readonly string[], attached: string): Uint8Array {
  const html = texts.map((text) => `<pre class="plain">${escapeHtml(visible(text))}</pre>`)
  return json(html.join('\n') + attached)
}

function json(html: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(html))
}

/**
 * Markdown would eat the stars and underscores of a program that stands without a fence.
 * Lines are numbered as the advice counts them, unless something was taken out or put into other files.
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

/** A program that is too long to run is shown all the same. */
function read(text: string): Reading | null {
  try {
    return readProgram(text)
  } catch {
    return null
  }
}
