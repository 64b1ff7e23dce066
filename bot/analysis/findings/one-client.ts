/** Servers that finish with one client before accepting the next. */
import type { Call, Facts, Func, Loop } from '../facts/facts.ts'
import { reachedFrom, waitsIn } from '../facts/running.ts'
import { assignedTo, part } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { servesTogether } from '../visits.ts'
import { code } from '../wording.ts'

export const oneClientAtATime: FindingRule = {
  name: 'one-client-at-a-time',
  severity: 'error',
  docs: 'library/socketserver.html#asynchronous-mixins',
  *find(program) {
    if (servesTogether(program)) return
    yield* acceptLoops(program)
    yield* plainServers(program)
  },
}

/** `conn, address = server.accept()` in a loop that talks to the client itself. */
function* acceptLoops({ facts }: Program): Generator<Sighting> {
  if (!facts.modules.has('socket')) return
  for (const accept of facts.calls) {
    const loop = accept.loops.at(-1)
    if (!loop || !isAccept(accept) || accept.awaited || startsSomething(loop, accept.func, facts))
      continue
    const talk = talkIn(loop, accept)
    if (!talk) continue
    yield {
      line: talk.line,
      message: `The server accepts the next client (line ${accept.line}) only when it has finished with this one (line ${talk.line}), so it serves one client at a time. Start ${code(`threading.Thread(target=..., args=(conn,))`)} for each connection, or use \`asyncio.start_server\`.`,
    }
  }
}

const isAccept = (call: Call): boolean =>
  /\.accept$/.test(part(call.node, 'function')?.text ?? '') && call.arguments.length === 0

/** Whether threads, processes, pools, tasks or a selector handle the clients. */
function startsSomething(loop: Loop, func: Func, facts: Facts): boolean {
  const outer = func.loops.filter((each) => each === loop)
  const starts = facts.spawns.some(
    ({ call }) => call.func === func && call.loops.some((each) => outer.includes(each)),
  )
  return starts || /\.(select|poll|fork|setblocking|start|submit)\(/.test(loop.node.text)
}

const TALKS = /\.(recv|recv_into|sendall|send|makefile|read|readline|readlines)$/

/** The first call of the loop that reads from the client, or hands it to a function that does. */
function talkIn(loop: Loop, accept: Call): Call | null {
  const client = clientOf(accept)
  if (client === null) return null
  const isOn = (call: Call): boolean => textOf(call).startsWith(`${client}.`)
  const isGiven = (call: Call): boolean =>
    [...call.arguments, ...call.keywords.values()].some((each) => each.text === client)
  const after = accept.func.calls.filter(
    (call) => call !== accept && call.loops.includes(loop) && call.line >= accept.line,
  )
  return (
    after.find((call) => {
      if (TALKS.test(textOf(call)) && isOn(call)) return true
      const { target } = call
      if (!target || target.async || !isGiven(call)) return false
      return [...target.calls, ...reachedFrom(target).map((each) => each.call)].some((each) =>
        TALKS.test(textOf(each)),
      )
    }) ?? null
  )
}

/** `conn` of `conn, address = server.accept()`. */
function clientOf({ node }: Call): string | null {
  const left = assignedTo(node)
  return left?.type === 'pattern_list' || left?.type === 'tuple_pattern'
    ? (left.children[0]?.text ?? null)
    : null
}

const textOf = (call: Call): string => part(call.node, 'function')?.text ?? call.name

const PLAIN_SERVER =
  /^(http\.server\.HTTPServer|socketserver\.(TCPServer|UnixStreamServer)|wsgiref\.simple_server\.make_server|xmlrpc\.server\.SimpleXMLRPCServer)$/
const THREADING: Readonly<Record<string, string>> = {
  'http.server.HTTPServer': 'http.server.ThreadingHTTPServer',
  'socketserver.TCPServer': 'socketserver.ThreadingTCPServer',
  'socketserver.UnixStreamServer': 'socketserver.ThreadingUnixStreamServer',
}
const HANDLES = /^(do_(GET|POST|PUT|DELETE|HEAD|PATCH)|handle)$/
const LONG_WAIT = /^(sleep|network|child|database)$/

/** A server of the standard library without threads, whose handler waits. */
function* plainServers({ facts }: Program): Generator<Sighting> {
  const server = facts.calls.find(({ name }) => PLAIN_SERVER.test(name))
  if (!server || /ThreadingMixIn|ForkingMixIn/.test(facts.source)) return
  const wait = facts.functions
    .filter((func) => func.class !== null && HANDLES.test(func.name))
    .flatMap((func) => waitsIn(func))
    .find(({ call }) => LONG_WAIT.test(call.library?.waits ?? ''))?.call
  if (!wait) return
  const threading = THREADING[server.name] ?? 'a class with `socketserver.ThreadingMixIn`'
  yield {
    line: server.line,
    message: `${code(server.name)} (line ${server.line}) serves one request at a time: while ${code(wait.name)} at line ${wait.line} waits, every other client waits too. Use ${threading.startsWith('a ') ? threading : code(threading)}.`,
  }
}
