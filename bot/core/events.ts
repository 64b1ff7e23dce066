/** Events that `stats` and `/metrics` count. They never say who did something or what anyone wrote. */
import type { RunStatus } from '../../sandbox/sandbox.ts'
import type { Workspace } from './keys.ts'
import type { Verdict } from './verdict.ts'

export type TutorEvent =
  /**
   * `firstMs`: time until the first message, null without one. `command`: its name, or `talk` where no command was
   * found.
   */
  | Readonly<{ kind: 'request'; command: string; firstMs: number | null; doneMs: number }>
  | Readonly<{ kind: 'run'; status: RunStatus; wallMs: number }>
  | Readonly<{ kind: 'verdict'; verdict: Verdict }>
  /** One call of a language model; `failed` when it gave no answer. */
  | Readonly<{ kind: 'model'; promptTokens: number; answerTokens: number; failed: boolean }>
  /** `late`: posted after its time because the tutor was down. */
  | Readonly<{ kind: 'tip'; outcome: 'posted' | 'late' | 'skipped' | 'failed' }>
  | Readonly<{ kind: 'bug' }>

/** An event with the workspace where it happened. */
export type WorkspaceEvent = TutorEvent & Readonly<{ workspace: Workspace }>

export type Events = Readonly<{
  emit(event: WorkspaceEvent): void
  /** Adds a listener, which must not block and must not throw. */
  listen(listener: (event: WorkspaceEvent) => void): void
}>

/** Creates an event hub that calls every listener synchronously, in the order they were added. */
export function createEvents(): Events {
  const listeners: ((event: WorkspaceEvent) => void)[] = []
  return {
    emit(event) {
      for (const listener of listeners) listener(event)
    },
    listen: (listener) => void listeners.push(listener),
  }
}
