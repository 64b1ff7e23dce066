/** Where a subcommand writes: the answer to stdout, everything else to stderr. */
import { styleText } from 'node:util'
import type { Paint } from './report/markdown.ts'

export type Terminal = Readonly<{
  out(text: string): void
  err(text: string): void
  /** Colours only on a terminal, and never with `NO_COLOR`. */
  paint: Paint
  /** Replaces the status line of a terminal with `text`; does nothing elsewhere. */
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
