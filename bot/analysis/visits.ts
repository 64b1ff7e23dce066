/** Evaluates the test requests to a server: how long one takes alone, and how many are served concurrently. */
import type { Route, Visit } from '../../sandbox/sandbox.ts'
import { allRoutes, type Served } from './facts/routes.ts'
import type { Program } from './program.ts'
import { code, duration } from './wording.ts'

/** How one route answered. */
export type Service = Readonly<{
  served: Served
  /** Response time of a request sent alone, ms; null without a response. */
  aloneMs: number | null
  /** The fastest response of all, ms: the first request may have had to load something. */
  quickestMs: number
  status: number | null
  /** How many were sent concurrently; 1 where none were. */
  together: number
  answered: number
  /** How many of these were answered about as fast as one alone. */
  atATime: number
  /** Time from sending the requests to the last response, ms. */
  lastMs: number
}>

/** Summarizes the test requests by route, in the order of each route's first request; empty where there were none. */
export function servicesOf({ facts, measures }: Program): readonly Service[] {
  const visits = measures?.result.visits ?? []
  if (visits.length === 0) return []
  const known = new Map(allRoutes(facts).map((served) => [keyOf(served), served]))
  return [...Map.groupBy(visits, ({ route }) => keyOf(route))].flatMap(([key, own]) => {
    const [first] = own
    return first ? [serviceOf(known.get(key) ?? { ...first.route, func: null }, own)] : []
  })
}

const keyOf = ({ kind, method, path }: Route): string => [kind, method, path].join(' ')

/** About as fast: at most half as long again, plus what a busy machine adds (ms). */
const LATE = { factor: 1.5, ms: 50 } as const
/**
 * Fewer concurrent requests or a shorter wait (ms) prove nothing, nor does a last response well before sequential
 * handling would give it.
 */
const IN_TURN = { together: 3, ms: 150, share: 0.7 } as const
/**
 * A busy machine multiplies response times below `ms`; a server that waits for its clients to leave takes longer than
 * `heldMs`.
 */
const QUICK = { ms: 60, heldMs: 800 } as const

function serviceOf(served: Served, visits: readonly Visit[]): Service {
  const alone = visits.find(({ together }) => together === 1)
  const times = visits
    .filter(({ together }) => together > 1)
    .flatMap(({ startMs, answeredMs }) => (answeredMs === null ? [] : [answeredMs - startMs]))
    .toSorted((a, b) => a - b)
  const aloneMs = alone && alone.answeredMs !== null ? alone.answeredMs - alone.startMs : null
  const quickestMs = Math.min(aloneMs ?? times[0] ?? 0, times[0] ?? aloneMs ?? 0)
  return {
    served,
    aloneMs,
    quickestMs,
    status: alone?.status ?? null,
    together: Math.max(1, ...visits.map(({ together }) => together)),
    answered: times.length,
    atATime: Math.max(1, times.filter((ms) => ms <= LATE.factor * quickestMs + LATE.ms).length),
    lastMs: times.at(-1) ?? 0,
  }
}

/** Whether fewer than half were served concurrently, and the others waited long enough to be sure. */
export const isInTurn = ({ together, atATime, lastMs, quickestMs }: Service): boolean =>
  together >= IN_TURN.together &&
  atATime * 2 <= together &&
  lastMs - quickestMs >= (quickestMs < QUICK.ms ? QUICK.heldMs : IN_TURN.ms) &&
  lastMs >= IN_TURN.share * (together / atATime) * quickestMs

/** Whether its visitors didn't have to wait for each other, but would have if it had served one at a time. */
export function servesTogether(program: Program): boolean {
  const long = servicesOf(program).filter(
    ({ together, quickestMs }) => together >= IN_TURN.together && quickestMs >= IN_TURN.ms,
  )
  return long.length > 0 && !long.some(isInTurn)
}

/** Whether it accepted the request but gave no response before the visitors left. */
export const isSilent = ({ served, aloneMs }: Service): boolean =>
  served.kind === 'http' && aloneMs === null

/** A route in words: `GET /prices`. */
export function routeName({ kind, method, path }: Served): string {
  if (kind === 'http') return code(`${method} ${path}`)
  return kind === 'websocket' ? `the WebSocket ${code(path)}` : 'a client'
}

/** One sentence on a route, with its numbers. */
export function serviceSentence(service: Service): string {
  const { served, aloneMs, status, together, answered, lastMs } = service
  const isRaw = served.kind === 'raw'
  const tested = isRaw ? 'A test client' : `A test request to ${routeName(served)}`
  if (aloneMs === null) return `${tested} got no answer.`
  if (status !== null && status >= 400) return `${tested} got status ${status}.`
  const alone = isRaw
    ? `A single client got its answer after ${duration(aloneMs)}`
    : `${capital(routeName(served))} answered in ${duration(aloneMs)} on its own`
  if (together === 1) return `${alone}.`
  if (answered === 0) return `${alone}; with ${sentTogether(service)}, none was answered in time.`
  return `${alone}; with ${sentTogether(service)}, ${how(service)}the last answer took ${duration(lastMs)}.`
}

/** `8 requests at the same time`, `8 clients at the same time`. */
export const sentTogether = ({ served, together }: Service): string =>
  `${together} ${clients(served)} at the same time`

/** The noun for those who use a route: "requests" for HTTP, otherwise "clients". */
export const clients = ({ kind }: Served): string => (kind === 'http' ? 'requests' : 'clients')

function how(service: Service): string {
  const { together, atATime } = service
  if (isInTurn(service))
    return atATime === 1 ? 'it served one at a time, and ' : 'some had to wait for others, and '
  return atATime * 2 > together ? 'none had to wait for another, and ' : ''
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
