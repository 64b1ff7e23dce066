/** Held to the Trace Event Format as its document defines it, and to what Perfetto asks of nesting. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type TraceFile, traceEvents } from '../../bot/timeline/trace-events.ts'
import * as runs from './runs.ts'

const microseconds = z.int().min(0)
const place = { pid: z.int().positive(), tid: z.int().min(0) }
const args = z.record(z.string(), z.union([z.string(), z.number()]))
/** https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU */
const format = z.strictObject({
  traceEvents: z.array(
    z.discriminatedUnion('ph', [
      z.strictObject({
        ph: z.literal('X'),
        name: z.string().min(1),
        cat: z.string().min(1),
        ts: microseconds,
        dur: microseconds,
        ...place,
        args,
      }),
      z.strictObject({
        ph: z.literal('i'),
        name: z.string().min(1),
        cat: z.string().min(1),
        ts: microseconds,
        s: z.enum(['g', 'p', 't']),
        ...place,
        args,
      }),
      z.strictObject({
        ph: z.literal('M'),
        name: z.enum(['process_name', 'process_sort_index', 'thread_name', 'thread_sort_index']),
        ts: z.literal(0),
        ...place,
        args: z.union([
          z.strictObject({ name: z.string() }),
          z.strictObject({ sort_index: z.int() }),
        ]),
      }),
    ]),
  ),
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: args,
})

const CODE = 'import asyncio\n\nasync def main():\n    await asyncio.sleep(0.2)'
const threads = ({ traceEvents: events }: TraceFile) =>
  events.filter(({ name }) => name === 'thread_name').map(({ args: { name } }) => name)

test.each([
  ['tasks', runs.limited(100, 10)],
  ['a blocked loop', runs.blockedLoop()],
  ['threads', runs.gilThreads(4)],
  ['processes', runs.processPool(2)],
  ['a deadlock', runs.deadlock()],
  ['a trifle', runs.runOf(0.4, { lanes: [] })],
])('the trace of %s is in the format', (_, result) => {
  const file = traceEvents(CODE, result)
  expect(format.parse(JSON.parse(JSON.stringify(file)))).toEqual(file)
})

test('every task and thread is a named track, and no stretch of one overlaps the next', () => {
  const file = traceEvents(CODE, runs.gathered(10))
  expect(threads(file)).toHaveLength(12)
  expect(new Set(threads(file))).toContain('event loop')
  const tracks = Map.groupBy(
    file.traceEvents.filter(({ ph }) => ph === 'X'),
    ({ tid }) => tid,
  )
  expect(tracks.size).toBe(12)
  for (const events of tracks.values()) {
    let end = 0
    for (const { ts, dur = 0 } of events) {
      expect(ts).toBeGreaterThanOrEqual(end)
      end = ts + dur
    }
  }
})

test('a wait says what it waited for, at which line, and what stands there', () => {
  const { traceEvents: events } = traceEvents(CODE, runs.inARow(10))
  const sleeps = events.filter(({ name, pid }) => name === 'sleep' && pid === 2)
  expect(sleeps).toHaveLength(10)
  for (const { ph, dur = 0, args } of sleeps) {
    expect(ph).toBe('X')
    expect(Math.round(dur / 1000)).toBe(200)
    expect(args).toEqual({ file: 'main.py', line: 4, source: 'await asyncio.sleep(0.2)' })
  }
})

test('how a task ended is marked where it ended', () => {
  const { traceEvents: events } = traceEvents(CODE, runs.endlessConsumer())
  expect(events).toContainEqual(
    expect.objectContaining({ ph: 'i', name: 'unfinished', s: 't', ts: 3_000_000 }),
  )
})
