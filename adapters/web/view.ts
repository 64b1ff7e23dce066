/** What the page's script gets of a post and of an answer. HTML is made here, never in the browser. */
import type { Message } from '../../bot/message.ts'
import { type Reading, readProgram } from '../../bot/reading/program.ts'
import type { Attachment, Person } from '../../bot/request.ts'
import { size } from '../../bot/text/quantities.ts'
import { visible } from '../../bot/text/visible.ts'
import type { Entry } from './feed.ts'
import { codeFigure } from './render/code.ts'
import { escapeHtml } from './render/html.ts'
import { renderMarkdown } from './render/markdown.ts'
import { renderMessage } from './render/message.ts'

type Author = Readonly<{ id: string; name: string }>

export type PostView = Readonly<{
  kind: 'post'
  id: string
  order: number
  author: Author
  /** Epoch ms. */
  at: number
  edited: boolean
  /** As it was typed, for editing. */
  text: string
  html: string
}>

export type AnswerView = Readonly<{
  kind: 'answer'
  id: string
  /** What it stands below; null when nobody's post caused it. */
  post: string | null
  order: number
  /** Null when nobody asked. */
  asker: Author | null
  /** Epoch ms of its first state. */
  at: number
  onlyYou: boolean
  done: boolean
  notice: string
  html: string
}>

export type View = PostView | AnswerView

export type Post = Readonly<{
  id: string
  order: number
  author: Person
  at: number
  edited: boolean
  text: string
  attachments: readonly Attachment[]
  /** Sent by the Run button: the whole text is the program. */
  outright: boolean
}>

export type Answer = Pick<AnswerView, 'id' | 'post' | 'order' | 'at'> &
  Readonly<{ asker: Person | null }>

export function postEntry({ attachments, outright, ...post }: Post): Entry<PostView> {
  const html = postHtml(post.text, attachments, outright)
  const characters = html.length + post.text.length
  const bytes = attachments.reduce(
    (sum, { content }) => sum + content.byteLength,
    characters * CHARACTER_BYTES,
  )
  const view = { ...post, kind: 'post', author: named(post.author), html } as const
  return { id: post.id, visibleTo: null, bytes, view }
}

/** `path` is where the blocks of the answer are served. */
export function answerEntry(
  { asker, ...answer }: Answer,
  message: Message,
  path: string,
): Entry<AnswerView> {
  const { done, notice, audience, blocks } = message
  const html = renderMessage(message, (index) => `${path}/${index}`)
  const visibleTo = audience === 'asker' && asker ? asker.id : null
  const said = { asker: asker && named(asker), onlyYou: visibleTo !== null, done, notice, html }
  return {
    id: answer.id,
    visibleTo,
    bytes: blocks.reduce((sum, block) => sum + heldBytes(block), html.length * CHARACTER_BYTES),
    view: { kind: 'answer', ...answer, ...said },
  }
}

/** V8 keeps one byte for a character where all are Latin-1, else two. */
const CHARACTER_BYTES = 2

function named({ id, name }: Person): Author {
  return { id, name }
}

function heldBytes(block: Message['blocks'][number]): number {
  if (block.kind === 'file') return block.content.byteLength
  if (block.kind === 'picture') return block.svg.length * CHARACTER_BYTES
  return block.kind === 'code' ? block.text.length * CHARACTER_BYTES : 0
}

function postHtml(text: string, attachments: readonly Attachment[], outright: boolean): string {
  const files = attachments.map(
    ({ name, content }) =>
      `<li>${escapeHtml(visible(name))} <small>${size(content.byteLength)}</small></li>`,
  )
  const list =
    files.length > 0 ? `<ul class="attached" aria-label="Attached">${files.join('')}</ul>` : ''
  return bodyHtml(text, outright) + list
}

/**
 * Markdown would eat the stars and underscores of a program that stands without a fence.
 * Lines are numbered as the advice counts them, unless something was taken out or put into other files.
 */
function bodyHtml(text: string, outright: boolean): string {
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
