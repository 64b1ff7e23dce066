/** Reading functions that run on a worker thread. */
import { looksLikePython } from '../analysis/python/look.ts'
import type { Attachment } from '../core/request.ts'
import { type Cleaned, cleanPython } from './clean.ts'
import { besidesFences, readFences } from './fences.ts'
import { safeName } from './names.ts'
import { type Program, type Reading, readProgram, wholeProgram } from './program.ts'

/**
 * Reads the program from a message, as `readProgram` does.
 *
 * @throws {UserError} when it exceeds a limit.
 */
export function read(text: string, attachments: readonly Attachment[]): Reading | null {
  return readProgram(text, attachments)
}

/**
 * Takes the entire text as the program, as `wholeProgram` does.
 *
 * @throws {UserError} when it exceeds a limit.
 */
export function whole(text: string, attachments: readonly Attachment[]): Program {
  return wholeProgram(text, attachments)
}

/** Repairs pasted Python, as `cleanPython` does. */
export function repaired(text: string): Cleaned {
  return cleanPython(text)
}

/** Tells whether text without a fence looks like Python. */
export function isPython(text: string): boolean {
  return looksLikePython(text)
}

/** Returns the text outside the fenced blocks, as `besidesFences` does. */
export function beside(text: string): string {
  return besidesFences(text)
}

/** Takes the fenced blocks, or else the whole text, as the program without parsing any Python. */
export function asItStands(text: string, attachments: readonly Attachment[]): Program {
  const blocks = readFences(text).filter(
    ({ language }) => language === '' || /^i?py/.test(language),
  )
  const code = blocks.length > 0 ? blocks.map(({ body }) => body).join('\n\n') : text
  const files = attachments.map(({ name, content }) => ({ name: safeName(name), content }))
  return { code: code.replaceAll('\r\n', '\n'), files, stdin: null, args: [], notes: [] }
}
