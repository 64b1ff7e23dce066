/** Turns a message and its attachments into a program. */
import { LIMITS } from '../../sandbox/limits.ts'
import type { SourceFile } from '../../sandbox/sandbox.ts'
import { brokenAt, looksLikePython } from '../analysis/python/look.ts'
import { UserError } from '../core/errors.ts'
import type { Attachment } from '../core/request.ts'
import { size } from '../lib/text/quantities.ts'
import { readArguments } from './arguments.ts'
import { cleanPython, PROMPTS_REMOVED } from './clean.ts'
import { areIndependent } from './dependence.ts'
import { argumentsBeside, type Fence, readFences } from './fences.ts'
import { safeName } from './names.ts'

export type Program = Readonly<{
  /** What runs as `main.py`. */
  code: string
  /** Files next to it. */
  files: readonly SourceFile[]
  /** From a block marked `stdin`. */
  stdin: string | null
  /** From an `args: …` line outside the blocks. */
  args: readonly string[]
  /** What was changed or chosen, one sentence each. */
  notes: readonly string[]
}>

/**
 * How the program was given: `marked` by a fence or as a file, so it may run immediately; or as `plain` text that
 * only looks like Python, in which case running it is only offered.
 */
export type Reading = Readonly<{
  program: Program
  how: 'marked' | 'plain'
  /** The alternative for several blocks or files: each as a program of its own; null if there is only one. */
  separate: Separate | null
}>

/** `likely`: no program needs another one, and each does something. */
export type Separate = Readonly<{ programs: readonly NamedProgram[]; likely: boolean }>

/** `file` is the name its author gave it, if any. */
export type NamedProgram = Readonly<{ file: string | null; program: Program }>

/**
 * Reads the program from a message and its attachments; null if there is none. The rules, in order:
 * - Fenced Python blocks are joined. A block with a file name (```` ```python name.py ````, the name alone on the
 *   line before, or `# name.py` as its first line) is a separate file. Of several files, `main.py` runs, or else the
 *   last one that no other file imports.
 * - A block in another language counts only if it has a file name; a block marked `stdin` is the input.
 * - An `args: …` line outside the blocks holds the command-line arguments.
 * - Attachments are placed next to the program; if there is no block, the attached Python runs.
 * - With neither, the whole text is the program if it looks like Python.
 *
 * @throws {UserError} when the message, its files or its arguments exceed their limits in bytes.
 */
export function readProgram(text: string, attachments: readonly Attachment[] = []): Reading | null {
  if (text.length > LIMITS.codeBytes) throw tooLong(text.length)
  const attached = attachments.map(({ name, content }) => ({ name: safeName(name), content }))
  // Fences inside text that is valid Python as a whole belong to its strings.
  const fences = brokenAt(text) === null && looksLikePython(text) ? [] : readFences(text)
  const blocks = fences.filter((fence) => isPython(fence, fences.length === 1)).map(named)
  if (blocks.length === 0 && attached.some(({ name }) => name.endsWith('.py'))) {
    return marked([], attached, fences, argsIn(text))
  }
  if (blocks.length > 0) return marked(blocks, attached, fences, argsIn(text))
  const { code, notes } = cleanPython(text)
  if (!looksLikePython(code) && !notes.includes(PROMPTS_REMOVED)) return null
  const program = checked({ code, files: attached, stdin: null, args: [], notes })
  return { how: 'plain', program, separate: null }
}

function marked(
  blocks: readonly Block[],
  attached: readonly SourceFile[],
  fences: readonly Fence[],
  args: readonly string[],
): Reading {
  const program = { ...assemble(blocks, attached, fences), args }
  return { how: 'marked', program, separate: separated(blocks, attached, program) }
}

/** Every unnamed block is a program of its own; if there are none, every Python file that no other file imports is. */
function separated(
  blocks: readonly Block[],
  attached: readonly SourceFile[],
  { stdin, args, ...joined }: Program,
): Separate | null {
  const unnamed = blocks.filter(({ name }) => name === null)
  const all = [...attached, ...namedFiles(blocks)]
  const roots = unnamed.length > 0 ? [] : rootsOf(all)
  const starts = [
    ...unnamed.map(({ code, notes }) => ({ file: null, code, notes })),
    ...roots.map(({ name, content }) => ({
      file: name,
      ...cleanPython(new TextDecoder().decode(content)),
    })),
  ]
  if (starts.length < 2) return null
  const names = new Set(roots.map(({ name }) => name))
  const files = joined.files.filter(({ name }) => !names.has(name))
  const programs = starts.map(({ file, code, notes }) => ({
    file,
    program: { code, files, stdin, args, notes },
  }))
  return { programs, likely: areIndependent(starts.map(({ code }) => code)) }
}

