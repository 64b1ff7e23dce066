/** Results of runs as the sandbox gives them, made by hand: exact times, no jail. */
import type { Lane, LaneState, RunResult } from '../../sandbox/sandbox.ts'
import { SILENT_TRACE, type Trace } from '../../sandbox/trace.ts'

type Task = Trace['tasks'][number]

/** A run of one main thread that idles in its loop, with the given tasks and whatever else is told. */
export function runOf(
  wallMs: number,
  told: Readonly<{
    tasks?: readonly Task[]
    lanes?: readonly Lane[]
    trace?: Partial<Trace>
    status?: RunResult['status']
  }> = {},
): RunResult {
  const tasks = told.tasks ?? []
  const main = lane(2, tasks.length ? [[0, 'loop']] : [[0, 'running']], wallMs)
  const lanes = told.lanes ?? [main]
  return {
    status: told.status ?? 'ok',
    exitCode: 0,
    signal: null,
    output: [],
    droppedBytes: 0,
    wallMs,
    cpuMs: lanes.reduce((sum, one) => sum + one.cpuMs, 0),
    queuedMs: 0,
    peakMemoryBytes: 1e7,
    processes: new Set(lanes.map((one) => one.pid)).size,
    threads: lanes.length,
    waiting: {},
    lanes,
    practiceHosts: [],
    visits: [],
    files: [],
    python: '3.11',
    libraries: [],
    startupMs: 0,
    cores: 2,
    neighbours: 0,
    trace: {
      ...EMPTY,
      loops: tasks.length ? 1 : 0,
      taskCount: tasks.length,
      tasks: [...tasks],
      ...told.trace,
    },
  }
}

/** A task whose steps take no time: it waits from each time to the next, the last time being its end. */
export function task(
  coro: string,
  waits: readonly (readonly [atMs: number, what: string])[],
  endMs: number,
  told: Partial<Task> = {},
): Task {
  return {
    name: 'Task-1',
    coro,
    madeAt: 9,
    steps: waits.length + 1,
    runMs: 0.1,
    longestStepMs: 0.1,
    bornMs: waits[0]?.[0] ?? 0,
    endMs,
    state: 'ok',
    timeline: [
      ...waits.map(([at, what]): Task['timeline'][number] => [at, 0.02, 4, what]),
      [endMs, 0.02, 0, 'done'],
    ],
    ...told,
  }
}

export function lane(
  tid: number,
  states: readonly (readonly [number, LaneState])[],
  endMs: number,
  told: Partial<Lane> = {},
): Lane {
  const cpuMs = states.reduce((sum, [from, state], index) => {
    const to = states[index + 1]?.[0] ?? endMs
    return state === 'running' ? sum + to - from : sum
  }, 0)
  return { pid: 2, tid, startMs: states[0]?.[0] ?? 0, endMs, cpuMs, queuedMs: 0, states, ...told }
}

export const EMPTY: Trace = { ...SILENT_TRACE, state: 'exit' }

const times = (count: number) => Array.from({ length: count }, (_, index) => index)

/** `gather` of `count` sleeps of 0.2 s. */
export function gathered(count: number): RunResult {
  const main = task('main', [[0, 'main']], 200)
  return runOf(205, {
    tasks: [main, ...times(count).map(() => task('fetch', [[0, 'sleep']], 200))],
  })
}

/** One task that awaits `count` sleeps of 0.2 s in a row. */
export function inARow(count: number): RunResult {
  const waits = times(count).map((index) => [index * 200, 'sleep'] as const)
  return runOf(count * 200 + 5, { tasks: [task('main', waits, count * 200)] })
}

/** Each of `count` tasks is started when the one before has ended. */
export function oneByOne(count: number): RunResult {
  const tasks = times(count).map((index) =>
    task('fetch', [[index * 200, 'sleep']], (index + 1) * 200),
  )
  return runOf(count * 200 + 5, { tasks: [task('main', [[0, 'main']], count * 200), ...tasks] })
}

