/** What a lane can be doing: one table for drawing, legend and text. */
import type { LaneState } from '../../sandbox/sandbox.ts'

/** `blocked`: one step held the event loop without a pause; `tasks`: waiting for other tasks or threads. */
export type State = LaneState | 'blocked' | 'tasks'

type Look = Readonly<{
  legend: string
  /** Continues a sentence: "Ten tasks slept at the same time". */
  did: string
  /** Share of the lane's height; 0 is a hairline. Working is tall, waiting is low, and idling is thin. */
  height: number
  /** Dashes along the lane: a pattern that needs no id and works without colour. */
  dashes?: string
}>

/** In legend order. */
export const STATES: Readonly<Record<State, Look>> = {
  running: { legend: 'running', did: 'computed', height: 1 },
  blocked: { legend: 'event loop blocked', did: 'blocked the event loop', height: 1 },
  ready: { legend: 'ready, kept waiting', did: 'were kept waiting', height: 0.8, dashes: '2 2' },
  sleep: { legend: 'sleep', did: 'slept', height: 0.5 },
  network: { legend: 'network', did: 'waited for the network', height: 0.5, dashes: '7 1.5' },
  lock: {
    legend: 'lock, queue or join',
    did: 'waited for a lock or queue',
    height: 0.5,
    dashes: '2.5 1.5',
  },
  child: {
    legend: 'child program',
    did: 'waited for child programs',
    height: 0.5,
    dashes: '1.5 3',
  },
  pipe: { legend: 'file or pipe', did: 'waited for files or pipes', height: 0.5, dashes: '4 3' },
  disk: { legend: 'disk', did: 'waited for the disk', height: 0.5, dashes: '9 2 2 2' },
  other: { legend: 'other wait', did: 'waited', height: 0.5, dashes: '1 2' },
  tasks: { legend: 'waits for tasks', did: 'waited for other tasks', height: 0, dashes: '1 3' },
  loop: { legend: 'loop idle', did: 'had nothing to do', height: 0 },
}

export const STATE_NAMES = Object.keys(STATES) as readonly State[]

/** Innermost awaited functions, as the tracer names them; any other function counts as `other`. */
const AWAITED: Readonly<Partial<Record<State, string>>> = {
  sleep: 'sleep __sleep0',
  lock: 'acquire get put join wait _block',
  child: `communicate create_subprocess_exec create_subprocess_shell _make_subprocess_transport
    _connect_pipes`,
  network: `read readline readuntil readexactly _wait_for_data drain _drain_helper open_connection
    create_connection _create_connection _create_connection_transport _create_direct_connection sock_connect sock_recv sock_sendall sock_accept getaddrinfo
    _ensure_resolved request _request connect connect_tcp start start_tls send recv receive resolve
    receive_response_headers wait_closed serve_forever`,
  tasks: `gather __aexit__ _wait _wait_for_one wait_for to_thread run_in_executor shield
    _cancel_and_wait shutdown_default_executor`,
}

const BY_AWAITED: ReadonlyMap<string, State> = new Map(
  STATE_NAMES.flatMap((state) =>
    (AWAITED[state]?.split(/\s+/) ?? []).map((name) => [name, state] as const),
  ),
)

/**
 * Maps the innermost awaited function to a state. If the coroutine itself is the innermost one, it awaits a task, a
 * future or `gather`.
 */
export function awaitedState(what: string, coro: string): State {
  const known = BY_AWAITED.get(what)
  if (known) return known
  return what === lastName(coro) || what === '' ? 'tasks' : 'other'
}

/** Shortens a qualified name to what its author calls it: `main.<locals>.fetch` becomes `fetch`. */
export function lastName(qualified: string): string {
  return qualified.slice(qualified.lastIndexOf('>.') + 1).replace(/^\./, '')
}
