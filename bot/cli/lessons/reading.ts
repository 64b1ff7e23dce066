/** Finds problems in the text of a lesson without running anything. */
import { type Lesson, SIZES } from '../../../lessons/lessons.ts'

/**
 * Finds terms under `also` that no sentence of the lesson contains: search would lead people to a lesson that doesn't
 * mention them.
 */
export function untaughtTerms(lesson: Lesson): readonly string[] {
  const prose = plain(proseOf(lesson).join('\n'))
  const missing = lesson.also.split(/,\s+/).filter((term) => !prose.includes(plain(term)))
  return missing.map((term) => `also: no sentence has ${JSON.stringify(term)}`)
}

/** Finds verdicts on a lesson's buttons that neither it nor an earlier lesson has explained, in backticks. */
export function unintroducedVerdicts(
  { number, questions }: Lesson,
  lessons: readonly Lesson[],
): readonly string[] {
  const read = lessons
    .slice(0, 1 + lessons.findIndex((each) => each.number === number))
    .flatMap(({ explanation, misconception }) => [explanation, misconception])
    .join('\n')
  const shown = questions
    .filter(({ kind }) => kind === 'model')
    .flatMap((question) => ('options' in question ? question.options : []))
  const missing = [...new Set(shown.map(({ text }) => text))].filter(
    (word) => !read.includes(`\`${word}\``),
  )
  return missing.length > 0
    ? [`on buttons before a lesson explains them: ${missing.join(', ')}`]
    : []
}

/** Finds code lines too wide for a phone to show without scrolling. */
export function wideLines(lesson: Lesson): readonly string[] {
  return codeOf(lesson).flatMap(([where, code]) =>
    code
      .split('\n')
      .filter((line) => line.length > SIZES.codeColumns)
      .map((line) => `${where}: ${line.length} of ${SIZES.codeColumns} columns: ${line.trim()}`),
  )
}

function codeOf(lesson: Lesson): readonly (readonly [string, string])[] {
  const { explanation, examples, questions, exercise, tips } = lesson
  return [
    ...[...explanation.matchAll(/^```\w+\n(.*?)^```/gms)].map(
      ([, code = '']) => ['explanation', code] as const,
    ),
    ...examples.map(({ title, code }) => [`example ${title}`, code] as const),
    ...questions
      .flatMap(({ variants }) => variants)
      .flatMap((question) => [
        ...('code' in question ? [[`question ${question.id}`, question.code ?? ''] as const] : []),
        ...('lines' in question
          ? [[`question ${question.id}`, question.lines.join('\n')] as const]
          : []),
      ]),
    ...(exercise
      ? [['starter', exercise.starter] as const, ['solution', exercise.solution] as const]
      : []),
    ...tips.map(({ id, code = '' }) => [`tip ${id}`, code] as const),
  ]
}

function proseOf(lesson: Lesson): readonly string[] {
  const { title, aim, explanation, examples, misconception, questions, exercise, tips } = lesson
  return [
    title,
    aim,
    explanation,
    misconception,
    ...examples.flatMap((example) => [example.title, example.look]),
    ...questions.flatMap((question) => [
      question.question,
      question.explanation,
      ...('options' in question ? question.options.flatMap(({ text, why }) => [text, why]) : []),
      ...('wrong' in question ? question.wrong.map(({ why }) => why) : []),
    ]),
    ...(exercise ? [exercise.title, exercise.task, ...exercise.hints] : []),
    ...tips.map(({ text }) => text),
  ]
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[`*]/g, '').replace(/\s+/g, ' ')
}
