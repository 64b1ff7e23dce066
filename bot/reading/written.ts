/** A program back into a message: a button carries it so, as attached files do not come with a press. */
import { LIMITS } from '../../sandbox/limits.ts'
import type { SourceFile } from '../../sandbox/sandbox.ts'
import type { NamedProgram, Program } from './program.ts'

/**
 * Text that reads as the same program, each file a block of its own. What lies in a text file keeps its lines,
 * and ends with a line break.
 *
 * @returns null where there is no such text: a file holds no text or has no name for a block, or all of it is too long.
 */
export function asMessage({ code, files }: Pick<Program, 'code' | 'files'>): string | null {
  const beside = blocksOf(files)
  if (beside === null) return null
  return withinLimit([block('python', 'main.py', code), ...beside].join('\n'))
}

/** The same for several programs, whose blocks can be read either way; `files` lie beside each of them. */
export function asMessages(programs: readonly NamedProgram[]): string | null {
  const [first] = programs
  if (!first) return null
  const beside = blocksOf(first.program.files)
  if (beside === null) return null
  const blocks = programs.map(({ file, program }) => block('python', file ?? '', program.code))
  return withinLimit([...blocks, ...beside].join('\n'))
}

/** As `fences.ts` reads it from the line that opens a block. */
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

/** Fenced by more backticks than any of its lines ends with. */
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
