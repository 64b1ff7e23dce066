/** The Python files of a program besides `main.py`, and the order that numbers their lines. */
import type { Attachment } from '../core/request.ts'

/** A file by its path in the work folder, and what is in it. */
export type SourceText = Readonly<{ name: string; code: string }>

/** Bytes of all of them together; what comes after is not looked at. */
const MOST = 512 * 1024

/** The Python among files. */
export function sourcesOf(files: readonly Attachment[]): readonly SourceText[] {
  let room = MOST
  return files.flatMap(({ name, content }) => {
    if (!name.endsWith('.py') || content.byteLength > room) return []
    room -= content.byteLength
    return [{ name, code: new TextDecoder().decode(content) }]
  })
}

/**
 * Files in the order that numbers their lines: those that the interpreter named, as it did, and then the others.
 * A named file that the program did not come with has no text.
 */
export function numberedFiles(
  files: readonly SourceText[],
  named: readonly string[],
): readonly SourceText[] {
  const byName = new Map(files.map((file) => [file.name, file]))
  const others = files.filter(({ name }) => !named.includes(name))
  return [...named.map((name) => byName.get(name) ?? { name, code: '' }), ...others]
}
