/** Results of runs as the sandbox gives them, for tests of how they are told. */
import type { RunResult, Sandbox } from '../../sandbox/sandbox.ts'

const OK: RunResult = {
  status: 'ok',
  exitCode: 0,
  signal: null,
  output: [],
  droppedBytes: 0,
  wallMs: 12,
  cpuMs: 8,
  queuedMs: 0,
  peakMemoryBytes: 20 * 1024 ** 2,
  processes: 1,
  threads: 1,
  waiting: {},
  lanes: [],
  practiceHosts: [],
  visits: [],
  files: [],
  python: '3.11.2',
  libraries: [],
  startupMs: 3,
  cores: 2,
  neighbours: 0,
  trace: null,
}

export function ranOk(stdout: string): RunResult {
  return { ...OK, output: [{ stream: 'stdout', text: stdout }] }
}

export function ran(change: Partial<RunResult>): RunResult {
  return { ...OK, ...change }
}

/** The core asks nothing else of a sandbox than to run. */
export function sandboxThat(runs: Sandbox['run']): Sandbox {
  const status = () => {
    throw new Error('nobody asks')
  }
  return { run: runs, status, close: async () => {} }
}
