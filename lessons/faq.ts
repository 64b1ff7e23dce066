/** The port of the FAQ: direct answers, the glossary, names from other ecosystems, and words of other languages. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import {
  type EntryText,
  entriesSchema,
  type ForeignNameText,
  foreignNamesSchema,
  type LanguagesText,
  languagesSchema,
  type TermText,
  termsSchema,
} from './faq-schema.ts'
import { type Catalogue, InvalidLessonsError, type Place, type Problem } from './lessons.ts'
import { parseYaml } from './yaml.ts'

export type FaqEntry = EntryText & Readonly<{ place: Place }>
export type Term = TermText & Readonly<{ place: Place }>
export type ForeignName = ForeignNameText & Readonly<{ place: Place }>
export type LanguageCode = keyof LanguagesText
export type Languages = LanguagesText

export type Faq = Readonly<{
  entries: readonly FaqEntry[]
  terms: readonly Term[]
  foreignNames: readonly ForeignName[]
  languages: Languages
}>

const FOLDER = join(import.meta.dirname, 'faq')
const TERMS = 'glossary.yaml'
const FOREIGN_NAMES = 'foreign-names.yaml'
const LANGUAGES = 'languages.yaml'

/**
 * Loads the FAQ, file by file, so that the event loop is never blocked for long.
 *
 * @throws {InvalidLessonsError} A file is invalid or names a lesson that doesn't exist.
 */
export async function loadFaq({ lessons }: Catalogue, folder: string = FOLDER): Promise<Faq> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  const problems: Problem[] = []
  const read = async <Schema extends z.ZodType>(file: string, schema: Schema) => {
    await setImmediate()
    const text = await readFile(join(folder, file), 'utf8')
    const parsed = parseYaml(text, schema, { file: `faq/${file}`, line: 1 })
    problems.push(...parsed.problems)
    return parsed
  }
  const list = async <Item extends object>(file: string, schema: z.ZodType<Item[]>) => {
    const { value, placeOf } = await read(file, schema)
    return (value ?? []).map((item, at) => ({ ...item, place: placeOf([at]) }))
  }
  const entries: FaqEntry[] = []
  for (const file of files) {
    if (![TERMS, FOREIGN_NAMES, LANGUAGES].includes(file)) {
      entries.push(...(await list(file, entriesSchema)))
    }
  }
  const terms = await list(TERMS, termsSchema)
  const foreignNames = await list(FOREIGN_NAMES, foreignNamesSchema)
  const languages = await read(LANGUAGES, languagesSchema)
  const known = new Set(lessons.map(({ slug }) => slug))
  problems.push(
    ...[...entries, ...terms, ...foreignNames].flatMap(({ lessons, place }) =>
      lessons
        .filter((slug) => !known.has(slug))
        .map((slug) => ({ place, message: `there is no lesson ${slug}` })),
    ),
    ...repeated(entries),
    ...missing(entries, foreignNames),
  )
  if (problems.length > 0 || !languages.value) throw new InvalidLessonsError(problems)
  return { entries, terms, foreignNames, languages: languages.value }
}

/** Ids and phrasings must be unique: otherwise chance would decide between two answers. */
function repeated(entries: readonly FaqEntry[]): readonly Problem[] {
  const taken = new Map<string, FaqEntry>()
  return entries.flatMap((entry) => {
    const words = [entry.id, entry.question, ...entry.asked].map((text) => text.toLowerCase())
    const problems = [...new Set(words)].flatMap((text) => {
      const other = taken.get(text)
      return other
        ? [{ place: entry.place, message: `${JSON.stringify(text)} is also in ${other.id}` }]
        : []
    })
    for (const text of words) taken.set(text, entry)
    return problems
  })
}

function missing(
  entries: readonly FaqEntry[],
  foreignNames: readonly ForeignName[],
): readonly Problem[] {
  const ids = new Set(entries.map(({ id }) => id))
  return foreignNames
    .filter(({ faq }) => faq !== undefined && !ids.has(faq))
    .map(({ faq, place }) => ({ place, message: `there is no entry ${faq}` }))
}
