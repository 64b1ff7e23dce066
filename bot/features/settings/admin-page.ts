/** A page of what admins look after: what is new, what it is about, and what can be done. */
import type { Block, Message } from '../../core/message.ts'
import { sentence } from '../../lib/text/markdown.ts'

/** Names in `text` and `news` are made harmless. */
export function page(text: string, blocks: readonly Block[], news?: string): Message {
  const words = [news, text].filter((each) => each !== undefined)
  return {
    blocks: [
      ...words.map((each): Block => ({ kind: 'markdown', text: sentence(each) })),
      ...blocks,
    ],
    notice: news ?? text,
    audience: 'asker',
    done: true,
  }
}
