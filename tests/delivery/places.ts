/** A platform for tests: a channel for everyone, whispers that cannot be edited, and a direct conversation. */

import type { Message } from '../../bot/core/message.ts'
import { ChannelClosedError } from '../../bot/core/platform.ts'
import { done } from '../../bot/delivery/outcome.ts'
import type { Surface, Transport } from '../../bot/delivery/reply-delivery.ts'

type Name = 'channel' | 'whispers' | 'direct'

export const ASKER = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false }

export function places() {
  /** What is there, by id. */
  const stands = new Map<string, string>()
  const calls: string[] = []
  const closed = new Set<Name>()
  let next = 0
  let posting: (name: Name) => void = () => {}

  function surface(name: Name): Surface<string, string> {
    const opened = () => {
      if (closed.has(name)) throw new ChannelClosedError(name)
    }
    const isFixed = name === 'whispers'
    return {
      isFixed: () => isFixed,
      fingerprint: (piece) => piece,
      render: ({ notice, blocks }) => ({
        pieces: notice.split('|'),
        uploads: blocks.flatMap((block) => (block.kind === 'file' ? [block.name] : [])),
      }),
      async post(piece) {
        posting(name)
        opened()
        next += 1
        const id = `${name} ${next}`
        calls.push(`post ${id}: ${piece}`)
        stands.set(id, piece)
        return isFixed ? null : { channel: name, id }
      },
      async edit(ref, piece) {
        if (!ref) return { is: 'fixed', cause: 'a whisper' }
        if (closed.has(name)) return { is: 'closed', cause: name }
        if (!stands.has(ref.id)) return { is: 'gone', cause: ref.id }
        calls.push(`edit ${ref.id}: ${piece}`)
        stands.set(ref.id, piece)
        return done(null)
      },
      async remove(ref) {
        opened()
        if (ref && stands.delete(ref.id)) calls.push(`remove ${ref.id}`)
      },
      async attach(uploads) {
        opened()
        return uploads
      },
    }
  }

  const channel = surface('channel')
  const whispers = surface('whispers')
  const direct = surface('direct')

  /** How one answer gets there; `more` is said otherwise. */
  function transport(more: Partial<Transport<string, string>> = {}): Transport<string, string> {
    return {
      answer: { key: 'request', asker: ASKER, workspace: 'w' },
      surfaces: ({ audience }) =>
        audience === 'everyone' ? [channel, direct] : [whispers, direct, channel],
      isKept: ({ audience }) => audience === 'everyone',
      room: async () => {},
      ...more,
    }
  }

  return {
    ...{ stands, calls, closed, channel, transport },
    shown: () => [...stands.values()],
    onPost(hook: (name: Name) => void): void {
      posting = hook
    },
  }
}

export function said(notice: string, done: boolean, audience: Message['audience'] = 'everyone') {
  return { blocks: [], notice, audience, done } satisfies Message
}
