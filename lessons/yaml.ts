/** Parses YAML against a schema; every problem has its line. */
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** A position in the lesson files: the path from the lessons folder, and the line from 1. */
export type Place = Readonly<{ file: string; line: number }>
export type Problem = Readonly<{ place: Place; message: string }>

export type Parsed<Value> = Readonly<{
  /** Null when there are problems. */
  value: Value | null
  problems: readonly Problem[]
  /** Returns the position of the value at a path. */
  placeOf(path: readonly PropertyKey[]): Place
}>

/** Parses a YAML text. `from` is its position in the file, as YAML is also embedded in other files. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  from: Place,
): Parsed<z.infer<Schema>> {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter })
  const placeAt = (offset: number): Place => ({
    file: from.file,
    line: from.line - 1 + Math.max(1, lineCounter.linePos(offset).line),
  })
  const placeOf = (path: readonly PropertyKey[]): Place => {
    for (let length = path.length; length > 0; length--) {
      const offset = offsetOf(document, path.slice(0, length))
      if (offset !== null) return placeAt(offset)
    }
    return from
  }
  const broken = document.errors.map(({ pos, message }) => ({
    place: placeAt(pos[0]),
    message: message.split(/ at line |\n/)[0] ?? message,
  }))
  if (broken.length > 0) return { value: null, problems: broken, placeOf }
  const checked = schema.safeParse(document.toJS())
  if (checked.success) return { value: checked.data, problems: [], placeOf }
  const problems = checked.error.issues.map(({ path, message }) => ({
    place: placeOf(path),
    message: path.length > 0 ? `${path.join('.')}: ${message}` : message,
  }))
  return { value: null, problems, placeOf }
}

/** The line of a value's key, as a block of text begins one line later. Null when there is no such value. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
): number | null {
  const node = document.getIn(path, true) as { range?: readonly number[] } | undefined
  if (!node?.range) return null
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  const key = path.at(-1)
  const pair = isMap(parent)
    ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
    : null
  const start = isScalar(pair?.key) ? pair.key.range : node.range
  return start?.[0] ?? null
}
