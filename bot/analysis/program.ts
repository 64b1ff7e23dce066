/** One program as the rules see it: what the source says, what the run measured, what the linter hints. */
import type { Severity } from './advice.ts'
import type { Facts } from './facts/facts.ts'
import type { Measures } from './measure.ts'
import type { Hint } from './ruff/hints.ts'

export type Program = Readonly<{
  facts: Facts
  /** Null when the program was not run. */
  measures: Measures | null
  hints: readonly Hint[]
}>

/** One place where a finding shows. */
export type Sighting = Readonly<{
  line: number | null
  message: string
  /** Where what was measured promotes or demotes it. */
  severity?: Severity
}>

/** A finding: one row of `findings/table.ts`. */
export type FindingRule = Readonly<{
  name: string
  severity: Severity
  /** Page and section under https://docs.python.org/3/. */
  docs: string
  find: (program: Program) => Iterable<Sighting>
}>
