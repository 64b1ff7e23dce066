/** The Python among the files that lie beside a program. */
import type { SourceFile } from '../../../sandbox/sandbox.ts'
import type { SourceText } from './modules.ts'

/** Characters of all of them together; what comes after is not analysed. */
const MOST = 512 * 1024

export function sourcesOf(files: readonly SourceFile[]): readonly SourceText[] {
  let room = MOST
  return files.flatMap(({ name, content }) => {
    if (!name.endsWith('.py') || content.byteLength > room) return []
    room -= content.byteLength
    return [{ name, code: new TextDecoder().decode(content) }]
  })
}
