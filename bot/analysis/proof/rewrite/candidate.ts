/** The loop that is raced: a function called over items, in the shapes that people write. */
import type { Call, Facts } from '../../facts/facts.ts'
import type { Node } from '../../facts/syntax.ts'

export type ForShape = Readonly<{
  kind: 'for'
  loop: Node
  left: Node
  right: Node
  /** Statements before the one with the call: they are done for every item first. */
  before: readonly Node[]
  /** The `if` without `else` around the call: items that fail it are left out. */
  guard: Node | null
  /** The statement with the call. */
  statement: Node
  after: readonly Node[]
}>

export type ComprehensionShape = Readonly<{
  kind: 'comprehension'
  node: Node
  /** The statement it stands in. */
  statement: Node
  clauses: readonly Node[]
  filters: readonly Node[]
  element: Node
  /** The call decides which items stay. */
  inFilter: boolean
}>

/** `list(map(f, xs))`; the unit is the call of `map`. */
export type MapShape = Readonly<{
  kind: 'map'
  statement: Node
  iterables: readonly Node[]
}>

export type Shape = ForShape | ComprehensionShape | MapShape

export type Candidate = Readonly<{
  facts: Facts
  call: Call
  /** What is replaced by the result: the call, or the `await` around it. */
  unit: Node
  /** The function as it is written. */
  callee: Node
  awaited: boolean
  /** Line of the loop. */
  line: number
  shape: Shape
  /** Sentences about what a rewrite changes without changing results. */
  notes: readonly string[]
  /** Why other processes cannot do it; null when they may try. */
  notInProcesses: string | null
  /** The calls draw random numbers or look at the clock, so that results differ from run to run. */
  varying: boolean
}>

/** A loop that is not raced, and why, in one sentence. `line` is null where it is the whole program that can't be read. */
export type Refusal = Readonly<{ line: number | null; reason: string }>

/** The loop that is raced, as those know it who have not read the program themselves. */
export type RacedLoop = Pick<Candidate, 'line' | 'notes' | 'varying' | 'awaited'> &
  Readonly<{
    /** The program as it is, with its loop timed. */
    timed: string
    /** The function as it is written. */
    callee: Readonly<{ text: string }>
    /** Whether the loop stands in an `async def`. */
    call: Readonly<{ func: Readonly<{ async: boolean }> }>
  }>
