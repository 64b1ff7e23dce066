/** Whole programs: the learner's, with the loop done another way. Everything else stays as it is written. */
import type { Facts } from '../../facts/facts.ts'
import { type Node, part } from '../../facts/syntax.ts'
import type { Candidate } from './candidate.ts'
import { type Edit, edited, indented, indentOf } from './edits.ts'
import { type Overlapping, REWRITES, type Rewrite, type Sizes } from './models.ts'
import { guardBefore, guarded, imports } from './module.ts'
import { type Plan, planOf } from './plan.ts'
import { holds } from './shapes.ts'

/** `shown` is for the learner, `timed` the same with the clock around the loop. A string says why there is none. */
export type Rewritten = Readonly<{ shown: string; timed: string }> | string

/** The whole program with its loop in another model. */
export function rewritten(candidate: Candidate, model: Overlapping, sizes: Sizes): Rewritten {
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
  const guard =
    model === 'processes' ? guardBefore(facts, plan.candidate.call.func, plan.statement) : null
  return guard ? guarded(source, edits, guard) : edited(source, edits)
}

const isReturn = ({ type }: Node): boolean => type === 'return_statement'

function moduleLines({ root }: Facts, statement: Node, text: string | undefined): Edit[] {
  const top = root.children.find((node) => holds(node, statement))
  return top && text ? [{ start: top.start, end: top.start, text: `${text}\n\n` }] : []
}
