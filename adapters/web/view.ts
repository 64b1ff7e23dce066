/** What the page's script gets for a post or an answer. HTML is only created here, never in the browser. */

import { UserError } from '../../bot/core/errors.ts'
import type { Message } from '../../bot/core/message.ts'
import type { Attachment, Person } from '../../bot/core/request.ts'
import { size } from '../../bot/lib/text/quantities.ts'
import { visible } from '../../bot/lib/text/visible.ts'
import { TooComplexError } from '../../bot/lib/workers/errors.ts'
import { WORKERS } from '../../bot/lib/workers/limits.ts'
import { isLight } from '../../bot/lib/workers/weight.ts'
import { offThread } from '../../bot/lib/workers/workers.ts'
import type { Entry } from './feed.ts'
import { escapeHtml } from './render/html.ts'
import { messageJson, plainJson } from './render/render.task.ts'
import type { AnswerView, Author, PostView } from './wire.ts'

const call = offThread<typeof import('./render/render.task.ts')>(
  new URL('./render/render.task.ts', import.meta.url),
)

export type Post = Readonly<{
  id: string
  order: number
  author: Person
  at: number
  edited: boolean
  text: string
  attachments: readonly Attachment[]
  /** Sent with the Run button: the whole text is the program. */
  outright: boolean
}>

export type Answer = Pick<AnswerView, 'id' | 'post' | 'order' | 'at'> &
  Readonly<{ asker: Person | null }>

/** JSON bytes, created once and sent to every browser. */
export type Encoded = Uint8Array

/** Renders a post as an entry of the feed. */
export async function postEntry({ attachments, outright, ...post }: Post): Promise<Entry<Encoded>> {
  const html = await postHtml(post.text, attachments, outright)
  const view = encoded({ ...post, kind: 'post', author: named(post.author) }, html)
  return { id: post.id, visibleTo: null, bytes: heldBytes([view, post, attachments]), view }
}

/** Renders an answer as an entry of the feed; `path` is where its blocks are served. */
export async function answerEntry(
  { asker, ...answer }: Answer,
  message: Message,
  path: string,
): Promise<Entry<Encoded>> {
  const { done, notice, audience } = message
  const html = await answerHtml(message, path)
  const visibleTo = audience === 'asker' && asker ? asker.id : null
  const said = { asker: asker && named(asker), onlyYou: visibleTo !== null, done, notice }
  const view = encoded({ kind: 'answer', ...answer, ...said }, html)
  return { id: answer.id, visibleTo, bytes: heldBytes([view, message]), view }
}

/** `html` is already JSON. */
function encoded(view: Omit<PostView, 'html'> | Omit<AnswerView, 'html'>, html: Uint8Array) {
  const start = `${JSON.stringify(view).slice(0, -1)},"html":`
  return Buffer.concat([Buffer.from(start), html, Buffer.from('}')])
}

/** V8 uses one byte per character for Latin-1 strings, otherwise two. */
const CHARACTER_BYTES = 2
const OTHER_BYTES = 8

function named({ id, name }: Person): Author {
  return { id, name }
}

/** Estimates the memory of plain data: its text and files, and a few bytes for everything else. */
function heldBytes(value: unknown): number {
  if (typeof value === 'string') return value.length * CHARACTER_BYTES
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value !== 'object' || value === null) return OTHER_BYTES
  return Object.values(value).reduce<number>((sum, each) => sum + heldBytes(each), OTHER_BYTES)
}

/** A post that is too complex, or waits too long in the queue, is shown as plain text. */
async function postHtml(
  text: string,
  attachments: readonly Attachment[],
  outright: boolean,
): Promise<Uint8Array> {
  const files = attachments.map(
    ({ name, content }) =>
      `<li>${escapeHtml(visible(name))} <small>${size(content.byteLength)}</small></li>`,
  )
  const list =
    files.length > 0 ? `<ul class="attached" aria-label="Attached">${files.join('')}</ul>` : ''
  return (await orNothing(call('postJson', text, outright, list))) ?? plain([text], list)
}

/**
 * The same for an answer. Short messages of our own, such as those that hundreds of people get at the same moment,
 * are rendered faster here than on a worker thread.
 */
async function answerHtml(message: Message, path: string): Promise<Uint8Array> {
  if (isLight(message, WORKERS.light)) return messageJson(message, path)
  const json = await orNothing(call('messageJson', message, path))
  if (json !== null) return json
  const said = message.blocks.flatMap((block) => ('text' in block ? [block.text] : []))
  return plain([message.notice, ...said], '')
}

async function plain(texts: readonly string[], attached: string): Promise<Uint8Array> {
  return (await orNothing(call('plainJson', texts, attached))) ?? plainJson(texts, attached)
}

async function orNothing(json: Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await json
  } catch (error) {
    if (error instanceof TooComplexError || error instanceof UserError) return null
    throw error
  }
}
