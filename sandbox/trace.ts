/**
 * What the interpreter reports about a run. It is written inside the learner's process, so it may be forged: the schema
 * limits sizes and shapes, but none of it may be trusted for totals or posted unescaped.
 */
import { z } from 'zod'

const text = z.string().max(200)
/**
 * A line in any file is one number: in `main.py` the line itself; in the nth entry of `files`, n × `FILE_LINES` more.
 * `placeOf` converts it back.
 */
export const FILE_LINES = 1_000_000
const FILES = 50
const line = z
  .number()
  .int()
  .min(0)
  .max((FILES + 1) * FILE_LINES)
const count = z.number().int().min(0).max(1e9)
const ms = z.number().min(0).max(1e7)

/** A position in the learner's code. `leaf` is the library function it was in, if any. */
const place = { line, func: text, leaf: text }

const task = z.object({
  name: text,
  coro: text,
  /** Line that created the task (0: not user code). */
  madeAt: line,
  steps: count,
  runMs: ms,
  longestStepMs: ms,
  bornMs: ms,
  endMs: ms.nullable(),
  state: z.enum(['pending', 'ok', 'error', 'cancelled']),
  /** Steps as [start ms, length ms, line it then waited at, what it awaited ('sleep', 'get', 'done'…)]; capped. */
  timeline: z.array(z.tuple([ms, ms, line, text])).max(4000),
})

const stuckTask = z.object({
  name: text,
  coro: text,
  /** Innermost awaited function ('get', 'sleep', 'acquire', 'join'…). */
  waitingIn: text,
  line,
  /** User-code lines from the outermost coroutine to the innermost. */
  lines: z.array(line).max(20),
})

const stuckThread = z.object({
  name: text,
  daemon: z.boolean(),
  ...place,
  lines: z.array(line).max(20),
})

export const traceSchema = z.object({
  /** When the record was written: at the end, at the soft deadline, or while running. */
  state: z.enum(['exit', 'deadline', 'running']),
  steps: count,
  loops: count,
  liveTasksMax: count,
  timerLateMaxMs: ms,
  taskCount: count,
  tasks: z.array(task).max(200),
  /** Uninterrupted loop steps over 50 ms. */
  blocks: z
    .array(
      z.object({
        atMs: ms,
        ms,
        coro: text,
        /** Ready callbacks that waited for this step to end. */
        ready: count,
        places: z
          .array(
            z.object({ ...place, samples: count, cpuShare: z.number().min(0).max(10).nullable() }),
          )
          .max(4),
      }),
    )
    .max(50),
  /** Known blocking calls from the audit hook, one entry for each event and line. */
  calls: z
    .array(z.object({ event: text, line, func: text, inLoop: z.boolean(), count, arg: text }))
    .max(400),
  /** Where time went by sampling (10 ms): wall and CPU of user lines. */
  lines: z
    .array(z.object({ thread: text, ...place, samples: count, wallMs: ms, cpuMs: ms }))
    .max(60),
  neverAwaited: z.array(z.object({ coro: text, line })).max(50),
  loopErrors: z.array(z.object({ message: text, error: text, line })).max(50),
  threadErrors: z.array(z.object({ thread: text, error: text, line })).max(50),
  /** Exceptions in futures and pool results that nobody retrieved; line 0 where it isn't user code. */
  lostErrors: z.array(z.object({ error: text, line })).max(50),
  /** Unfinished tasks and threads at the deadline, or tasks still pending at the end. */
  stuckTasks: z.array(stuckTask).max(50),
  stuckThreads: z.array(stuckThread).max(50),
  /** Threads by native id, to name lanes. */
  threadNames: z.array(z.object({ tid: count, name: text, target: text })).max(200),
  /** The uncaught exception that ended the program. */
  error: z
    .object({ type: text, message: z.string().max(1000), line, lines: z.array(line).max(20) })
    .nullable(),
  /** `repr` of the last bare expression, as a REPL shows it. */
  value: z.string().max(4000).nullable(),
  inputRequested: z.boolean(),
  /** The learner's files besides `main.py` that positions above refer to: paths in the work folder. */
  files: z.array(text).max(FILES),
  gil: z.boolean(),
})

export type Trace = z.infer<typeof traceSchema>

/** The trace of a program whose interpreter reported nothing. */
export const SILENT_TRACE: Trace = {
  state: 'running',
  steps: 0,
  loops: 0,
  liveTasksMax: 0,
  timerLateMaxMs: 0,
  taskCount: 0,
  tasks: [],
  blocks: [],
  calls: [],
  lines: [],
  neverAwaited: [],
  loopErrors: [],
  threadErrors: [],
  lostErrors: [],
  stuckTasks: [],
  stuckThreads: [],
  threadNames: [],
  error: null,
  value: null,
  inputRequested: false,
  files: [],
  gil: true,
}
