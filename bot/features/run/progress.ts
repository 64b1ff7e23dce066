/** What is shown while a run is queued or running. */
import type { Block, Message } from '../../core/message.ts'
import { count } from '../../lib/text/quantities.ts'
import { outputBlocks } from './output.ts'
import type { Seen } from './watch.ts'

/** Characters of live output that are shown; the report has all of it. */
const PREVIEW = 4000

/** The message shown during a run: its place in the queue, then the last 4,000 characters of output. */
export function progress({ position, output }: Seen): Message {
  const line = position > 0 ? `Waiting: ${count(position, 'run')} before yours.` : 'Running…'
  const blocks: Block[] = [{ kind: 'markdown', text: `*${line}*` }]
  return {
    blocks: [...blocks, ...outputBlocks(lastPart(output))],
    notice: line,
    audience: 'everyone',
    done: false,
  }
}

function lastPart(output: Seen['output']): Seen['output'] {
  const kept: Seen['output'][number][] = []
  let room = PREVIEW
  for (const { stream, text } of output.toReversed()) {
    if (room <= 0) break
    kept.unshift({ stream, text: text.slice(-room) })
    room -= text.length
  }
  return kept
}
