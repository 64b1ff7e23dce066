/** Questions that vary each time they are asked: `$name` in a text is replaced by a value from `vary`. */
import { type QuestionText, questionSchema } from './schema.ts'

/** Returns the question once for each row of `vary`, or as it is without rows; otherwise the problem. */
export function variantsOf(
  question: QuestionText,
): Readonly<{ variants: readonly QuestionText[]; problems: readonly string[] }> {
  const { vary, ...text } = question
  if (!vary) return { variants: [question], problems: [] }
  const read = vary.map((values) => questionSchema.safeParse(filled(text, values)))
  const invalid = read.flatMap(({ error }) => error?.issues ?? [])
  const variants = read.flatMap(({ data }) => data ?? [])
  const different = new Set(variants.map((each) => JSON.stringify(each)))
  const problems = [
    ...invalid.map(({ path, message }) => `vary: ${path.join('.')}: ${message}`),
    ...(different.size < variants.length ? ['vary: two variants are the same'] : []),
    ...(vary.some((values) => keysOf(values) !== keysOf(vary[0]))
      ? ['vary: each row needs the same names']
      : []),
  ]
  return { variants, problems }
}

/** Longer names first, so that `$total` is not read as `$to`. */
function filled(value: unknown, values: Readonly<Record<string, string | number>>): unknown {
  if (typeof value === 'string') {
    const names = Object.keys(values).toSorted((a, b) => b.length - a.length)
    return names.reduce((text, name) => text.replaceAll(`$${name}`, () => `${values[name]}`), value)
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, values)]))
}

function keysOf(values: Readonly<Record<string, unknown>> = {}): string {
  return Object.keys(values).sort().join()
}