/** `count` sleeps of 0.2 s, at most `limit` at a time by a semaphore. */
export function limited(count: number, limit: number): RunResult {
  const tasks = times(count).map((index) => {
    const turn = Math.floor(index / limit) * 200
    const lock = turn > 0 ? [[0, 'acquire'] as const] : []
    return task('fetch', [...lock, [turn, 'sleep']], turn + 200)
  })
  return runOf(Math.ceil(count / limit) * 200 + 5, { tasks })
}

/** Two tasks under `gather` that each hold the loop for 0.3 s at line 8. */
export function blockedLoop(): RunResult {
  const place = { line: 8, func: 'save', leaf: '', samples: 28, cpuShare: 0 }
  const blocks = [0, 300].map((atMs) => ({
    atMs,
    ms: 300,
    coro: 'save',
    ready: 1,
    places: [place],
  }))
  const tasks = [0, 300].map((at) =>
    task('save', [], at + 300, { bornMs: 0, timeline: [[at, 300, 0, 'done']], runMs: 300 }),
  )
  return runOf(605, { tasks, trace: { blocks } })
}

/** `count` threads that compute by turns under the GIL, 40 ms each turn. */
export function gilThreads(count: number): RunResult {
  const turns = times(count * 5)
  const threads = times(count).map((thread) =>
    lane(
      10 + thread,
      turns.map((turn) => [turn * 40, turn % count === thread ? 'running' : 'lock'] as const),
      count * 200,
    ),
  )
  return runOf(count * 200, {
    lanes: [lane(2, [[0, 'lock']], count * 200), ...threads],
    trace: {
      threadNames: threads.map(({ tid }) => ({
        tid,
        name: `Thread-${tid} (count)`,
        target: 'count',
      })),
      lines: threads.map(({ tid }) => ({
        thread: `Thread-${tid} (count)`,
        line: 6,
        func: 'count',
        leaf: '',
        samples: 9,
        wallMs: 90,
        cpuMs: 90,
      })),
    },
  })
}

/** `count` worker processes that compute for 0.4 s at the same time. */
export function processPool(count: number): RunResult {
  const workers = times(count).map((index) =>
    lane(20 + index, [[0, 'running']], 400, { pid: 20 + index }),
  )
  return runOf(410, { lanes: [lane(2, [[0, 'lock']], 410), ...workers] })
}

/** Two threads that each wait for the lock the other holds; stopped at 3 s. */
export function deadlock(): RunResult {
  const names = ['first', 'second']
  const threads = names.map((_, index) =>
    lane(
      10 + index,
      [
        [0, 'sleep'],
        [300, 'lock'],
      ],
      3000,
    ),
  )
  const stuck = names.map((name, index) => ({
    name: `Thread-${index + 1} (${name})`,
    daemon: false,
    line: 7 + index * 6,
    func: name,
    leaf: name,
    lines: [7 + index * 6],
  }))
  return runOf(3000, {
    status: 'timeout',
    lanes: [lane(2, [[0, 'lock']], 3000), ...threads],
    trace: {
      stuckThreads: stuck,
      threadNames: names.map((name, index) => ({
        tid: 10 + index,
        name: `Thread-${index + 1} (${name})`,
        target: name,
      })),
    },
  })
}

/** A consumer that waits for a queue nobody fills any more; stopped at 3 s. */
export function endlessConsumer(): RunResult {
  const consumer = task('consumer', [[0, 'get']], 3000, {
    endMs: null,
    state: 'pending',
    timeline: [[0, 0.02, 10, 'get']],
  })
  const stuckTasks = [{ name: 'Task-3', coro: 'consumer', waitingIn: 'get', line: 10, lines: [10] }]
  return runOf(3000, {
    status: 'timeout',
    tasks: [
      task(
        'producer',
        [
          [0, 'sleep'],
          [200, 'sleep'],
          [400, 'sleep'],
        ],
        600,
      ),
      consumer,
    ],
    trace: { stuckTasks },
  })
}
