/** The learner's files as a picture asks of them: what stands at a line, and which file that line is in. */
import { FILE_LINES, type Trace } from '../../sandbox/trace.ts'
import { numberedFiles, type SourceText } from '../lib/source-texts.ts'

export type Source = Readonly<{
  /** Whether any of the files has it. */
  has(text: string): boolean
  /** Without white space around it; empty where it is not known. */
  line(line: number): string
  /** `main.py` too. */
  file(line: number): string
}>

/** `others` lie beside the program; `trace` numbers their lines. */
export function sourceOf(code: string, trace: Trace | null, others: readonly SourceText[]): Source {
  const files = [{ name: 'main.py', code }, ...numberedFiles(others, trace?.files ?? [])]
  const lines = files.map((file) => file.code.split('\n'))
  return {
    has: (text) => files.some((file) => file.code.includes(text)),
    line: (line) => lines[fileOf(line)]?.[(line % FILE_LINES) - 1]?.trim() ?? '',
    file: (line) => plain(files[fileOf(line)]?.name ?? ''),
  }
}

/** Lines of other files in words that name `line 3000012`: `job.py:12` instead. */
export function withFiles(text: string, source: Source): string {
  return text.replace(OTHER_LINE, (_, digits: string) => {
    const line = Number(digits)
    return `${source.file(line)}:${line % FILE_LINES}`
  })
}

const OTHER_LINE = /\bline (\d{7,8})\b/g

const fileOf = (line: number): number => Math.floor(line / FILE_LINES)

/** Characters; a picture has no room for more. */
const NAME = 16

/** A program can make files of any name: the last part of it, where that is a plain one. */
function plain(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (!/^[\w.-]+$/.test(base)) return 'other file'
  return base.length > NAME ? `${base.slice(0, NAME - 4)}….py` : base
}
