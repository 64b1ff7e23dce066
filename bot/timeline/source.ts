/** The learner's files as a picture needs them: the text of a line, and the file that it is in. */
import { FILE_LINES, type Trace } from '../../sandbox/trace.ts'
import { numberedFiles, type SourceText } from '../lib/source-texts.ts'

export type Source = Readonly<{
  /** Whether any file contains the text. */
  has(text: string): boolean
  /** The line without surrounding whitespace; empty if unknown. */
  line(line: number): string
  /** The name of the file, including `main.py`. */
  file(line: number): string
}>

/** Looks up lines in the program and in `others`, the files next to it, as numbered in `trace`. */
export function sourceOf(code: string, trace: Trace | null, others: readonly SourceText[]): Source {
  const files = [{ name: 'main.py', code }, ...numberedFiles(others, trace?.files ?? [])]
  const lines = files.map((file) => file.code.split('\n'))
  return {
    has: (text) => files.some((file) => file.code.includes(text)),
    line: (line) => lines[fileOf(line)]?.[(line % FILE_LINES) - 1]?.trim() ?? '',
    file: (line) => plain(files[fileOf(line)]?.name ?? ''),
  }
}

/** Replaces encoded line numbers of other files: `line 3000012` becomes `job.py:12`. */
export function withFiles(text: string, source: Source): string {
  return text.replace(OTHER_LINE, (_, digits: string) => {
    const line = Number(digits)
    return `${source.file(line)}:${line % FILE_LINES}`
  })
}

const OTHER_LINE = /\bline (\d{7,8})\b/g

const fileOf = (line: number): number => Math.floor(line / FILE_LINES)

/** In characters; a picture has no room for more. */
const NAME = 16

/** Programs can create files with any name, so only the last part is used, and only if it is plain. */
function plain(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (!/^[\w.-]+$/.test(base)) return 'other file'
  return base.length > NAME ? `${base.slice(0, NAME - 4)}….py` : base
}
