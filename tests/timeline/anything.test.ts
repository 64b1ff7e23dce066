/** Whatever a program makes the sandbox say, the picture stays inside its frame. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeline } from '../../bot/timeline/timeline.ts'
import { type LaneState, RUN_STATUSES, WAIT_KINDS } from '../../sandbox/sandbox.ts'
import { traceSchema } from '../../sandbox/trace.ts'
import { EMPTY, lane, runOf } from './runs.ts'
import { checkMarkup, extentOf, laneCount } from './wellformed.ts'

const HOSTILE = [
  '</title><script>alert(1)</script>',
  '"/><image href="http://evil/"',
  '\u0000\u001b[2J',
  '\u202e@everyone',
  ']]>',
  '&lt;',
  '<!--',
  'x'.repeat(200),
  '\ud800',
  'ﷺ'.repeat(50),
]
const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('fetch', 'sleep', 'get', 'main'),
)
const ms = fc.oneof(fc.double({ min: 0, max: 2000, noNaN: true }), fc.constantFrom(0, 1e7))
const line = fc.integer({ min: 0, max: 1_000_000 })
const step = fc.tuple(ms, ms, line, text)

const task = fc.record({
  name: text,
  coro: text,
  madeAt: line,
  steps: fc.nat(1e9),
  runMs: ms,
  longestStepMs: ms,
  bornMs: ms,
  endMs: fc.option(ms),
  state: fc.constantFrom('pending' as const, 'ok' as const, 'error' as const, 'cancelled' as const),
  timeline: fc.array(step, { maxLength: 30 }),
})
const place = { line, func: text, leaf: text }
const block = fc.record({
  atMs: ms,
  ms,
  coro: text,
  ready: fc.nat(9),
  places: fc.array(
    fc.record({
      ...place,
      samples: fc.nat(9),
      cpuShare: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
    }),
    { maxLength: 4 },
  ),
})
const trace = fc.record({
  tasks: fc.array(task, { maxLength: 80, size: 'max' }),
  blocks: fc.array(block, { maxLength: 10 }),
  taskCount: fc.nat(1e6),
  loops: fc.nat(2),
  gil: fc.boolean(),
  lines: fc.array(
    fc.record({ ...place, thread: text, samples: fc.nat(9), wallMs: ms, cpuMs: ms }),
    { maxLength: 5 },
  ),
  stuckTasks: fc.array(
    fc.record({
      name: text,
      coro: text,
      waitingIn: text,
      line,
      lines: fc.array(line, { maxLength: 3 }),
    }),
    { maxLength: 5 },
  ),
  stuckThreads: fc.array(
    fc.record({
      ...place,
      name: text,
      daemon: fc.boolean(),
      lines: fc.array(line, { maxLength: 3 }),
    }),
    { maxLength: 5 },
  ),
  threadNames: fc.array(fc.record({ tid: fc.nat(60), name: text, target: text }), {
    maxLength: 20,
  }),
})
const state = fc.constantFrom<LaneState>('running', 'ready', ...WAIT_KINDS)
const aLane = fc
  .tuple(
    fc.nat(60),
    fc.array(fc.tuple(ms, state), { maxLength: 30 }),
    ms,
    fc.nat(4),
    fc.option(text, { nil: undefined }),
  )
  .map(([tid, states, end, pid, command]) =>
    lane(tid, states, end, { pid, ...(command === undefined ? {} : { command }) }),
  )
const run = fc
  .record({
    wallMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
    lanes: fc.array(aLane, { maxLength: 80, size: 'max' }),
    trace: fc.option(trace),
    status: fc.constantFrom(...RUN_STATUSES),
  })
  .map(({ wallMs, lanes, trace: told, status }) => {
    const result = runOf(wallMs, { lanes, status })
    return { ...result, trace: told && traceSchema.parse({ ...EMPTY, ...told }) }
  })

test('any run gives well-formed pictures inside their frame, of at most 40 lanes, in plain words', () => {
  fc.assert(
    fc.property(run, text, (result, code) => {
      const { svg, alt } = timeline(code, result)
      checkMarkup(svg)
      expect(laneCount(svg)).toBeLessThanOrEqual(40)
      const { width, height, left, right, top, bottom } = extentOf(svg)
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThanOrEqual(width)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(bottom).toBeLessThanOrEqual(height)
      expect(height).toBeLessThan(1400)
      expect(alt.length).toBeLessThan(1000)
      expect(alt).toMatch(/^\P{C}+$/u)
    }),
    { numRuns: 60 },
  )
})
