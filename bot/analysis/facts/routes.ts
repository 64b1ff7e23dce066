/** Routes of a server in the source, for test requests. */
import type { Route } from '../../../sandbox/sandbox.ts'
import { addressOf, type Entry, entriesOf } from './entries.ts'
import type { Facts, Func } from './facts.ts'
import { reachedFrom } from './running.ts'
import { startOf } from './starts.ts'
import { assignedTo, executed, type Node, part, receiverOf } from './syntax.ts'

/** A route and the function that answers there, where the source says which. */
export type Served = Route & Readonly<{ func: Func | null }>

/** More are not visited. */
const MOST = 3

/** The routes worth visiting, those that do some work first; empty where nothing serves. */
export function routesOf(facts: Facts): readonly Served[] {
  return listens(facts) || startOf(facts) ? allRoutes(facts).slice(0, MOST) : []
}

/** All routes in the source, whether anything serves them or not. */
export function allRoutes(facts: Facts): readonly Served[] {
  const found = [...handlers(facts), ...methodsOfServer(facts)]
  const routes = found.length > 0 ? found : [anyRoute(facts)]
  return routes
    .filter(({ path }, i) => i === routes.findIndex((other) => other.path === path))
    .toSorted((a, b) => interest(b) - interest(a))
}

/** Whether the program itself listens on a socket. */
export const listens = (facts: Facts): boolean => facts.calls.some(({ name }) => LISTENS.test(name))

/** Calls that listen, directly or indirectly. */
const LISTENS =
  /(?:^|\.)(?:serve_forever|serve|start_server|create_server|listen|accept|run_app|TCPSite|make_server)$|^(?:uvicorn|waitress|hypercorn)\.\w+$|^flask\.Flask\(\)\.run$|(?:^|\.)app\.run$/

/** Whether a path can be used in a request as it is. */
const PATH = /^\/[!-~]{0,200}$/

function* handlers(facts: Facts): Generator<Served> {
  for (const entry of entriesOf(facts)) {
    const { route } = entry.framework
    if (route === undefined) continue
    const path = pathOf(entry, facts)
    if (path !== null && PATH.test(path))
      yield { kind: route, method: methodOf(entry), path, func: entry.func }
  }
}

/** Fills in each parameter of a path. */
function pathOf(entry: Entry, facts: Facts): string | null {
  const written = addressOf(entry)
  if (written === null) return entry.framework.module === 'websockets' ? '/' : null
  const path = (written.startsWith('/') ? written : `/${written}`).replaceAll(
    /\{[^{}]*\}|<[^<>]*>/g,
    '1',
  )
  const query = entry.framework.module === 'fastapi' ? queryOf(entry.func, written) : ''
  return prefixOf(entry, facts) + path + query
}

/** The prefixes of a router or blueprint, from where it is created and where it is added to the app. */
function prefixOf({ by }: Entry, { calls }: Facts): string {
  const router = by && receiverOf(by)?.text
  if (!router) return ''
  const prefixes = calls.flatMap((call) => {
    const isMade = assignedTo(call.node)?.text === router
    const isAdded = ADDS.test(call.name) && call.arguments[0]?.text === router
    const given = call.keywords.get('prefix') ?? call.keywords.get('url_prefix')
    const text = given?.type === 'string' ? given.text.slice(1, -1) : ''
    return (isMade || isAdded) && PATH.test(text) ? [{ text, isAdded }] : []
  })
  // The app's prefix comes first.
  return prefixes
    .toSorted((a, b) => Number(b.isAdded) - Number(a.isAdded))
    .map(({ text }) => text.replace(/\/$/, ''))
    .join('')
}

const ADDS = /\.(include_router|register_blueprint)$/

/** FastAPI refuses a request that lacks a parameter without a default. */
function queryOf(func: Func, path: string): string {
  const wanted = (part(func.node, 'parameters')?.children ?? []).flatMap((each) => {
    if (each.type !== 'identifier' && each.type !== 'typed_parameter') return []
    const name = each.type === 'identifier' ? each.text : (each.children[0]?.text ?? '')
    const type = part(each, 'type')?.text ?? 'str'
    return SIMPLE.test(type) && !path.includes(`{${name}`) ? [`${name}=1`] : []
  })
  return wanted.length > 0 ? `?${wanted.join('&')}` : ''
}

const SIMPLE = /^(int|float|str|bool)$/
const VERB = /^(get|post|put|delete|patch|head|options)$/

function methodOf({ by }: Entry): string {
  const name = by ? (part(by, 'function')?.text.split('.').at(-1) ?? '') : ''
  const verb = name.replace(/^add_/, '')
  if (VERB.test(verb)) return verb.toUpperCase()
  const methods = /methods\s*=\s*\[\s*["'](\w+)/.exec(by?.text.slice(0, 500) ?? '')?.[1]
  return methods?.toUpperCase() ?? 'GET'
}

/** `do_GET` of `http.server` distinguishes paths itself. */
function* methodsOfServer(facts: Facts): Generator<Served> {
  for (const { func, framework } of entriesOf(facts)) {
    const method = framework.module === 'http' ? /^do_([A-Z]+)$/.exec(func.name)?.[1] : undefined
    if (!method) continue
    for (const path of pathsIn(func)) yield { kind: 'http', method, path, func }
  }
}

function pathsIn(func: Func): string[] {
  const paths: string[] = []
  for (const node of executed(func.body)) {
    const text = isCompared(node) ? node.text.slice(1, -1) : ''
    if (PATH.test(text)) paths.push(text)
  }
  return paths.length > 0 ? paths : ['/']
}

/** `self.path == "/slow"`, `self.path.startswith("/slow")` */
const isCompared = (node: Node): boolean =>
  node.type === 'string' &&
  [node.parent, node.parent?.parent].some((around) => PATH_OF.test(around?.text.slice(0, 80) ?? ''))

const PATH_OF = /^\(*self\.path\b/

/** Where the source names no route: the root path of a web server, otherwise a socket with any protocol. */
function anyRoute(facts: Facts): Served {
  const func = entriesOf(facts).find(({ framework }) => SOCKETS.test(framework.module))?.func
  const isWeb = ['http', 'wsgiref', ...WEB].some((module) => facts.modules.has(module))
  return { kind: isWeb ? 'http' : 'raw', method: 'GET', path: '/', func: func ?? null }
}

const SOCKETS = /^(asyncio|socketserver|wsgiref)$/
const WEB = ['flask', 'fastapi', 'starlette', 'aiohttp', 'django', 'quart', 'sanic', 'bottle']

/** Whether a handler waits or computes, so that there is something to measure. */
function interest({ func, kind, method }: Served): number {
  if (!func) return 0
  const calls = reachedFrom(func)
  const waits =
    calls.some(({ call }) => call.library?.waits !== undefined) || func.awaits.length > 0
  const loops = func.loops.length > 0 || calls.some(({ call }) => call.target?.loops.length)
  return (waits ? 4 : 0) + (loops ? 2 : 0) + (method === 'GET' || kind !== 'http' ? 1 : 0)
}
