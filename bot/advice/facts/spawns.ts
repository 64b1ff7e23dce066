/** What is handed to tasks, threads, processes and pools, and how many of them. */
import type { Call, Facts, Func, Loop, Spawn } from './facts.ts'
import { COROUTINE_RUNNERS } from './running.ts'
import type { Node } from './syntax.ts'

export function spawnsOf(facts: Facts): Spawn[] {
  return facts.calls.flatMap((call) => spawnedBy(call, facts))
}

function spawnedBy(call: Call, facts: Facts): Spawn[] {
  if (/\.run_in_executor$/.test(call.name)) return [executorSpawn(call, facts)]
  const kind = call.library?.starts ?? methodKind(call)
  if (kind === 'task') return taskSpawns(call, facts)
  if (kind) {
    const handed =
      call.keywords.get('target') ?? call.keywords.get('func') ?? call.arguments[0] ?? null
    return [spawn(kind, call, handed, facts)]
  }
  return threadClassSpawn(call, facts)
}

const methodKind = (call: Call): 'task' | null =>
  /\.(create_task|start_soon)$/.test(call.name) && call.target === null ? 'task' : null

/** `run_in_executor(None, f)` uses threads; with a process pool in hand, processes. */
function executorSpawn(call: Call, facts: Facts): Spawn {
  const pool = call.arguments[0]
  const name = pool ? facts.nameOf(pool, call.func) : ''
  const kind = /ProcessPool/.test(name) ? 'process-pool' : 'executor'
  return spawn(kind, call, call.arguments[1] ?? null, facts)
}

function spawn(kind: Spawn['kind'], call: Call, handed: Node | null, facts: Facts): Spawn {
  const target = handed ? facts.functionNamed(handed, call.func) : null
  const mapped = /\.(map|imap|imap_unordered|starmap|map_async|starmap_async)$/.test(call.name)
  const items = mapped ? call.arguments[1] : undefined
  const fan = items ? facts.lengthOf(items, call.func) : tripsOf(call.loops)
  return { kind, call, handed, target, fan }
}

/** Coroutines given to `gather`, `create_task` and their like. */
function taskSpawns(call: Call, facts: Facts): Spawn[] {
  const spawned: Spawn[] = []
  for (const made of facts.calls) {
    if (made === call || made.func !== call.func || made.awaited) continue
    if (!isArgumentOf(made.node, call.node)) continue
    if (COROUTINE_RUNNERS.test(made.name)) continue
    if (!made.target?.async && !made.library?.coroutine) continue
    spawned.push({
      kind: 'task',
      call,
      handed: made.node,
      target: made.target,
      fan: tripsOf(made.loops),
    })
  }
  if (spawned.length > 0) return spawned
  const splat = call.arguments.find((each) => each.type === 'list_splat')?.children[0]
  const list = splat ?? call.arguments[0] ?? null
  const fan = list ? facts.lengthOf(list, call.func) : null
  return [{ kind: 'task', call, handed: call.arguments[0] ?? null, target: null, fan }]
}

function isArgumentOf(node: Node, call: Node): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer === call) return true
    if (outer.type === 'call' || /statement|block/.test(outer.type)) return false
  }
  return false
}

/** How often the loops around something repeat it: 1 without loops, null when it cannot be told. */
export function tripsOf(loops: readonly Loop[]): number | null {
  let product = 1
  for (const loop of loops) {
    if (loop.trips === null) return null
    product *= loop.trips
  }
  return product
}

/** An object of a class of the file that extends Thread or Process: it runs its `run`. */
function threadClassSpawn(call: Call, facts: Facts): Spawn[] {
  const bases = facts.classes.get(call.name)?.bases ?? []
  const base = bases.find((each) => /(^|\.)(Thread|Process)$/.test(each))
  if (!base) return []
  const target: Func | null =
    facts.functions.find((each) => each.qualified === `${call.name}.run`) ?? null
  const kind = base.endsWith('Process') ? 'process' : 'thread'
  return [{ kind, call, handed: null, target, fan: tripsOf(call.loops) }]
}
