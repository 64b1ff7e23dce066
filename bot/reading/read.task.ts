/** What is asked of a text, on a worker thread. */
import { looksLikePython } from '../analysis/python/look.ts'
import type { Attachment } from '../core/request.ts'
import { type Cleaned, cleanPython } from './clean.ts'
import { besidesFences, readFences } from './fences.ts'
import { safeName } from './names.ts'
import { type Program, type Reading, readProgram, wholeProgram } from './program.ts'

export function read(text: string, attachments: readonly Attachment[]): Reading | null {
  return readProgram(text, attachments)
}

export function whole(text: string, attachments: readonly Attachment[]): Program {
  return wholeProgram(text, attachments)
}

export function repaired(text: string): Cleaned {
  return cleanPython(text)
}

export function isPython(text: string): boolean {
  return looksLikePython(text)
}

export function beside(text: string): string {
  return besidesFences(text)
}

/** Without a look at the Python: the blocks of the text, or all of it. */
export function asItStands(text: string, attachments: readonly Attachment[]): Program {
  const blocks = readFences(text).filter(
    ({ language }) => language === '' || /^i?py/.test(language),
  )
  const code = blocks.length > 0 ? blocks.map(({ body }) => body).join('\n\n') : text
  const files = attachments.map(({ name, content }) => ({ name: safeName(name), content }))
  return { code: code.replaceAll('\r\n', '\n'), files, stdin: null, args: [], notes: [] }
}
