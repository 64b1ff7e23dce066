/** A program's output as code blocks in the order written; stderr is marked. */
import type { OutputChunk } from '../../../sandbox/sandbox.ts'
import type { Block } from '../../core/message.ts'
import { size } from '../../lib/text/quantities.ts'
import { visible } from '../../lib/text/visible.ts'

/** With more parts than this, stdout and stderr are shown in one block with marked lines. */
const MOST_PARTS = 4
/** From this many lines or characters on, a block is folded. */
const FOLD = { lines: 24, characters: 2400 } as const

const TITLES = { stdout: 'Output', stderr: 'Error output (stderr)' } as const

/** A program's output as code blocks; if stdout and stderr alternate often, one block with stderr lines marked “!”. */
export function outputBlocks(output: readonly OutputChunk[]): Block[] {
  const parts = joinStreams(output)
  if (parts.length <= MOST_PARTS) {
    return parts.map(({ stream, text }) => outputBlock(text, TITLES[stream], stream))
  }
  const marked = parts.map(({ stream, text }) => (stream === 'stderr' ? mark(text) : text)).join('')
  return [outputBlock(marked, 'Output (lines marked ! went to stderr)', 'stdout')]
}

/** The output with a note, halfway through the bytes kept, that bytes were left out there. */
export function withGap(
  output: readonly OutputChunk[],
  droppedBytes: number,
  keptBytes: number,
): readonly OutputChunk[] {
  if (droppedBytes === 0) return output
  const gap = `\n[… ${size(droppedBytes)} left out here …]\n`
  let bytes = 0
  const after = output.findIndex(({ text }) => {
    bytes += Buffer.byteLength(text)
    return bytes >= keptBytes / 2
  })
  return output.map((chunk, at) => (at === after ? { ...chunk, text: chunk.text + gap } : chunk))
}

/** Joins consecutive chunks of the same stream. */
function joinStreams(output: readonly OutputChunk[]): OutputChunk[] {
  const parts: OutputChunk[] = []
  for (const chunk of output) {
    const last = parts.at(-1)
    if (last?.stream !== chunk.stream) parts.push(chunk)
    else parts[parts.length - 1] = { ...last, text: last.text + chunk.text }
  }
  return parts.filter(({ text }) => text !== '')
}

function mark(text: string): string {
  return text.replace(/^(?=[^\n])/gm, '! ')
}

function outputBlock(text: string, title: string, stream: OutputChunk['stream']): Block {
  const shown = visible(text).replace(/\n$/, '')
  const long = shown.length > FOLD.characters || shown.split('\n').length > FOLD.lines
  return {
    kind: 'code',
    text: shown,
    language: stream,
    title,
    name: stream === 'stderr' ? 'stderr.txt' : 'output.txt',
    ...(long ? { fold: true } : {}),
  }
}
