/** Metrics for Prometheus. Labels come from short fixed lists; nothing identifies a person or a workspace. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Sandbox, SandboxStatus } from '../../sandbox/sandbox.ts'
import type { Events, WorkspaceEvent } from '../core/events.ts'
import type { Log } from '../core/log.ts'
import type { Platforms } from '../core/platform.ts'

export type Metrics = Readonly<{
  contentType: string
  text(): Promise<string>
  /** Records one database query, ms. */
  asked(ms: number): void
  /** Wraps a log to count the warnings and errors that name a platform. */
  heard(log: Log): Log
}>

type Parts = Readonly<{
  events: Events
  sandbox: Pick<Sandbox, 'status'>
  platforms: Pick<Platforms, 'all'>
}>

/** Seconds. An answer takes from some ms to some 10 s. */
const ANSWER_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const QUERY_BUCKETS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]

/** Creates the Prometheus registry and starts counting events. Times are exported in seconds. */
export function createMetrics({ events, sandbox, platforms }: Parts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  events.listen(countOf(registers))
  addGauges(registers, sandbox, platforms)
  const query = new Histogram({
    name: 'overlap_store_query_seconds',
    help: 'Time of one database query',
    buckets: QUERY_BUCKETS,
    registers,
  })
  const errors = new Counter({
    name: 'overlap_platform_errors_total',
    help: 'Warnings and errors logged for a platform',
    labelNames: ['platform'],
    registers,
  })

  function heard(log: Log): Log {
    const counting =
      (level: 'warn' | 'error'): Log['warn'] =>
      (fields, message) => {
        if (typeof fields.platform === 'string') errors.inc({ platform: fields.platform })
        log[level](fields, message)
      }
    return {
      info: (fields, message) => log.info(fields, message),
      warn: counting('warn'),
      error: counting('error'),
    }
  }

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    asked: (ms) => query.observe(ms / 1000),
    heard,
  }
}

/** Adds gauges that are read on each scrape. */
function addGauges(
  registers: Registry[],
  sandbox: Parts['sandbox'],
  platforms: Parts['platforms'],
): void {
  for (const [name, help, key] of SANDBOX) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(sandbox.status()[key])
      },
    })
  }
  new Gauge({
    name: 'overlap_platform_connected',
    help: '1 while the platform is connected, else 0',
    labelNames: ['platform'],
    registers,
    collect() {
      for (const platform of platforms.all()) {
        this.set({ platform: platform.name }, Number(platform.state().connected))
      }
    },
  })
}

type Figure = { [Key in keyof SandboxStatus]: SandboxStatus[Key] extends number ? Key : never }

const SANDBOX = [
  ['overlap_queue_length', 'Runs waiting for a slot', 'waiting'],
  ['overlap_slots', 'Slots started', 'slots'],
  ['overlap_slots_running', 'Slots running a program', 'running'],
  ['overlap_slot_renewals', 'Slots replaced since startup', 'renewals'],
] as const satisfies readonly (readonly [string, string, Figure[keyof Figure]])[]

/** Creates the counters and histograms, and returns the listener that feeds them. */
function countOf(registers: Registry[]): (event: WorkspaceEvent) => void {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const seconds = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Histogram({ name, help, labelNames, buckets: ANSWER_BUCKETS, registers })
  const requests = counter('overlap_requests_total', 'Requests answered', 'platform', 'command')
  const first = seconds(
    'overlap_time_to_first_response_seconds',
    'From a request to the first thing shown',
    'platform',
  )
  const firstByOldName = seconds(
    'overlap_first_words_seconds',
    'Deprecated, gone in the next release: use overlap_time_to_first_response_seconds',
    'platform',
  )
  const done = seconds(
    'overlap_answer_seconds',
    'From a request to its finished answer',
    'platform',
  )
  const runs = counter('overlap_runs_total', 'Runs in the sandbox, by how they ended', 'status')
  const walls = seconds('overlap_run_seconds', 'Wall time of runs')
  const verdicts = counter('overlap_verdicts_total', 'Verdicts on programs', 'verdict')
  const answers = counter('overlap_model_answers_total', 'Answers of the language model', 'outcome')
  const tokens = counter('overlap_model_tokens_total', 'Tokens of the language model', 'kind')
  const tips = counter('overlap_tips_total', 'Scheduled tips, by outcome', 'outcome')
  const bugs = counter('overlap_bugs_total', 'Internal errors shown to someone as a bug id')

  return (event) => {
    switch (event.kind) {
      case 'request': {
        const { workspace, command, firstMs, doneMs } = event
        const { platform } = workspace
        requests.inc({ platform, command })
        if (firstMs !== null) {
          first.observe({ platform }, firstMs / 1000)
          firstByOldName.observe({ platform }, firstMs / 1000)
        }
        done.observe({ platform }, doneMs / 1000)
        return
      }
      case 'run':
        runs.inc({ status: event.status })
        walls.observe(event.wallMs / 1000)
        return
      case 'verdict':
        return verdicts.inc({ verdict: event.verdict })
      case 'model':
        answers.inc({ outcome: event.failed ? 'failed' : 'answered' })
        tokens.inc({ kind: 'prompt' }, event.promptTokens)
        tokens.inc({ kind: 'answer' }, event.answerTokens)
        return
      case 'tip':
        return tips.inc({ outcome: event.outcome })
      case 'bug':
        return bugs.inc()
    }
  }
}
