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

/** A sandbox that does nothing but run. */
export function sandboxThat(runs: Sandbox['run']): Sandbox {
  const status = () => ({
    slots: 1,
    running: 0,
    waiting: 0,
    renewals: 0,
    cgroups: null,
    runtime: 'runc',
    python: '3.11.2',
    libraries: [{ name: 'pandas', module: 'pandas', version: '1.5.3' }],
  })
  return { run: runs, status, close: async () => {} }
}
