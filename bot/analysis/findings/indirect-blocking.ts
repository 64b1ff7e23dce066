import type { Call } from '../facts/facts.ts'
import { type Reached, reachedFrom } from '../facts/running.ts'
import type { WaitClass } from '../libraries.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, duration } from '../wording.ts'
import { heldCalls, ranThrough } from './evidence.ts'

const HOLDING: readonly WaitClass[] = ['sleep', 'network', 'child', 'input']

/** A coroutine calls a plain function of the file that blocks. Linters don't look through calls. */
export const indirectBlocking: FindingRule = {
  name: 'indirect-blocking',
  severity: 'warning',
  docs: 'library/asyncio-dev.html#running-blocking-code',
  *find(program) {
    for (const call of heldCalls(program.facts)) {
      if (!call.target || call.target.async || call.target.generator) continue
      const blocking = reachedFrom(call.target, false).find(isBlocking)
      if (blocking) yield sight(call, blocking, program)
    }
  },
}

const isBlocking = ({ call }: Reached): boolean =>
  call.library?.waits !== undefined &&
  !call.library.coroutine &&
  HOLDING.includes(call.library.waits)

function sight(call: Call, { call: inner }: Reached, program: Program): Sighting {
  const helper = code(`${call.target?.qualified ?? call.name}()`)
  const coroutine = code(call.func.qualified)
  const block = program.measures?.blockedAt(inner.line) ?? program.measures?.blockedAt(call.line)
  const fix = `call it as ${code(`await asyncio.to_thread(${call.target?.name}, ...)`)}`
  if (block) {
    return {
      line: call.line,
      severity: 'error',
      message: `${helper}, called at line ${call.line} in coroutine ${coroutine}, blocks at line ${inner.line} and held the event loop for ${duration(block.ms)}; ${fix}.`,
    }
  }
  return {
    line: call.line,
    ...(ranThrough(program) ? { severity: 'hint' as const } : {}),
    message: `${helper} can block at line ${inner.line} and is called at line ${call.line} in coroutine ${coroutine}; ${fix}.`,
  }
}
