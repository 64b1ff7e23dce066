import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { timeline } from '../../bot/timeline/timeline.ts'
import * as runs from './runs.ts'
import { checkMarkup, laneCount } from './wellformed.ts'

const { lane, runOf, task } = runs
const STORIES = [
  [
    'ten sleeps under gather',
    runs.gathered(10),
    'Ten tasks slept at the same time, 0.2 s each, 0.2 s in all instead of 2 s one after another.',
  ],
  [
    'ten awaits in a loop',
    runs.inARow(10),
    'The task main slept ten times in a row at line 4, 0.2 s each, 2 s in all; nothing overlapped.',
  ],
  [
    'ten tasks, each awaited before the next',
    runs.oneByOne(10),
    'Ten tasks slept one after another, 0.2 s each, 2 s in all.',
  ],
  [
    'a semaphore of three',
    runs.limited(10, 3),
    'Ten tasks slept, at most three at the same time, 0.2 s each, 0.8 s in all instead of 2 s one after another. The others waited for a lock or queue meanwhile.',
  ],
  [
    'a loop that is blocked',
    runs.blockedLoop(),
    'The event loop was blocked two times, 0.6 s in all, longest 0.3 s at line 8; other tasks could not go on for 0.3 s together.',
  ],
  [
    'threads under the GIL',
    runs.gilThreads(4),
    'Four threads took turns computing: 0.8 s of computing in 0.8 s, 1.0 cores.',
  ],
  [
    'a process pool',
    runs.processPool(2),
    'Two processes computed at the same time: 0.8 s of computing in 0.4 s, 2.0 cores.',
  ],
  ['a deadlock', runs.deadlock(), 'Stopped at 3 s; not ended: first at line 7, second at line 13.'],
  [
    'a consumer that never ends',
    runs.endlessConsumer(),
    'Stopped at 3 s; not ended: consumer in get at line 10.',
  ],
  ['a trifle', runOf(2, { lanes: [] }), 'The program ran for 2 ms; there was nothing to overlap.'],
  [
    'a hundred tasks',
    runs.limited(100, 10),
    '100 lanes are grouped: every thin line is one of them.',
  ],
  ['one long computation', runOf(800), 'The program computed for 0.8 s; nothing overlapped.'],
  [
    'a sleep beside a download',
    runOf(405, { tasks: [task('tick', [[0, 'sleep']], 400), task('load', [[0, 'read']], 300)] }),
    'The tasks tick and load were at work at the same time, 0.3 to 0.4 s each, 0.4 s in all instead of 0.7 s one after another.',
  ],
  [
    'requests in a row',
    runOf(2000, { lanes: [lane(2, rowOf('network', 10, 200), 2000)] }),
    'The program waited for the network ten times in a row, 0.2 s each, 2 s in all; nothing overlapped.',
  ],
] as const

test.each(STORIES)('%s: the words say what is seen', (_, run, words) => {
  expect(timeline('', run).alt).toContain(words)
})

test.each(STORIES)('%s: the picture is well-formed', (_, run) => {
  const { svg } = timeline('', run)
  checkMarkup(svg)
  expect(laneCount(svg)).toBeLessThanOrEqual(40)
})

test('a blocked stretch is red and says its call and line', () => {
  const code = ['', '', '', '', '', '', '', '    time.sleep(0.3)'].join('\n')
  const { svg } = timeline(code, runs.blockedLoop())
  expect(svg).toMatch(
    /class="line-blocked"[^>]*><title>save: event loop blocked \(time\.sleep\), 0\.3 s from 0 ms on, line 8: time\.sleep\(0\.3\)/,
  )
  expect(svg).toContain('>time.sleep, line 8</text>')
})

test('a sequential loop goes down like stairs, and what overlaps lies above each other', () => {
  const [stairs, side] = [runs.inARow(10), runs.gathered(10)].map((run) =>
    sleeps(timeline('', run).svg),
  )
  expect(stairs).toEqual(stairs?.toSorted((a, b) => a.x - b.x))
  expect(new Set(stairs?.map(({ y }) => y)).size).toBe(10)
  expect(new Set(side?.map(({ x }) => x)).size).toBe(1)
  expect(new Set(side?.map(({ y }) => y)).size).toBe(10)
})

test('a task that is born while the loop is busy is ready until its first step', () => {
  const { svg } = timeline('', runs.blockedLoop())
  expect(svg).toContain('save: ready, kept waiting, 0.3 s from 0 ms on')
})

test('a sleep that ends under a block was held up by it', () => {
  const blocker = task('save', [], 300, { timeline: [[0, 300, 0, 'done']] })
  const sleeper = task('tick', [], 301, {
    bornMs: 0,
    timeline: [
      [0, 0.02, 4, 'sleep'],
      [300, 0.02, 0, 'done'],
    ],
  })
  const { svg } = timeline('', runOf(305, { tasks: [blocker, sleeper] }))
  expect(svg).toContain('tick: ready, kept waiting (sleep), 0.3 s')
})

