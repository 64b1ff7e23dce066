/** Memory for revisions that wait to be shown: while a platform takes nothing for minutes, files go before words do. */
import type { Block, Message } from '../core/message.ts'
import { PlatformUnavailableError } from '../core/platform.ts'

const MIB = 1024 ** 2

const WAITING = {
  /** From here on, files and pictures are left out. */
  bytes: 64 * MIB,
  /** From here on, nothing is taken: such an answer is said to be interrupted after the next start. */
  mostBytes: 128 * MIB,
} as const

export type Waiting = Readonly<{
  /** The message, without its files where too much waits already, until `free`. Throws `PlatformUnavailableError`. */
  hold(message: Message): Held
  bytes(): number
}>

/** A revision that takes memory. */
export type Held = Readonly<{ message: Message; free(): void }>

export function createWaiting({ bytes: soft, mostBytes }: Limits = WAITING): Waiting {
  let held = 0
  return {
    hold(given) {
      const message = held + sizeOf(given) > soft ? withoutFiles(given) : given
      const size = sizeOf(message)
      if (held + size > mostBytes) throw new PlatformUnavailableError('too much waits to be shown')
      held += size
      return {
        message,
        free() {
          held -= size
        },
      }
    },
    bytes: () => held,
  }
}

type Limits = Readonly<{ bytes: number; mostBytes: number }>

function withoutFiles(message: Message): Message {
  const blocks = message.blocks.filter((block) => !isFile(block))
  return blocks.length === message.blocks.length
    ? message
    : { ...message, blocks: [...blocks, NOTE] }
}

const NOTE: Block = {
  kind: 'markdown',
  text: '*Files left out: too many answers are waiting. Run it again in a few minutes to get them.*',
}

function isFile({ kind }: Block): boolean {
  return kind === 'file' || kind === 'picture'
}

/** About as many bytes as it takes, JavaScript's two for a character. */
function sizeOf({ blocks }: Message): number {
  return blocks.reduce((sum, block) => sum + bytesOf(block), 0)
}

function bytesOf(block: Block): number {
  switch (block.kind) {
    case 'file':
      return block.content.byteLength
    case 'picture':
      return 2 * (block.svg.length + block.alt.length)
    case 'markdown':
    case 'code':
    case 'fold':
      return 2 * block.text.length
    default:
      return 2 * JSON.stringify(block).length
  }
}
