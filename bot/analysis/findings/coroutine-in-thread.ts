/** A coroutine function handed to a thread, a process or a pool, which can only call it. */
import type { Func, Spawn } from '../facts/facts.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

/** Calling it only creates a coroutine, which never runs. */
export const coroutineInThread: FindingRule = {
  name: 'coroutine-in-thread',
  severity: 'error',
  docs: 'library/asyncio-task.html#coroutines',
  *find({ facts }) {
    for (const spawn of facts.spawns) {
      const coroutine = spawn.kind === 'task' ? null : coroutineOf(spawn)
      if (!coroutine) continue
      const { call } = spawn
      const name = coroutine.qualified
      const instead = call.func.async
        ? `It needs no thread: await it, or start it with ${code(`asyncio.create_task(${name}(...))`)}`
        : `Run it on an event loop: ${code(`asyncio.run(${name}(...))`)}, or \`asyncio.gather\` for several`
      yield {
        line: call.line,
        message: `Line ${call.line} hands ${code(name)} to a ${WHERE[spawn.kind] ?? 'thread'}, but it is a coroutine function: calling it only makes a coroutine, and nothing of it runs. ${instead}.`,
      }
    }
  },
}

const WHERE: Readonly<Partial<Record<Spawn['kind'], string>>> = {
  process: 'process',
  'process-pool': 'process pool',
  'thread-pool': 'thread pool',
  executor: 'thread pool',
}

/** The function itself, or the one that a lambda calls. */
function coroutineOf({ target }: Spawn): Func | null {
  if (!target || target.generator) return null
  if (target.async) return target
  const called =
    target.node.type === 'lambda' ? target.calls.find((call) => call.node === target.body) : null
  return called?.target?.async && !called.target.generator ? called.target : null
}
