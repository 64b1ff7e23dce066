/** What `overlap run --json` prints for a file: one object a line. Documented in docs/json.md. */
import { z } from 'zod'
import { type OutputChunk, RUN_STATUSES, type RunResult } from '../../../sandbox/sandbox.ts'
import { type Advice, adviceSchema } from '../../analysis/advice.ts'

const count = z.number().int().min(0)

export const runReportSchema = z.object({
  /** As it was given on the command line. */
  file: z.string(),
  /** `timeout`: wall or CPU time; `memory` and `output`: more than the limit; `signal`: killed by one; `served`: a server that had test requests and was asked to end. */
  status: z.enum(RUN_STATUSES),
  exitCode: z.number().int().nullable(),
  /** Such as `SIGSEGV`. */
  signal: z.string().nullable(),
  /** What was repaired before it ran, in sentences of Markdown. */
  notes: z.array(z.string()),
  stdout: z.string(),
  stderr: z.string(),
  /** Whether output was left out: its head and its tail are kept. */
  truncated: z.boolean(),
  wallMs: z.number().min(0),
  /** User and system time of all processes. */
  cpuMs: z.number().min(0),
  /** Of everything the run used together. */
  peakMemoryBytes: count,
  processes: count,
  threads: count,
  /** Hosts that the practice web answered for. */
  practiceHosts: z.array(z.string()),
  /** Files that the program left behind. */
  files: z.array(z.object({ name: z.string(), bytes: count })),
  /** Null where the program is too tangled to analyse. */
  advice: adviceSchema.omit({ quiet: true, reasoning: true }).nullable(),
})

type RunReport = z.infer<typeof runReportSchema>

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
