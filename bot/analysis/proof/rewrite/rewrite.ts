/** Whole programs: the learner's, with the loop done another way. Everything else stays as it is written. */
import type { Facts } from '../../facts/facts.ts'
import { reachedFrom } from '../../facts/running.ts'
import { type Node, part } from '../../facts/syntax.ts'
import type { Candidate } from './candidate.ts'
import { type Edit, edited, indented, indentOf } from './edits.ts'
import { type Overlapping, REWRITES, type Rewrite, type Sizes } from './models.ts'
import { type Plan, planOf } from './plan.ts'
import { holds } from './shapes.ts'

/** `shown` is for the learner, `timed` the same with the clock around the loop. A string says why there is none. */
export function rewritten(
  candidate: Candidate,
  model: Overlapping,
  sizes: Sizes,
): Readonly<{ shown: string; timed: string }> | string {
  const plan = planOf(candidate)
  const rewrite = REWRITES[model](plan, sizes)
  if (typeof rewrite === 'string') return rewrite
  return {
    shown: program(plan, rewrite, model, false),
    timed: program(plan, rewrite, model, true),
  }
}

/** The learner's program with its loop timed, every line in its place. */
export function timedAsItIs({ facts, shape, unit, call }: Candidate): string {
  const over = (node: Node): Edit[] => around(node, `${CLOCK}.over(`, ')')
  if (shape.kind === 'map') return edited(facts.source, around(call.node, `${CLOCK}.each(`, ')'))
  const iterable =
    shape.kind === 'for' ? shape.right : shape.clauses[0] && part(shape.clauses[0], 'right')
  return edited(facts.source, [
    ...(iterable ? over(iterable) : []),
    ...around(unit, `${CLOCK}.keep(`, ')'),
  ])
}

const CLOCK = "__import__('overlap_race')"

/** A tuple without brackets, as in `for x in 1, 2:`, gets them. */
function around(node: Node, open: string, close: string): Edit[] {
  const end = node.start + node.text.length
  const bare = node.type === 'expression_list'
  return [
    { start: node.start, end: node.start, text: bare ? `${open}(` : open },
    { start: end, end, text: bare ? `)${close}` : close },
  ]
}

function program(plan: Plan, rewrite: Rewrite, model: Overlapping, timed: boolean): string {
  const { facts } = plan.candidate
  const { source } = facts
  const { statement } = plan
  const indent = indentOf(source, statement.start) ?? ''
  const lines = [
    ...(timed ? [`${CLOCK}.begin()`] : []),
    ...(plan.collect ? [plan.collect] : []),
    rewrite.lines,
    ...(plan.after && timed && isReturn(statement) ? [`${CLOCK}.end(${plan.results})`] : []),
    ...(plan.after ? [plan.after] : []),
    ...(timed && !(plan.after && isReturn(statement)) ? [`${CLOCK}.end(${plan.results})`] : []),
  ].join('\n')
  const edits: Edit[] = [
    {
      start: statement.start,
      end: statement.start + statement.text.length,
      text: indented(lines, indent).slice(indent.length),
    },
    ...imports(facts, rewrite.imports),
    ...moduleLines(facts, statement, rewrite.module),
  ]
  const guard = model === 'processes' ? guardBefore(facts, plan.candidate) : null
  return guard ? guarded(source, edits, guard) : edited(source, edits)
}

const isReturn = ({ type }: Node): boolean => type === 'return_statement'

/** After the docstring and `from __future__`, those that are not there yet. */
function imports({ root, source }: Facts, wanted: readonly string[]): Edit[] {
  const there = new Set(root.children.flatMap(importsOf))
  const missing = wanted.filter((line) => !there.has(line))
  const first = root.children.find((node, index) => !isPreamble(node, index))
  if (missing.length === 0 || !first) return []
  const start = source.lastIndexOf('\n', first.start - 1) + 1
  return [{ start, end: start, text: `${missing.join('\n')}\n${isImport(first) ? '' : '\n'}` }]
}

/** `import a, b` has both. */
const importsOf = (node: Node): string[] =>
  node.type === 'import_statement' ? node.children.map(({ text }) => `import ${text}`) : [node.text]

const isImport = ({ type }: Node): boolean => /^import_/.test(type)

const isPreamble = (node: Node, index: number): boolean =>
  node.type === 'future_import_statement' ||
  (index === 0 && node.type === 'expression_statement' && node.children[0]?.type === 'string')

function moduleLines({ root }: Facts, statement: Node, text: string | undefined): Edit[] {
  const top = root.children.find((node) => holds(node, statement))
  return top && text ? [{ start: top.start, end: top.start, text: `${text}\n\n` }] : []
}

/** A pool of processes may import the program anew: the statement from which on that must not run it again. */
function guardBefore(facts: Facts, { call, shape }: Candidate): Node | null {
  if (facts.guardLine !== null) return null
  const loop = shape.kind === 'for' ? shape.loop : shape.statement
  const runs = (node: Node): boolean =>
    holds(node, loop) ||
    facts.module.calls.some(
      ({ node: made, target }) =>
        target !== null &&
        holds(node, made) &&
        (target === call.func ||
          reachedFrom(target).some((each) => each.call.target === call.func)),
    )
  return (
    facts.root.children.find(
      (node) =>
        !/^(function_definition|class_definition|decorated_definition)$/.test(node.type) &&
        runs(node),
    ) ?? null
  )
}

const MARK = '# overlap: main guard'

function guarded(source: string, edits: readonly Edit[], from: Node): string {
  const mark = { start: from.start, end: from.start, text: `${MARK}\n` }
  const marked = edited(source, [...edits, mark])
  const [before, after = ''] = marked.split(`${MARK}\n`)
  return `${before}if __name__ == '__main__':\n${indented(after, '    ')}`
}
