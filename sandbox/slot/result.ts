/** Validates what comes out of a slot: everything from inside the jail is untrusted until it has passed here. */
import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { type Route, RUN_STATUSES, type RunResult, WAIT_KINDS } from '../sandbox.ts'
import { SILENT_TRACE, type Trace, traceSchema } from '../trace.ts'

const ms = z.number().min(0).max(1e9)
const count = z.number().int().min(0)

export const outputFrameSchema = z.object({
  type: z.literal('output'),
  stream: z.enum(['stdout', 'stderr']),
  text: z.string(),
})

const chunkSchema = outputFrameSchema.omit({ type: true })
const laneSchema = z.object({
  pid: count,
  tid: count,
  command: z.string().max(64).optional(),
  startMs: ms,
  endMs: ms,
  cpuMs: ms,
  queuedMs: ms,
  states: z.array(z.tuple([ms, z.enum(['running', 'ready', ...WAIT_KINDS])])),
})

const MOST_VISITS = 64
const visitSchema = z.object({
  route: count.max(MOST_VISITS),
  together: count.max(MOST_VISITS),
  startMs: ms,
  answeredMs: ms.nullable(),
  status: z.number().int().min(100).max(999).nullable(),
})

const resultSchema = z.object({
  type: z.literal('result'),
  status: z.enum(RUN_STATUSES),
  exitCode: z.number().int().min(0).max(255).nullable(),
  signal: z.string().max(20).nullable(),
  output: z.array(chunkSchema),
  droppedBytes: count,
  wallMs: ms,
  cpuMs: ms,
  queuedMs: ms,
  peakMemoryBytes: count,
  processes: count,
  threads: count,
  waiting: z.partialRecord(z.enum(WAIT_KINDS), ms),
  lanes: z.array(laneSchema),
  practiceHosts: z.array(z.string().max(253)),
  visits: z.array(visitSchema).max(MOST_VISITS),
  files: z.array(z.object({ name: z.string().min(1).max(4096), content: z.string() })),
  trace: z.string().nullable(),
  lastGasp: traceSchema.shape.stuckThreads,
})

/**
 * Validates a result. A malformed trace becomes null.
 *
 * @throws {z.ZodError} The part that init wrote is malformed; the slot is then suspicious.
 */
export function parseResult(
  frame: unknown,
  surroundings: Pick<RunResult, 'python' | 'libraries' | 'startupMs' | 'cores' | 'neighbours'>,
  routes: readonly Route[],
): RunResult {
  const { type: _, trace, lastGasp, files, visits, ...measured } = resultSchema.parse(frame)
  return {
    ...measured,
    ...surroundings,
    files: files.map((file) => ({ name: file.name, content: Buffer.from(file.content, 'base64') })),
    visits: visits.flatMap((visit) => {
      const route = routes[visit.route]
      return route ? [{ ...visit, route }] : []
    }),
    trace: parseTrace(trace, lastGasp, measured.status),
  }
}

/** Where the tracer couldn't say what threads were doing, faulthandler's report replaces it. */
function parseTrace(
  text: string | null,
  lastGasp: Trace['stuckThreads'],
  status: RunResult['status'],
): Trace | null {
  const told = traceSchema.safeParse(parseJson(text))
  if (!told.success) return lastGasp.length ? { ...SILENT_TRACE, stuckThreads: lastGasp } : null
  // The KeyboardInterrupt that ended a server was ours.
  const data = status === 'served' ? { ...told.data, error: null } : told.data
  return data.stuckThreads.length ? data : { ...data, stuckThreads: lastGasp }
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}
