/** Converts what a model wrote to blocks; its Python is run in the jail and labelled with the outcome. */
import type { Lesson } from '../../../lessons/lessons.ts'
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Block } from '../../core/message.ts'
import { duration } from '../../lib/text/quantities.ts'
import { UNTRUSTED } from '../../lib/text/untrusted-limits.ts'
import { oneLine, visible } from '../../lib/text/visible.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import { offThread } from '../../lib/workers/workers.ts'
import { isPython } from '../../reading/read.ts'
import { outcomeText } from './model/outcome.ts'
import type { Programs } from './model/programs.ts'
import type { Material } from './model/prompt.ts'

type Code = Block & { kind: 'code' }

const call = offThread<typeof import('./blocks.task.ts')>(
  new URL('./blocks.task.ts', import.meta.url),
)

/** Limits on the shown output of a program. */
const OUTPUT = { characters: 800, lines: 12 } as const

/** Those of `lessons` that the text cites. */
export function cited(text: string, lessons: readonly Lesson[]): readonly Lesson[] {
  const numbers = [...text.matchAll(/\blessons? (\d{1,3})\b/gi)].map(([, number]) => Number(number))
  return lessons.filter(({ number }) => numbers.includes(number))
}

/** The answer while it is being written. Code is hidden until it has run, so nobody copies untested code. */
export async function sofar(text: string, found: ReadonlySet<Lesson>): Promise<readonly Block[]> {
  const blocks = await written(text, found)
  return blocks.map((block) => (block.kind === 'code' ? WITHHELD_YET : block))
}

/** Converts the model's text to blocks; it may cite only lessons that were found. */
async function written(text: string, found: ReadonlySet<Lesson>): Promise<readonly Block[]> {
  try {
    return await call(
      'blocksOf',
      text,
      [...found].map(({ number }) => number),
    )
  } catch (error) {
    if (!(error instanceof TooComplexError)) throw error
    const plain = visible(text.slice(0, UNTRUSTED.characters).toWellFormed())
    return [{ kind: 'code', text: plain, language: 'text' }]
  }
}

const WITHHELD_YET: Block = { kind: 'markdown', text: '*(code, which I run first)*' }

/**
 * The finished answer with the outcome of each program. Code that `isSolution` accepts is withheld: it solves the
 * asker's open challenge.
 */
export async function checked(
  text: string,
  found: ReadonlySet<Lesson>,
  programs: Programs,
  isSolution: (code: string) => Promise<boolean>,
): Promise<readonly Block[]> {
  const blocks = await written(text, found)
  const shown = await Promise.all(
    blocks.map(async (block): Promise<readonly Block[]> => {
      if (block.kind !== 'code') return [block]
      if (!(await isProgram(block)))
        return [block.language === 'text' ? block : { ...block, title: 'Not run' }]
      if (await isSolution(block.text)) return [WITHHELD]
      return withOutcome(block, await programs.run(block.text))
    }),
  )
  return shown.flat()
}

/**
 * Feedback for the model on programs that failed; null if none did. Results are cached, so `checked` doesn't run
 * them again.
 */
export async function faultOf(
  text: string,
  programs: Programs,
  material: Material,
): Promise<string | null> {
  const codes = (await written(text, new Set())).filter((block) => block.kind === 'code')
  const results = await Promise.all(
    codes.map(async (block) => ((await isProgram(block)) ? programs.run(block.text) : null)),
  )
  const failed = results.filter((result) => result !== null && result.status !== 'ok')
  if (failed.length === 0) return null
  const outcomes = failed.map((result) =>
    material('what came of running it', outcomeText(result, null)),
  )
  return [FIX, ...outcomes].join('\n\n')
}

const FIX =
  "A program in your answer failed when it was run. Write the whole answer again with the program corrected, and don't mention the correction. " +
  'If the failure is what you mean to show, write the answer again as it is.'

const WITHHELD: Block = {
  kind: 'markdown',
  text: '*(I leave out code here that solves your open challenge. Its hints are under the challenge.)*',
}

async function isProgram({ language, text }: Code): Promise<boolean> {
  return /^i?py/.test(language) || (language === 'text' && isPython(text))
}

function withOutcome(block: Code, result: RunResult | null): readonly Block[] {
  const code: Code = { ...block, language: 'python', title: outcome(result) }
  if (result?.status !== 'ok') return [code]
  const output = result.output.map(({ text }) => text).join('')
  if (output.trim() === '') return [code]
  const text = visible(output.slice(0, OUTPUT.characters).toWellFormed()).trimEnd()
  const fold = text.split('\n').length > OUTPUT.lines
  return [code, { kind: 'code', text, language: 'text', title: 'Its output', fold }]
}

function outcome(result: RunResult | null): string {
  if (result === null) return 'Not run'
  if (result.status === 'ok') return `Ran in ${duration(result.wallMs)}`
  const error = result.trace?.error
  if (!error) return `Fails: ${FAILURES[result.status]}`
  const at = error.line > 0 ? ` in line ${error.line}` : ''
  return `Fails: ${oneLine(error.type, 40)}${at}`
}

const FAILURES: Readonly<Record<Exclude<RunResult['status'], 'ok'>, string>> = {
  error: 'it ends with an error',
  timeout: 'it does not end in time',
  memory: 'it needs too much memory',
  output: 'it writes too much',
  signal: 'it crashes',
  served: 'it serves until it is stopped',
}
