/** What a model wrote as blocks: its code is run in the jail, and says whether it did. */
import type { Lesson } from '../../../lessons/lessons.ts'
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Programs } from '../../answering/programs.ts'
import type { Block } from '../../message.ts'
import { looksLikePython } from '../../python/look.ts'
import { duration } from '../../text/quantities.ts'
import { type Mentions, untrusted } from '../../text/untrusted.ts'
import { oneLine, visible } from '../../text/visible.ts'

type Code = Block & { kind: 'code' }

/** Of a program's output. */
const OUTPUT = { characters: 800, lines: 12 } as const

/** Lessons that were not found count for nothing, whatever the model says of them. */
export function mentionsOf(found: ReadonlySet<Lesson>): Mentions {
  return {
    pattern: /[[(]?\blessons? (\d{1,3})\b[\])]?/gi,
    replace: ([, number]) =>
      [...found].some((lesson) => lesson.number === Number(number))
        ? `(lesson ${number})`
        : '(the lessons)',
  }
}

/** The numbers that it cites, of those that were found. */
export function cited(text: string, lessons: readonly Lesson[]): readonly Lesson[] {
  const numbers = [...text.matchAll(/\blessons? (\d{1,3})\b/gi)].map(([, number]) => Number(number))
  return lessons.filter(({ number }) => numbers.includes(number))
}

/** While it is being written. With `hidden`, code is not shown before it is known what it is. */
export function sofar(text: string, mentions: Mentions, hidden: boolean): readonly Block[] {
  return untrusted(text, mentions).map((block): Block => {
    if (block.kind !== 'code') return block
    if (hidden) return WITHHELD_YET
    return isPython(block) ? { ...block, language: 'python', title: 'Not run yet' } : block
  })
}

const WITHHELD_YET: Block = { kind: 'markdown', text: '*(code, looked at first)*' }

/** `isSolution`: would give away what the asker has to find out. */
export async function checked(
  text: string,
  mentions: Mentions,
  programs: Programs,
  isSolution: (code: string) => Promise<boolean>,
): Promise<readonly Block[]> {
  const blocks = untrusted(text, mentions)
  const shown = await Promise.all(
    blocks.map(async (block): Promise<readonly Block[]> => {
      if (block.kind !== 'code') return [block]
      if (!isPython(block))
        return [block.language === 'text' ? block : { ...block, title: 'Not run' }]
      if (await isSolution(block.text)) return [WITHHELD]
      return withOutcome(block, await programs.run(block.text))
    }),
  )
  return shown.flat()
}

const WITHHELD: Block = {
  kind: 'markdown',
  text: '*(I leave out code here that solves your open challenge. Its hints are under the challenge.)*',
}

function isPython(block: Code): boolean {
  return /^i?py/.test(block.language) || (block.language === 'text' && looksLikePython(block.text))
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
  if (!error) return `Does not work as it stands: ${result.status}`
  const at = error.line > 0 ? ` in line ${error.line}` : ''
  return `Does not work as it stands: ${oneLine(error.type, 40)}${at}`
}
