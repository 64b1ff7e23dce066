/** A program's Python files besides `main.py`, and the order in which their lines are numbered. */
import type { Attachment } from '../core/request.ts'

/** A file's path in the work folder and its text. */
export type SourceText = Readonly<{ name: string; code: string }>

/** Total bytes of all files; a file that would exceed it is left out. */
const MOST = 512 * 1024

/** Decodes the Python files among attachments, up to 512 KiB together. */
export function sourcesOf(files: readonly Attachment[]): readonly SourceText[] {
  let room = MOST
  return files.flatMap(({ name, content }) => {
    if (!name.endsWith('.py') || content.byteLength > room) return []
    room -= content.byteLength
    return [{ name, code: new TextDecoder().decode(content) }]
  })
}

/**
 * Sorts files into the order in which their lines are numbered: first those in `named`, in that order, then the others.
 * A file in `named` that isn't among `files` gets empty text.
 */
export function numberedFiles(
  files: readonly SourceText[],
  named: readonly string[],
): readonly SourceText[] {
  const byName = new Map(files.map((file) => [file.name, file]))
  const others = files.filter(({ name }) => !named.includes(name))
  return [...named.map((name) => byName.get(name) ?? { name, code: '' }), ...others]
}
