/** The schema of the files in `lessons/faq/`. Unknown keys are errors. */
import { z } from 'zod'

const FAQ_SIZES = {
  phrasings: 5,
  /** Words of an answer: two or three sentences. */
  answerWords: 90,
} as const

const text = z.string().trim().min(1, 'must not be empty')
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case')
const answer = text.refine(
  (words) => words.split(/\s+/).length <= FAQ_SIZES.answerWords,
  `may have ${FAQ_SIZES.answerWords} words`,
)
/** One phrasing on each line, so that error messages need no quotes. */
const lines = text.transform((all) => all.split('\n').map((line) => line.trim()))
/** Lesson slugs; the one that teaches it comes first. */
const lessons = z.array(id).min(1)

/** A direct answer. `asked` has phrasings as learners type them; never shown. */
const entry = z
  .strictObject({
    id,
    question: text,
    asked: lines.refine(
      ({ length }) => length >= FAQ_SIZES.phrasings,
      `needs ${FAQ_SIZES.phrasings}`,
    ),
    /** Markdown. */
    answer,
    lessons,
    code: text.optional(),
    /** The complete output of the code. */
    output: z.string().optional(),
    /** The sandbox lacks its libraries or input, so only the syntax is checked. */
    unrun: z.boolean().default(false),
  })
  .refine(({ code, output }) => code !== undefined || output === undefined, 'output without code')

/** A term of the field, explained in one sentence, with its names in other languages. */
const term = z.strictObject({
  term: text,
  /** Other English names. */
  also: z.array(text).default([]),
  means: answer,
  lessons,
  de: z.array(text).default([]),
  es: z.array(text).default([]),
  fr: z.array(text).default([]),
  pt: z.array(text).default([]),
})

/** A name from another ecosystem, and Python's equivalent. */
const foreignName = z.strictObject({
  name: text,
  also: z.array(text).default([]),
  /** Language or library. */
  from: text,
  here: answer,
  lessons,
  /** The entry whose example is shown. */
  faq: id.optional(),
})

/** Everyday words in questions, lowercase without accents, and their English meaning. */
const language = z.strictObject({
  /** Shown above an answer, which is in English. */
  note: text,
  /** Common words that identify the language. */
  signs: text,
  words: z.record(z.string(), z.string()),
})

export const entriesSchema = z.array(entry).min(1)
export const termsSchema = z.array(term).min(1)
export const foreignNamesSchema = z.array(foreignName).min(1)
export const languagesSchema = z.strictObject({
  de: language,
  es: language,
  fr: language,
  pt: language,
})

export type EntryText = z.infer<typeof entry>
export type TermText = z.infer<typeof term>
export type ForeignNameText = z.infer<typeof foreignName>
export type LanguagesText = z.infer<typeof languagesSchema>
