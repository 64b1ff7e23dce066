/** What was started to overlap and is waited for in the same turn: all of it started first, and waited for after the loop. */
import type { Call, Facts, Loop } from '../../facts/facts.ts'
import { waitedForAt } from '../../facts/sites.ts'
import { assignedTo, type Node, part } from '../../facts/syntax.ts'
import { type Edit, edited, fresh, indentOf } from './edits.ts'

/** Null where nothing takes turns in a way that can be rewritten. */
export function allStarted(facts: Facts): string | null {
  for (const { call, kind } of facts.spawns) {
    const loop = call.loops.at(-1)
    if (loop?.kind !== 'for' || waitedForAt(call, loop, call.func) === null) continue
    const edits =
      kind === 'thread' || kind === 'process'
        ? joinedAfter(call, loop, facts)
        : collectedAfter(call, loop, facts)
    if (edits) return edited(facts.source, edits)
  }
  return null
}

/** `t.join()` in the loop becomes a loop of its own. */
function joinedAfter(call: Call, loop: Loop, { source }: Facts): Edit[] | null {
  const name = assignedTo(call.node)?.text
  const body = part(loop.node, 'body')
  if (!name || !body) return null
  const joins = body.children.filter((node) => node.text.startsWith(`${name}.join(`))
  const [join] = joins
  const indent = indentOf(source, loop.node.start)
  if (!join || joins.length > 1 || indent === null || join !== body.children.at(-1)) return null
  const all = fresh('started', source)
  const end = loop.node.start + loop.node.text.length
  return [
    { start: loop.node.start, end: loop.node.start, text: `${all} = []\n${indent}` },
    { start: join.start, end: join.start + join.text.length, text: `${all}.append(${name})` },
    { start: end, end, text: `\n${indent}for ${name} in ${all}:\n${indent}    ${join.text}` },
  ]
}

/** `pool.submit(f, x).result()` and the like in a loop: what is done with the results gets a loop of its own. */
function collectedAfter(call: Call, loop: Loop, { source }: Facts): Edit[] | null {
  const body = part(loop.node, 'body')
  const [left, right] = [part(loop.node, 'left'), part(loop.node, 'right')]
  const indent = indentOf(source, loop.node.start)
  if (!body || !left || !right || indent === null || loop.async) return null
  const at = body.children.findIndex((child) => holdsCall(child, call.node))
  const statement = body.children[at]
  const inner = statement && indentOf(source, statement.start)
  if (!statement || inner === null || inner === undefined) return null
  const all = fresh(
    call.node.parent?.type === 'await' || isTask(call) ? 'tasks' : 'futures',
    source,
  )
  const one = nameOf(call)
  const future = one ?? fresh(isTask(call) ? 'task' : 'future', source)
  const rest = one === null ? body.children.slice(at) : body.children.slice(at + 1)
  const [first] = rest
  if (!first || !rest.some((node) => node.text.includes(one ?? call.node.text))) return null
  const end = body.start + body.text.length
  const later = source.slice(first.start, end)
  const used = one === null ? later.replace(call.node.text, future) : later
  const before = source.slice(loop.node.start, statement.start)
  return [
    {
      start: loop.node.start,
      end,
      text: [
        `${all} = []`,
        `${indent}${before}${all}.append((${left.text}, ${call.node.text}))`,
        `${indent}for ${wrapped(left)}, ${future} in ${all}:`,
        `${inner}${used}`,
      ].join('\n'),
    },
  ]
}

const isTask = ({ name }: Call): boolean => /create_task$|ensure_future$/.test(name)

const wrapped = (left: Node): string =>
  left.text.includes(',') && !left.text.startsWith('(') ? `(${left.text})` : left.text

/** `future` of `future = pool.submit(…)`. */
function nameOf({ node }: Call): string | null {
  const assignment = node.parent?.type === 'assignment' ? node.parent : null
  const left = assignment && part(assignment, 'left')
  return left?.type === 'identifier' ? left.text : null
}

const holdsCall = (outer: Node, node: Node): boolean =>
  node.start >= outer.start && node.start + node.text.length <= outer.start + outer.text.length

const POOL = /(^|\.)(ThreadPoolExecutor|ProcessPoolExecutor|Pool|ThreadPool)$/
/** Workers of a pool that had one. */
const WORKERS = 8

/** A pool of one worker gets more; null where no pool has one. */
export function moreWorkers({ calls, numberOf, source }: Facts): string | null {
  const edits = calls.flatMap(({ name, keywords, arguments: given, func }): Edit[] => {
    const size = POOL.test(name)
      ? (keywords.get('max_workers') ?? keywords.get('processes') ?? given[0])
      : undefined
    if (!size || numberOf(size, func) !== 1) return []
    return [{ start: size.start, end: size.start + size.text.length, text: String(WORKERS) }]
  })
  return edits.length > 0 ? edited(source, edits) : null
}