test('a queue that is filled by a long step held nobody up', () => {
  const producer = task('produce', [], 300, { timeline: [[0, 300, 0, 'done']] })
  const consumer = task('consume', [], 301, {
    bornMs: 0,
    timeline: [
      [0, 0.02, 4, 'get'],
      [300, 0.02, 0, 'done'],
    ],
  })
  const { svg } = timeline('', runOf(305, { tasks: [producer, consumer] }))
  expect(svg).toContain('consume: lock, queue or join (get), 0.3 s')
})

test('the legend names only what is in the picture', () => {
  const { svg } = timeline('', runs.processPool(2))
  expect(svg).toContain('>running</text>')
  expect(svg).not.toContain('>sleep</text>')
})

test('tasks and threads of the libraries are left out', () => {
  const tasks = [
    task('main', [[0, 'communicate']], 200),
    task('Process._read_stream', [[0, 'read']], 200),
  ]
  const threads = {
    threadNames: [{ tid: 9, name: 'waitpid-0', target: 'ThreadedChildWatcher._do_waitpid' }],
  }
  const lanes = [lane(2, [[0, 'loop']], 200), lane(9, [[0, 'child']], 200)]
  const { svg } = timeline('', runOf(205, { tasks, lanes, trace: threads }))
  expect(laneCount(svg)).toBe(2)
})

test('a method is the learner’s where the code defines or calls it', () => {
  const tasks = [task('Crawler.fetch', [[0, 'sleep']], 200), task('Event.wait', [[0, 'wait']], 200)]
  const { svg } = timeline('await crawler.fetch(url)', runOf(205, { tasks }))
  expect(svg).toContain('>Crawler.fetch</text>')
  expect(svg).not.toContain('>Event.wait</text>')
})

test('a coroutine of the learner may begin with an underscore', () => {
  const tasks = [task('_fetch', [[0, 'sleep']], 200)]
  expect(laneCount(timeline('async def _fetch():\n', runOf(205, { tasks })).svg)).toBe(2)
})

test('names come from the code: a named task, a thread by its function, a child program', () => {
  const tasks = [
    task('fetch', [[0, 'sleep']], 200, { name: 'worker-3' }),
    task('main.<locals>.save', [[0, 'sleep']], 200),
  ]
  const lanes = [
    lane(2, [[0, 'loop']], 200),
    lane(9, [[0, 'sleep']], 200),
    lane(12, [[0, 'child']], 200, { pid: 12, command: 'sh' }),
  ]
  const trace = { threadNames: [{ tid: 9, name: 'Thread-1 (work)', target: 'work' }] }
  const { svg } = timeline('', runOf(205, { tasks, lanes, trace }))
  for (const name of ['worker-3', 'save', 'work', 'sh']) expect(svg).toContain(`>${name}</text>`)
})

test('how a task ended is marked', () => {
  const tasks = (['error', 'cancelled', 'pending'] as const).map((state) =>
    task('fetch', [[0, 'sleep']], 200, { state, ...(state === 'pending' ? { endMs: null } : {}) }),
  )
  const { svg } = timeline('', runOf(205, { tasks }))
  for (const ending of ['ended with an error', 'cancelled', 'had not ended']) {
    expect(svg).toContain(`>${ending}</text>`)
  }
})

test('more tasks than were recorded are owned up to', () => {
  const run = runs.gathered(100)
  const { alt, svg } = timeline('', {
    ...run,
    trace: run.trace && { ...run.trace, taskCount: 5000 },
  })
  expect(alt).toContain('Only the first 101 of 5000 tasks are drawn.')
  expect(svg).toContain('>Only the first 101 of 5000 tasks are drawn.</text>')
})

test('a hundred thousand steps make no picture of megabytes', () => {
  const timelineOf = Array.from({ length: 4000 }, (_, index): [number, number, number, string] => [
    index / 4,
    0.1,
    4,
    index % 2 ? 'sleep' : 'get',
  ])
  const tasks = Array.from({ length: 25 }, () =>
    task('spin', [], 1000, { bornMs: 0, timeline: timelineOf }),
  )
  expect(timeline('', runOf(1000, { tasks })).svg.length).toBeLessThan(600_000)
})

test('the renderer brings no style, script or address of its own', () => {
  const source = readFileSync(join(import.meta.dirname, '../../bot/timeline/picture.ts'), 'utf8')
  expect(source.match(/https?:[^']*/g)).toEqual(['http://www.w3.org/2000/svg'])
})

function rowOf(state: 'network', count: number, ms: number) {
  return Array.from({ length: count }, (_, index) => [index * ms, state] as const)
}

function sleeps(svg: string) {
  const bars = svg.matchAll(/class="line-sleep"[^>]* d="M(\S+) (\S+)H[^"]*"><title>/g)
  return [...bars].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
}
