/** Where a subcommand writes: the answer to stdout, everything about it to stderr. */
import { styleText } from 'node:util'
import type { Paint } from './report/markdown.ts'

export type Terminal = Readonly<{
  out(text: string): void
  err(text: string): void
  /** Colours on a terminal only, and none with `NO_COLOR`. */
  paint: Paint
  /** Shows `text` as the last line of a terminal, in place of the one before; nothing elsewhere. */
  status(text: string): void
}>

export const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  paint: (style, text) => styleText(style, text, { stream: process.stdout }),
  status: (text) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
  },
}
