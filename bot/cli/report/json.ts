/** What `overlap run --json` prints for a file: one object per line. Documented in docs/json.md. */
import { z } from 'zod'
import { type OutputChunk, RUN_STATUSES, type RunResult } from '../../../sandbox/sandbox.ts'
import { type Advice, adviceSchema } from '../../analysis/advice.ts'

const count = z.number().int().min(0)

export const runReportSchema = z.object({
  /** As given on the command line. */
  file: z.string(),
  /**
   * `timeout`: wall or CPU time ran out; `memory`, `output`: exceeded the limit; `signal`: killed by one; `served`: a
   * server that got test requests and was then asked to stop.
   */
  status: z.enum(RUN_STATUSES),
  exitCode: z.number().int().nullable(),
  /** Such as `SIGSEGV`. */
  signal: z.string().nullable(),
  /** What was repaired before the run, as Markdown sentences. */
  notes: z.array(z.string()),
  stdout: z.string(),
  stderr: z.string(),
  /** Whether the middle of the output was left out. */
  truncated: z.boolean(),
  wallMs: z.number().min(0),
  /** User and system time of all processes, in ms. */
  cpuMs: z.number().min(0),
  /** Peak memory of the whole run, in bytes. */
  peakMemoryBytes: count,
  processes: count,
  threads: count,
  /** Hosts that the practice web answered for. */
  practiceHosts: z.array(z.string()),
  /** Files that the program created. */
  files: z.array(z.object({ name: z.string(), bytes: count })),
  /** Null if the program is too complex to analyse. */
  advice: adviceSchema.omit({ quiet: true, reasoning: true }).nullable(),
})

type RunReport = z.infer<typeof runReportSchema>

/** Builds the JSON report of a run; `advice` is null if the program was too complex to analyse. */
export function jsonReport(
  file: string,
  result: RunResult,
  advice: Advice | null,
  notes: readonly string[],
): RunReport {
  return {
    file,
    status: result.status,
    exitCode: result.exitCode,
    signal: result.signal,
    notes: [...notes],
    stdout: textOf('stdout', result.output),
    stderr: textOf('stderr', result.output),
    truncated: result.droppedBytes > 0,
    wallMs: result.wallMs,
    cpuMs: result.cpuMs,
    peakMemoryBytes: result.peakMemoryBytes,
    processes: result.processes,
    threads: result.threads,
    practiceHosts: [...result.practiceHosts],
    files: result.files.map(({ name, content }) => ({ name, bytes: content.length })),
    advice: advice && said(advice),
  }
}

function said({ quiet: _quiet, reasoning: _reasoning, ...advice }: Advice): RunReport['advice'] {
  return advice
}

function textOf(stream: OutputChunk['stream'], output: readonly OutputChunk[]): string {
  return output
    .filter((chunk) => chunk.stream === stream)
    .map(({ text }) => text)
    .join('')
}
