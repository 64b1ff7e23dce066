/** Parses `lesson.md`: front matter, explanation, examples with their expected results, and the misconception. */
import { type Expectation, expectSchema, type Head, headSchema, SIZES } from './schema.ts'
import { type Parsed, type Place, type Problem, parseYaml } from './yaml.ts'

export type Example = Readonly<{
  title: string
  /** What to look for in the output, timeline or verdict. */
  look: string
  code: string
  expected: Expectation
  place: Place
}>

export type LessonText = Readonly<{
  head: Head
  /** Markdown, as is the misconception. */
  explanation: string
  examples: readonly Example[]
  misconception: string
}>

export type ReadLesson = Readonly<{ value: LessonText | null; problems: readonly Problem[] }>

/** Parses a `lesson.md`. Mistakes are returned as problems with their file and line, not thrown. */
export function parseLesson(text: string, file: string): ReadLesson {
  const parts = /^---\n(.*?)^---\n(.*)$/ms.exec(text)
  if (!parts) return failed({ file, line: 1 }, 'must begin with front matter between two lines ---')
  const [, front = '', body = ''] = parts
  const head = parseYaml(front, headSchema, { file, line: 2 })
  const [opening, ...sections] = split(body, { file, line: front.split('\n').length + 2 })
  const examples = sections.filter(({ title }) => title.startsWith(EXAMPLE)).map(parseExample)
  const misconceptions = sections.filter(({ title }) => title === MISCONCEPTION)
  const problems = [
    ...head.problems,
    ...examples.flatMap(({ problems }) => problems),
    ...explanationProblems(opening),
    ...sections.filter(({ title }) => !isKnown(title)).map(unknownSection),
    ...inLesson(file, examples.length === 0, 'needs an example'),
    ...inLesson(file, examples.length > SIZES.examples, `may have ${SIZES.examples} examples`),
    ...inLesson(file, misconceptions.length !== 1, `needs one section: ## ${MISCONCEPTION}`),
  ]
  if (problems.length > 0 || !head.value) return { value: null, problems }
  return {
    value: {
      head: head.value,
      explanation: opening?.body.trim() ?? '',
      examples: examples.flatMap(({ value }) => value ?? []),
      misconception: misconceptions[0]?.body.trim() ?? '',
    },
    problems,
  }
}

const EXAMPLE = 'Example: '
const MISCONCEPTION = 'Misconception'

type Section = Readonly<{ title: string; body: string; place: Place }>

/** Splits at `## ` headings outside code fences. The first section has no title. */
function split(body: string, from: Place): Section[] {
  const sections = [{ title: '', body: '', place: from }]
  let fenced = false
  for (const [index, line] of body.split('\n').entries()) {
    if (line.startsWith('```')) fenced = !fenced
    const place = { ...from, line: from.line + index }
    if (!fenced && line.startsWith('## ')) {
      sections.push({ title: line.slice(3).trim(), body: '', place })
      continue
    }
    const section = sections.at(-1)
    if (section) section.body += `${line}\n`
  }
  return sections
}

const EXAMPLE_BODY =
  /^\s*Look at: (?<look>[^\n]+)\n\s*```python\n(?<code>.*?\n)```\s*```expect\n(?<expected>.*?)```\s*$/s

function parseExample({ title, body, place }: Section) {
  const { look, code, expected } = EXAMPLE_BODY.exec(body)?.groups ?? {}
  if (look === undefined || code === undefined || expected === undefined) {
    return failed(place, 'an example is a line "Look at: …", a python block and an expect block')
  }
  const before = body.slice(0, body.indexOf('```expect\n')).split('\n').length
  const from = { ...place, line: place.line + before + 1 }
  const parsed: Parsed<Expectation> = parseYaml(expected, expectSchema, from)
  const name = title.slice(EXAMPLE.length)
  const value = parsed.value && { title: name, look, code, expected: parsed.value, place }
  return { value, problems: parsed.problems }
}

function explanationProblems(opening: Section | undefined): readonly Problem[] {
  const { body = '', place = { file: '', line: 1 } } = opening ?? {}
  const words = body.split(/\s+/).filter(Boolean).length
  if (words > 0 && words <= SIZES.explanationWords) return []
  return [{ place, message: `the explanation has ${words} of ${SIZES.explanationWords} words` }]
}

function isKnown(title: string): boolean {
  return title.startsWith(EXAMPLE) || title === MISCONCEPTION
}

function unknownSection({ title, place }: Section): Problem {
  return { place, message: `no section is called ${title}` }
}

function inLesson(file: string, wrong: boolean, message: string): readonly Problem[] {
  return wrong ? [{ place: { file, line: 1 }, message }] : []
}

function failed(place: Place, message: string) {
  return { value: null, problems: [{ place, message }] }
}
