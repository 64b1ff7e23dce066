/** Counts events by workspace and day, in memory first, so that a run doesn't wait for a write. */
import type { Alarm, Clock } from '../../core/clock.ts'
import type { Events, WorkspaceEvent } from '../../core/events.ts'
import { workspaceKey } from '../../core/keys.ts'
import type { Log } from '../../core/log.ts'
import { utcDay } from '../../lib/days.ts'
import type { Count } from '../../store/counts.ts'
import type { Store } from '../../store/store.ts'

export type CountDeps = Readonly<{
  store: Pick<Store, 'counts'>
  events: Events
  clock: Clock
  alarm: Alarm
  log: Log
}>

/** Interval between writes: a crash loses at most this much. */
const FLUSH_MS = 5_000

/** Counts events and writes them every few seconds while there are any, and on `settle`. */
export function keepCounts({ store: { counts }, events, clock, alarm, log }: CountDeps) {
  let waiting = new Map<string, Count>()
  let callOff: (() => void) | null = null
  let writing = Promise.resolve()

  events.listen((event) => {
    const day = utcDay(clock())
    for (const [metric, value] of metricsOf(event)) add({ ...event, day, metric, value })
    callOff ??= alarm(clock() + FLUSH_MS, flush)
  })

  function add({ workspace, day, metric, value }: Count): void {
    const key = `${workspaceKey(workspace)} ${day} ${metric}`
    const before = waiting.get(key)?.value ?? 0
    waiting.set(key, { workspace, day, metric, value: before + value })
  }

  function flush(): void {
    callOff = null
    const batch = [...waiting.values()]
    waiting = new Map()
    writing = writing.then(() => write(batch))
  }

  /** Writes a batch; if that fails, its counts are kept for the next one. */
  async function write(batch: readonly Count[]): Promise<void> {
    try {
      await counts.add(batch)
    } catch (err) {
      log.error({ err }, 'counts could not be written')
      for (const each of batch) add(each)
    }
  }

  /** Writes everything counted so far. */
  async function settle(): Promise<void> {
    callOff?.()
    flush()
    await writing
  }

  return { settle }
}

/** The metric names that `/stats` reads. */
function metricsOf(event: WorkspaceEvent): readonly (readonly [metric: string, value: number])[] {
  switch (event.kind) {
    case 'request':
      return [[`command.${event.command}`, 1]]
    case 'run':
      return [[`run.${event.status}`, 1]]
    case 'verdict':
      return [[`verdict.${event.verdict}`, 1]]
    case 'model':
      return [
        [event.failed ? 'model.failed' : 'model.answered', 1],
        ['model.prompt-tokens', event.promptTokens],
        ['model.answer-tokens', event.answerTokens],
      ]
    case 'tip':
      return [[`tip.${event.outcome}`, 1]]
    case 'bug':
      return [['bug', 1]]
  }
}
