/** A page for admins: what changed, what the page is about, and what can be done. */
import type { Block, Message } from '../../core/message.ts'
import { sentence } from '../../lib/text/markdown.ts'

/** A page that only the asker sees. `text` and `news` are escaped, because names in them come from people. */
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