/**
 * Takes the entire text as the program, whether or not it looks like Python.
 *
 * @throws {UserError} when the program or its files exceed their limits in bytes.
 */
export function wholeProgram(text: string, attachments: readonly Attachment[] = []): Program {
  const { code, notes } = cleanPython(text)
  const files = attachments.map(({ name, content }) => ({ name: safeName(name), content }))
  return checked({ code, files, stdin: null, args: [], notes })
}

function argsIn(text: string): readonly string[] {
  return readArguments(argumentsBeside(text) ?? '')
}

type Block = Readonly<{ name: string | null; code: string; notes: readonly string[] }>

const PYTHON = new Set(['python', 'python3', 'py', 'py3', 'pycon', 'python-repl', 'ipython', 'pyi'])

/**
 * A block without a language counts as Python if it looks like Python, or if it is the only block and not a
 * traceback.
 */
function isPython({ language, body }: Fence, alone: boolean): boolean {
  if (language !== '') return PYTHON.has(language)
  return looksLikePython(cleanPython(body).code) || (alone && !body.startsWith('Traceback'))
}

/** Matches `# name.py`, or what remains of a notebook's `%%writefile name.py`. */
const NAMED = /^#\s*(?:%%(?:write)?file\s+)?([\w-]+\.py)\s*$/

function named({ name, body }: Fence): Block {
  const { code, notes } = cleanPython(body)
  const first = NAMED.exec(code.split('\n', 1)[0] ?? '')
  return { name: name ?? first?.[1] ?? null, code, notes }
}

function assemble(
  blocks: readonly Block[],
  attached: readonly SourceFile[],
  fences: readonly Fence[],
): Program {
  const joined = blocks.filter(({ name }) => name === null).map(({ code }) => code)
  const files = [...attached, ...namedFiles(blocks), ...namedFences(fences)]
  const main = joined.length > 0 ? null : mainOf(files)
  const run = main ? cleanPython(new TextDecoder().decode(main.content)) : null
  const notes = [...new Set([...blocks, ...(run ? [run] : [])].flatMap((each) => each.notes))]
  if (main && files.length > 1)
    notes.push(`Running \`${main.name}\`; your other files are next to it.`)
  return checked({
    code: run?.code ?? joined.join('\n\n'),
    files: files.filter((file) => file.name !== 'main.py'),
    args: [],
    stdin: fences.find(({ language }) => language === 'stdin')?.body ?? null,
    notes,
  })
}

function namedFiles(blocks: readonly Block[]): SourceFile[] {
  return blocks.flatMap(({ name, code }) => (name === null ? [] : [textFile(name, code)]))
}

/** Files in other languages, such as ```` ```json config.json ````. */
function namedFences(fences: readonly Fence[]): SourceFile[] {
  return fences
    .filter((fence) => !isPython(fence, false))
    .flatMap(({ name, body }) => (name === null ? [] : [textFile(name, `${body}\n`)]))
}

function textFile(name: string, text: string): SourceFile {
  return { name: safeName(name), content: new TextEncoder().encode(text) }
}

/** The last file that can be the main one; if all import each other, the last Python file. */
function mainOf(files: readonly SourceFile[]): SourceFile | null {
  return rootsOf(files).at(-1) ?? files.findLast(({ name }) => name.endsWith('.py')) ?? null
}

/** Only `main.py` if it exists, otherwise the Python files that no other file imports. */
function rootsOf(files: readonly SourceFile[]): readonly SourceFile[] {
  const python = files.filter(({ name }) => name.endsWith('.py'))
  const sources = python.map(({ content }) => new TextDecoder().decode(content)).join('\n')
  const imported = (name: string) =>
    new RegExp(`^[ \\t]*(?:from|import)\\s+${name.replace(/\W.*/, '')}\\b`, 'm').test(sources)
  const main = python.find(({ name }) => name === 'main.py')
  return main ? [main] : python.filter(({ name }) => !imported(name))
}

function checked(program: Program): Program {
  const bytes = Buffer.byteLength(program.code)
  if (bytes > LIMITS.codeBytes) throw tooLong(bytes)
  return checkedSize(program)
}

/**
 * Returns the program unchanged if its files fit into the working directory of a run.
 *
 * @throws {UserError} when the files exceed `LIMITS.workBytes` bytes in total.
 */
export function checkedSize(program: Program): Program {
  const all = program.files.reduce((sum, { content }) => sum + content.byteLength, 0)
  if (all > LIMITS.workBytes) {
    throw new UserError(
      `The files are too big: ${size(all)} in total; the limit is ${size(LIMITS.workBytes)}.`,
    )
  }
  return program
}

function tooLong(bytes: number): UserError {
  return new UserError(
    `This is too long to run: ${size(bytes)}; the limit is ${size(LIMITS.codeBytes)}.`,
  )
}
