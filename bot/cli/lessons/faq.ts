/** Checks the code in the FAQ by running it. */
import type { Faq, FaqEntry } from '../../../lessons/faq.ts'
import { type Lesson, SIZES } from '../../../lessons/lessons.ts'
import type { RunResult } from '../../../sandbox/sandbox.ts'
import { differences } from '../../features/challenge/outcome.ts'
import { count } from '../../lib/text/quantities.ts'
import { brokenRules } from './rules.ts'
import type { Bench, Trial } from './trials.ts'

/** Returns a summary of the FAQ, one line per kind of entry. */
export function faqCounts({ entries, terms, foreignNames }: Faq): readonly string[] {
  const phrasings = entries.reduce((sum, { asked }) => sum + asked.length, 0)
  const examples = entries.filter(({ code }) => code !== undefined).length
  return [
    `${count(entries.length, 'FAQ answer')}: ${count(phrasings, 'phrasing')}, ${count(examples, 'example')}`,
    count(terms.length, 'glossary term'),
    count(foreignNames.length, 'foreign name'),
  ]
}

/** Returns a trial for each FAQ entry with code whose first lesson is among the given ones. */
export function faqTrials({ entries }: Faq, lessons: readonly Lesson[]): readonly Trial[] {
  const slugs = new Set(lessons.map(({ slug }) => slug))
  return entries.filter(({ lessons: [first = ''] }) => slugs.has(first)).flatMap(trialOf)
}

function trialOf(entry: FaqEntry): readonly Trial[] {
  const { id, place, code, unrun } = entry
  if (code === undefined) return []
  const problems = async (bench: Bench, alone: boolean) => {
    const found = unrun ? await parsed(code, bench) : await ran(entry, code, bench, alone)
    return [...wide(code), ...found].map((words) => `entry ${id}: ${words}`)
  }
  return [{ place, problems }]
}

async function ran({ output }: FaqEntry, code: string, { sandbox }: Bench, alone: boolean) {
  const run: RunResult = await sandbox.run({ code, alone })
  const expected = output === undefined ? {} : { output }
  return [
    ...differences(run, { status: 'ok', ...expected }),
    ...(await brokenRules(code, sandbox, alone)),
  ]
}

async function parsed(code: string, { sandbox }: Bench): Promise<readonly string[]> {
  const { status } = await sandbox.run({ code: PARSE, stdin: code })
  return status === 'ok' ? [] : ['its code is no Python']
}

const PARSE = 'import ast, sys\nast.parse(sys.stdin.read())'

function wide(code: string): readonly string[] {
  return code
    .split('\n')
    .filter((line) => line.length > SIZES.codeColumns)
    .map((line) => `${line.length} of ${SIZES.codeColumns} columns: ${line.trim()}`)
}
