/** What the source says, without running it. */
import type { Library, Starts } from '../libraries.ts'
import type { Node } from './syntax.ts'

/** A function, a lambda, or the module itself (the first of `Facts.functions`). */
export type Func = Readonly<{
  name: string
  /** With its class, such as `Worker.run`. */
  qualified: string
  line: number
  endLine: number
  async: boolean
  generator: boolean
  class: string | null
  parameters: readonly string[]
  decorators: readonly string[]
  node: Node
  body: Node
  /** The function it is defined in; null for the module. */
  outer: Func | null
  calls: readonly Call[]
  loops: readonly Loop[]
  /** `await`, `async for` and `async with` in its own body. */
  awaits: readonly Node[]
}>

export type Loop = Readonly<{
  kind: 'for' | 'while' | 'comprehension'
  node: Node
  line: number
  async: boolean
  /** The number of iterations, where the source says so. */
  trips: number | null
  /** `while True` without a `break` or `return`. */
  endless: boolean
  iterable: Node | null
  targets: ReadonlySet<string>
}>

export type Call = Readonly<{
  /** Dotted name with imports and types resolved: `requests.Session().get`. */
  name: string
  line: number
  node: Node
  func: Func
  arguments: readonly Node[]
  keywords: ReadonlyMap<string, Node>
  awaited: boolean
  /** Its value is discarded: the call is a statement of its own. */
  discarded: boolean
  /** Loops and comprehensions of the same function that repeat it, outermost first. */
  loops: readonly Loop[]
  library: Library | null
  /** The function of the program that it calls. */
  target: Func | null
}>

/** A function handed to a task, thread, process or pool. */
export type Spawn = Readonly<{
  kind: Starts
  call: Call
  target: Func | null
  /** The expression handed over. */
  handed: Node | null
  /** How many are started here, where the source says so. */
  fan: number | null
}>

export type Facts = Readonly<{
  /** From `main.py`, as are `root` and `module`; everything else covers all files. */
  source: string
  root: Node
  lineCount: number
  broken: boolean
  complete: boolean
  /** Of `main.py`. */
  module: Func
  /** The files of the program that it imports, `main.py` first. */
  files: readonly Readonly<{ source: string; root: Node; module: Func }>[]
  functions: readonly Func[]
  calls: readonly Call[]
  callAt: ReadonlyMap<Node, Call>
  loops: readonly Loop[]
  spawns: readonly Spawn[]
  /** Top-level names of imported modules. */
  modules: ReadonlySet<string>
  importLines: ReadonlySet<number>
  /** Lines under `if __name__ == '__main__'`. */
  guardLine: number | null
  classes: ReadonlyMap<string, Class>
  /** The function of the program that an expression names. */
  functionNamed(expression: Node, from: Func): Func | null
  /** Dotted name of an expression, as in `Call.name`. */
  nameOf(expression: Node, from: Func): string
  /** The value of a numeric expression, where the source determines it. */
  numberOf(expression: Node, from: Func): number | null
  /** How many items an expression yields, where the source says so. */
  lengthOf(expression: Node, from: Func): number | null
}>

export type Class = Readonly<{ name: string; bases: readonly string[]; node: Node }>
