/** How a program that has a finding, or comes close to it, is written down. */
import type { RunResult } from '../../sandbox/sandbox.ts'

export type Row = Readonly<{
  name: string
  shows: boolean
  because: string
  code: string
  result?: RunResult | undefined
}>

/** `yes(because, code, result)` and `no(...)` for one finding. */
export function finding(
  name: string,
  rows: (
    yes: (because: string, code: string, result?: RunResult) => Row,
    no: (because: string, code: string, result?: RunResult) => Row,
  ) => Row[],
): Row[] {
  const row =
    (shows: boolean) =>
    (because: string, code: string, result?: RunResult): Row => ({
      name,
      shows,
      because,
      code: dedent(code),
      result,
    })
  return rows(row(true), row(false))
}

function dedent(code: string): string {
  const lines = code.replace(/^\n/, '').split('\n')
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n')
}
