/**
 * Limits the memory of waiting revisions: while a platform accepts nothing for minutes, files are dropped before text.
 */
import type { Block, Message } from '../core/message.ts'
import { PlatformUnavailableError } from '../core/platform.ts'

const MIB = 1024 ** 2

const WAITING = {
  /** Above this, files and pictures are left out. */
  bytes: 64 * MIB,
  /** Above this, nothing is accepted; such an answer is marked as interrupted after the next start. */
  mostBytes: 128 * MIB,
} as const

export type Waiting = Readonly<{
  /**
   * Reserves memory for a message, without its files where too much is waiting.
   *
   * @throws {PlatformUnavailableError} Too much is waiting to be shown.
   */
  hold(message: Message): Held
  bytes(): number
}>

/** A revision with its reserved memory. */
export type Held = Readonly<{ message: Message; free(): void }>

/** Creates the memory budget that all waiting revisions share, in bytes. */
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

/** Approximate size in bytes; JavaScript strings take up to two bytes a character. */
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
