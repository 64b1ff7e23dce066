/**
 * Programs after questions that beginners ask in public, written before the findings were tuned on them. The first
 * lines say what an expert answers: acceptable verdicts, the lines that a good answer points at, and words of the cause.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Advice } from '../../bot/analysis/advice.ts'
import { VERDICTS, type Verdict } from '../../bot/core/verdict.ts'

export type Question = Readonly<{
  name: string
  code: string
  acceptable: readonly Verdict[]
  lines: readonly number[]
  /** Null where nothing is wrong, so that no finding may be an error. */
  cause: RegExp | null
}>

/** `open` ones were run while the findings were written; `shut` ones only when they were done. */
export function questions(half: 'open' | 'shut' | 'all'): Question[] {
  const folder = new URL('questions/', import.meta.url)
  return readdirSync(folder)
    .filter((file) => /^q[ab]\d+_.*\.py$/.test(file))
    .filter(
      (file) => half === 'all' || (Number(/\d+/.exec(file)?.[0]) % 2 === 1) === (half === 'open'),
    )
    .toSorted()
    .map((file) => {
      const code = readFileSync(new URL(file, folder), 'utf8')
      const said = (key: string): string =>
        new RegExp(`^# ${key}: *(.*)$`, 'm').exec(code)?.[1] ?? ''
      return {
        name: file.slice(0, -3),
        code,
        acceptable: VERDICTS.filter((verdict) => said('verdict').includes(verdict)),
        lines: [...said('lines').matchAll(/\d+/g)].map(([line]) => Number(line)),
        cause: said('cause') === 'nothing' ? null : new RegExp(said('cause') || '.', 'i'),
      }
    })
}

/** Whether the answer says what an expert would: an acceptable verdict, and one sentence with the cause and its line. */
export function judge(question: Question, advice: Advice): { verdict: boolean; cause: boolean } {
  const { cause } = question
  const verdict = question.acceptable.includes(advice.verdict)
  if (!cause) return { verdict, cause: !advice.findings.some((each) => each.severity === 'error') }
  const sentences = [
    advice.headline,
    ...advice.evidence,
    ...advice.findings.slice(0, 2).map((finding) => `line ${finding.line}: ${finding.message}`),
  ]
  const points = (text: string): boolean =>
    question.lines.length === 0 ||
    [...text.matchAll(/\bline (\d+)/gi)].some(([, line]) => question.lines.includes(Number(line)))
  return {
    verdict,
    cause: sentences.some((text) => cause.test(text) && points(text)),
  }
}
