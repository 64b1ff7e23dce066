/**
 * The labelled programs: Python files whose first line names the acceptable verdicts, the likeliest first.
 * Those named `w_` were written and labelled before their author had read the advisor.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { VERDICTS, type Verdict } from '../../bot/core/verdict.ts'

export type Labelled = Readonly<{ name: string; code: string; acceptable: readonly Verdict[] }>

export function labelledPrograms(): Labelled[] {
  const folder = new URL('programs/', import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .toSorted()
    .map((file) => {
      const code = readFileSync(new URL(file, folder), 'utf8')
      const label = /^# verdict: (.*)$/m.exec(code)?.[1] ?? ''
      const acceptable = VERDICTS.filter((verdict) => label.includes(verdict))
      return {
        name: file.slice(0, -3),
        code,
        acceptable: acceptable.toSorted((a, b) => label.indexOf(a) - label.indexOf(b)),
      }
    })
}
