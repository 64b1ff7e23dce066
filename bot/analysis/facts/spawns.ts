/** What is handed to tasks, threads, processes and pools, and how many of them. */
import type { Call, Facts, Func, Loop, Spawn } from './facts.ts'
import { COROUTINE_RUNNERS } from './running.ts'
import { type Node, part, within } from './syntax.ts'

/** More places than this add no information. */
const MOST = 200

/**
 * Lists what the calls of a program hand to tasks, threads, processes and pools, in source order; stops soon after `MOST`.
 */
export function spawnsOf(facts: Facts): Spawn[] {
  const spawns: Spawn[] = []
  for (const call of facts.calls) {
    spawns.push(...spawnedBy(call, facts))
    if (spawns.length > MOST) break
  }
  return spawns
}

function spawnedBy(call: Call, facts: Facts): Spawn[] {
  if (/\.run_in_executor$/.test(call.name)) return [executorSpawn(call, facts)]
  const kind = call.library?.starts ?? methodKind(call)
  if (kind === 'task') return taskSpawns(call, facts)
  if (kind) {
    const handed =
      call.keywords.get('target') ??
      call.keywords.get('function') ??
      call.keywords.get('func') ??
      call.arguments[call.name.endsWith('.Timer') ? 1 : 0] ??
      null
    return [spawn(kind, call, handed, facts)]
  }
  return threadClassSpawn(call, facts)
}

const methodKind = (call: Call): 'task' | null =>
  /\.(create_task|start_soon)$/.test(call.name) && call.target === null ? 'task' : null

/** `run_in_executor(None, f)` uses threads; with a process pool, processes. */
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
  const given = part(call.node, 'arguments')
  for (const node of given ? within(given, isArgument) : []) {
    const made = facts.callAt.get(node)
    if (!made || made.awaited || made.func !== call.func) continue
    if (!made.target?.async && !made.library?.coroutine) continue
    if (!made.target && COROUTINE_RUNNERS.test(made.name)) continue
    const fan = tripsOf(made.loops)
    spawned.push({ kind: 'task', call, handed: node, target: made.target, fan })
  }
  if (spawned.length > 0) return spawned
  const splat = call.arguments.find((each) => each.type === 'list_splat')?.children[0]
  const list = splat ?? call.arguments[0] ?? null
  const fan = list ? facts.lengthOf(list, call.func) : null
  return [{ kind: 'task', call, handed: call.arguments[0] ?? null, target: null, fan }]
}

/** Goes into lists and comprehensions, but not into the arguments of other calls. */
const isArgument = (node: Node): boolean => node.parent?.type !== 'call'

/** How often the surrounding loops repeat something: 1 without loops, null when unknown. */
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
