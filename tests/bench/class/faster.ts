/**
 * Lets time pass faster in this process, for benches only: `CLASS_SPEED` times as fast since `CLASS_SINCE` (epoch ms).
 * Loaded first, by `--import` or as the first import, it covers clocks and timers of the program and of its libraries,
 * so that rate limits, tokens, leases and heartbeats go together. The jails keep real time, and so does what waits for
 * them or for threads of work. All processes of a bench share both figures.
 */
import { syncBuiltinESMExports } from 'node:module'
import { promisify } from 'node:util'
import { isMainThread } from 'node:worker_threads'

const REAL = /\/(?:sandbox|bot\/workers|bot\/advice)\//

process.env.CLASS_SPEED ??= '4'
process.env.CLASS_SINCE ??= String(Date.now())
export const SPEED = Number(process.env.CLASS_SPEED)
const since = Number(process.env.CLASS_SINCE)

if (isMainThread && SPEED !== 1) {
  hastenClocks()
  hastenTimers()
  syncBuiltinESMExports()
}

/** Whether the function that called what calls this keeps real time. */
function isReal(): boolean {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 3
  const { stack = '' } = new Error()
  Error.stackTraceLimit = before
  return REAL.test(stack.slice(stack.lastIndexOf('\n')))
}

function hastenClocks(): void {
  const wall = Date.now
  const now = () => Math.floor(since + (wall() - since) * SPEED)
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
  const elapsed = performance.now.bind(performance)
  performance.now = () => (isReal() ? elapsed() : elapsed() * SPEED)
}

function hastenTimers(): void {
  const timers = process.getBuiltinModule('node:timers')
  const promises = process.getBuiltinModule('node:timers/promises')
  const { setTimeout: once, setInterval: often } = timers
  const { setTimeout: delay } = promises
  const hasten = (ms: number | undefined) => (isReal() ? ms : (ms ?? 0) / SPEED)
  const later = Object.assign(
    (work: () => void, ms?: number, ...args: []) => once(work, hasten(ms), ...args),
    { [promisify.custom]: (ms?: number, value?: unknown) => delay((ms ?? 0) / SPEED, value) },
  )
  const repeatedly = (work: () => void, ms?: number, ...args: []) =>
    often(work, hasten(ms), ...args)
  Object.assign(timers, { setTimeout: later, setInterval: repeatedly })
  Object.assign(globalThis, { setTimeout: later, setInterval: repeatedly })
  Object.assign(promises, {
    setTimeout: (ms?: number, ...more: []) => delay(hasten(ms), ...more),
  })
}
