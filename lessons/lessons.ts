/** The lessons port: the only file in `lessons/` that the core imports. To add a lesson, add a folder. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { type Example, type LessonText, parseLesson } from './markdown.ts'
import {
  type ChallengeText,
  challengeSchema,
  type QuestionText,
  questionsSchema,
  type TipText,
  tipsSchema,
} from './schema.ts'
import { variantsOf } from './variants.ts'
import { type Place, type Problem, parseYaml } from './yaml.ts'

export type { Check, Condition } from './schema.ts'
export { PARTS, SIZES } from './schema.ts'
export type { Example, Place, Problem }
/** The first variant. `variants` has all of them; a question that doesn't vary has one. */
export type Question = QuestionText &
  Readonly<{ lesson: number; place: Place; variants: readonly QuestionText[] }>
export type Tip = TipText & Readonly<{ lesson: number; place: Place }>
export type Challenge = ChallengeText & Readonly<{ lesson: number; place: Place }>
export type Lesson = LessonText['head'] &
  Readonly<{
    /** The folder's name without its number. */
    slug: string
    /** Markdown, at most 250 words; so is the misconception. */
    explanation: string
    examples: readonly Example[]
    misconception: string
    questions: readonly Question[]
    exercise: Challenge | null
    tips: readonly Tip[]
  }>

/** Lessons in reading order. A number never changes: old messages and people refer to it. */
export type Catalogue = Readonly<{ lessons: readonly Lesson[] }>

/** The files are invalid; the message has one line for each problem, with file and line. */
export class InvalidLessonsError extends Error {
  override name = 'InvalidLessonsError'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ place, message }) => `${place.file}:${place.line} ${message}`).join('\n'))
    this.problems = problems
  }
}

/**
 * Loads and validates all lessons.
 *
 * @throws {InvalidLessonsError} A file is invalid.
 */
export async function loadLessons(folder: string = import.meta.dirname): Promise<Catalogue> {
  const names = (await readdir(folder)).filter((name) => FOLDER.test(name)).sort()
  const read = await Promise.all(names.map((name) => readLesson(folder, name)))
  const lessons = read.flatMap(({ lesson }) => lesson ?? [])
  const problems = [
    ...read.flatMap(({ problems }) => problems),
    ...twins(lessons),
    ...lost(lessons),
  ]
  if (problems.length > 0) throw new InvalidLessonsError(problems)
  return { lessons: inReadingOrder(lessons) }
}

/** Sorts by number, except that a lesson with `after` follows the one it names. */
function inReadingOrder(lessons: readonly Lesson[]): readonly Lesson[] {
  const byNumber = lessons.toSorted((a, b) => a.number - b.number)
  const order = byNumber.filter(({ after }) => after === undefined)
  for (const lesson of byNumber.filter(({ after }) => after !== undefined)) {
    order.splice(1 + order.findIndex(({ slug }) => slug === lesson.after), 0, lesson)
  }
  return order
}

const FOLDER = /^(\d{2})-(.+)$/

type ReadFolder = Readonly<{ lesson: Lesson | null; problems: readonly Problem[] }>

async function readLesson(folder: string, name: string): Promise<ReadFolder> {
  const [text, ...yaml] = await Promise.all(
    ['lesson.md', 'questions.yaml', 'challenge.yaml', 'tips.yaml'].map((file) =>
      readIfThere(join(folder, name, file)),
    ),
  )
  const [questionsText = null, challengeText = null, tipsText = null] = yaml
  const { value, problems } = parseLesson(text ?? '', `${name}/lesson.md`)
  const number = Number.parseInt(name, 10)
  const questions = placed(questionsText ?? '', questionsSchema, `${name}/questions.yaml`)
  const varied = questions.value.map(withVariants)
  const tips = placed(tipsText ?? '', tipsSchema, `${name}/tips.yaml`)
  const start = { file: `${name}/challenge.yaml`, line: 1 }
  const exercise =
    challengeText === null
      ? { value: null, problems: [] }
      : parseYaml(challengeText, challengeSchema, start)
  const all = [
    ...problems,
    ...questions.problems,
    ...varied.flatMap(({ problems }) => problems),
    ...tips.problems,
    ...exercise.problems,
  ]
  const said = { file: `${name}/lesson.md`, line: 1 }
  if (value && value.head.number !== number) {
    all.push({ place: said, message: `number ${value.head.number} is not that of the folder` })
  }
  if (value && value.head.challenge !== (challengeText !== null)) {
    all.push({
      place: said,
      message: 'challenge must be true where challenge.yaml is, and false elsewhere',
    })
  }
  if (!value || all.length > 0) return { lesson: null, problems: all }
  const { head, ...body } = value
  const lesson = {
    ...head,
    ...body,
    slug: name.replace(FOLDER, '$2'),
    questions: varied.map(({ question }) => ({ ...question, lesson: number })),
    exercise: exercise.value && { ...exercise.value, lesson: number, place: start },
    tips: tips.value.map((tip) => ({ ...tip, lesson: number })),
  }
  return { lesson, problems: [] }
}

/** A list whose items know their place in the file. */
function placed<Item extends object>(text: string, schema: z.ZodType<Item[]>, file: string) {
  const { value, problems, placeOf } = parseYaml(text, schema, { file, line: 1 })
  return { value: (value ?? []).map((item, at) => ({ ...item, place: placeOf([at]) })), problems }
}

/** Reports lessons whose `after` names a missing or later lesson. */
function lost(lessons: readonly Lesson[]): readonly Problem[] {
  return lessons.flatMap(({ number, slug, after }) => {
    const before = lessons.find((each) => each.slug === after)
    if (after === undefined || (before && before.number < number)) return []
    const file = `${String(number).padStart(2, '0')}-${slug}/lesson.md`
    return [{ place: { file, line: 1 }, message: `after: no earlier lesson is called ${after}` }]
  })
}

function withVariants({ place, ...question }: QuestionText & Readonly<{ place: Place }>) {
  const { variants, problems } = variantsOf(question)
  const [first = question] = variants
  return {
    question: { ...first, place, variants },
    problems: problems.map((message) => ({ place, message: `${question.id}: ${message}` })),
  }
}

/** Ids must be unique among all questions and among all tips, because answers and posts refer to them. */
function twins(lessons: readonly Lesson[]): readonly Problem[] {
  return [
    lessons.flatMap(({ questions }) => questions),
    lessons.flatMap(({ tips }) => tips),
  ].flatMap((items: readonly Readonly<{ id: string; place: Place }>[]) => {
    const first = new Map(items.toReversed().map((item) => [item.id, item]))
    return items
      .filter((item) => first.get(item.id) !== item)
      .map(({ id, place }) => ({ place, message: `id ${id} is taken` }))
  })
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}
