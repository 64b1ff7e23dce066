/** What is asked of a text, on a worker thread. */
import { looksLikePython } from '../python/look.ts'
import type { Attachment } from '../request.ts'
import { type Program, type Reading, readProgram, wholeProgram } from './program.ts'

export function read(text: string, attachments: readonly Attachment[]): Reading | null {
  return readProgram(text, attachments)
}

export function whole(text: string, attachments: readonly Attachment[]): Program {
  return wholeProgram(text, attachments)
}

export function isPython(text: string): boolean {
  return looksLikePython(text)
}
