/** The port of the cases: questions with what their answers must contain, for `overlap eval`. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Catalogue, InvalidLessonsError, type Problem } from './lessons.ts'
import { parseYaml } from './yaml.ts'

const pattern = z.string().refine(isPattern, 'is no regular expression')

/** Unknown keys are errors. Patterns ignore case. */
const caseSchema = z.strictObject({
  /** The category of the question; results are also printed for each category. */
  kind: z.string().min(1),
  question: z.string().trim().min(1),
  /** The previous question in the same conversation. */
  after: z.string().optional(),
  /** A program posted with the question. */
  code: z.string().optional(),
  /** Lesson slugs, any of which is correct. */
  lessons: z.array(z.string()).min(1).optional(),
  /** What the answer must say, for people and for a model that grades it. */
  fact: z.string().optional(),
  /** Patterns that must all occur in the answer. */
  must: z.array(pattern).min(1).optional(),
  /** Patterns that must not occur in the answer. */
  'must-not': z.array(pattern).min(1).optional(),
})

export type Case = z.infer<typeof caseSchema>

/** A question that must be refused. */
export const OFF_TOPIC = 'off-topic'

const FOLDER = join(import.meta.dirname, 'cases')

/**
 * Loads the cases that come with Overlap, or those in one file.
 *
 * @throws {InvalidLessonsError} A file is invalid or names a lesson that doesn't exist.
 */
export async function loadCases(catalogue: Catalogue, file?: string): Promise<readonly Case[]> {
  const files = file === undefined ? await shipped() : [file]
  const slugs = new Set(catalogue.lessons.map(({ slug }) => slug))
  const cases: Case[] = []
  const problems: Problem[] = []
  for (const path of files) {
    const from = { file: `cases/${basename(path)}`, line: 1 }
    const parsed = parseYaml(await readFile(path, 'utf8'), z.array(caseSchema).min(1), from)
    problems.push(...parsed.problems)
    for (const [at, each] of (parsed.value ?? []).entries()) {
      const unknown = each.lessons?.find((slug) => !slugs.has(slug))
      if (unknown === undefined) cases.push(each)
      else problems.push({ place: parsed.placeOf([at]), message: `there is no lesson ${unknown}` })
    }
  }
  if (problems.length > 0) throw new InvalidLessonsError(problems)
  return cases
}

async function shipped(): Promise<readonly string[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.yaml')).sort()
  return names.map((name) => join(FOLDER, name))
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'i')
    return true
  } catch {
    return false
  }
}
