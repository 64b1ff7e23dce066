/** The port of the cases: questions with what an answer to them has to say, for `overlap eval`. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type Catalogue, InvalidLessonsError, type Problem } from './lessons.ts'
import { parseYaml } from './yaml.ts'

const pattern = z.string().refine(isPattern, 'is no regular expression')

/** A key that is not here is a mistake. Patterns ignore case. */
const caseSchema = z.strictObject({
  /** What sort of question it is; a figure is printed for each. */
  kind: z.string().min(1),
  question: z.string().trim().min(1),
  /** The question before, in the same conversation. */
  after: z.string().optional(),
  /** A program that is posted with the question. */
  code: z.string().optional(),
  /** Slugs, any of which is right. */
  lessons: z.array(z.string()).min(1).optional(),
  /** What the answer has to say, for people and for a model that judges. */
  fact: z.string().optional(),
  /** Patterns that all have to be in the answer. */
  must: z.array(pattern).min(1).optional(),
  /** Patterns that may not be in the answer. */
  'must-not': z.array(pattern).min(1).optional(),
})

export type Case = z.infer<typeof caseSchema>

/** The kind of question that has to be refused. */
export const OFF_TOPIC = 'off-topic'

const FOLDER = join(import.meta.dirname, 'cases')

/**
 * Those that come with Overlap, or those of one file.
 *
 * @throws {InvalidLessonsError} A file is not valid or names a lesson that is not there.
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
