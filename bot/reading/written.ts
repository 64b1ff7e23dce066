/**
 * Writes a program back into a message, so that a button can carry it: attached files aren't sent along with a button
 * press.
 */
import { LIMITS } from '../../sandbox/limits.ts'
import type { SourceFile } from '../../sandbox/sandbox.ts'
import type { NamedProgram, Program } from './program.ts'

/**
 * Writes a program as text that reads back as the same program, one block per file. Text files keep their lines and
 * end with a line break.
 *
 * @returns null if that is impossible: a file isn't text, its name doesn't fit in a block's info string, or the
 *   result is too long.
 */
export function asMessage({ code, files }: Pick<Program, 'code' | 'files'>): string | null {
  const beside = blocksOf(files)
  if (beside === null) return null
  return withinLimit([block('python', 'main.py', code), ...beside].join('\n'))
}

/**
 * Does the same for several programs. The blocks can be read as one program or as several; the first program's
 * `files` are shared by all.
 *
 * @returns null for no programs, or where `asMessage` would return null.
 */
export function asMessages(programs: readonly NamedProgram[]): string | null {
  const [first] = programs
  if (!first) return null
  const beside = blocksOf(first.program.files)
  if (beside === null) return null
  const blocks = programs.map(({ file, program }) => block('python', file ?? '', program.code))
  return withinLimit([...blocks, ...beside].join('\n'))
}

/** The file names that `fences.ts` recognises in an info string. */
const NAME = /^[\w./-]+\.\w{1,5}$/

function blocksOf(files: readonly SourceFile[]): readonly string[] | null {
  const blocks: string[] = []
  for (const file of files) {
    const text = textOf(file)
    if (text === null || !NAME.test(file.name)) return null
    const isPython = file.name.endsWith('.py')
    blocks.push(block(isPython ? 'python' : 'text', file.name, isPython ? text : withoutEnd(text)))
  }
  return blocks
}

function withinLimit(message: string): string | null {
  return message.length <= LIMITS.codeBytes ? message : null
}

/** Uses a fence longer than any run of backticks in the text. */
function block(language: string, name: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${[language, name].filter(Boolean).join(' ')}\n${text}\n${fence}`
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function textOf({ content }: SourceFile): string | null {
  if (content.byteLength > LIMITS.codeBytes) return null
  try {
    const text = UTF8.decode(content)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

function withoutEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text
}
