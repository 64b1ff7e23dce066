/** What happens, told to whoever counts it: `stats` and `/metrics`. Never who did it, nor what they wrote. */
import type { RunStatus } from '../../sandbox/sandbox.ts'
import type { Workspace } from './keys.ts'
import type { Verdict } from './verdict.ts'

export type TutorEvent =
  /** `firstMs`: until there was something to see; null when there was nothing. `command`: its name, or `talk`. */
  | Readonly<{ kind: 'request'; command: string; firstMs: number | null; doneMs: number }>
  | Readonly<{ kind: 'run'; status: RunStatus; wallMs: number }>
  | Readonly<{ kind: 'verdict'; verdict: Verdict }>
  /** One answer of a language model; `failed` when it gave none. */
  | Readonly<{ kind: 'model'; promptTokens: number; answerTokens: number; failed: boolean }>
  /** `late`: posted after its time, since the tutor was down. */
  | Readonly<{ kind: 'tip'; outcome: 'posted' | 'late' | 'skipped' | 'failed' }>
  | Readonly<{ kind: 'bug' }>

/** One thing that happened in a workspace. */
export type WorkspaceEvent = TutorEvent & Readonly<{ workspace: Workspace }>

export type Events = Readonly<{
  emit(event: WorkspaceEvent): void
  /** A listener does not wait and does not throw. */
  listen(listener: (event: WorkspaceEvent) => void): void
}>

export function createEvents(): Events {
  const listeners: ((event: WorkspaceEvent) => void)[] = []
  return {
    emit(event) {
      for (const listener of listeners) listener(event)
    },
    listen: (listener) => void listeners.push(listener),
  }
}
