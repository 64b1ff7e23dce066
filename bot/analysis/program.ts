/** A program as the rules see it: the facts of its source, the measures of its run and the linter's hints. */
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

/** One place where a finding applies. */
export type Sighting = Readonly<{
  line: number | null
  message: string
  /** Set where the measures raise or lower it. */
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
