/** Apps that a server program starts by name, as `uvicorn main:app` and `flask run` do. */
import type { Route } from '../../../sandbox/sandbox.ts'
import type { Facts } from './facts.ts'
import { assignedTo } from './syntax.ts'

export type Start = Readonly<{
  /** Lines to append to the program. */
  code: string
  /** What the lines do, in the framework's terms. */
  as: string
}>

export type VisitPlan = Readonly<{
  /** The routes to visit; empty where nothing serves. */
  routes: readonly Route[]
  /** How to start an app that a server program normally starts; null where it starts its server itself. */
  start: Start | null
}>

/** One row for each class of apps. Where the server is missing, nothing is started. */
const APPS: readonly (readonly [made: RegExp, start: (app: string) => Start])[] = [
  [
    /^(fastapi\.FastAPI|starlette\.applications\.Starlette|quart\.Quart)$/,
    (app) => ({
      as: `uvicorn main:${app}`,
      code: guarded('import uvicorn', `uvicorn.run(${app}, log_level="error")`),
    }),
  ],
  [
    /^flask\.Flask$/,
    (app) => ({
      as: 'flask run',
      code: guarded(
        'from werkzeug.serving import make_server',
        `make_server("127.0.0.1", 5000, ${app}, threaded=True).serve_forever()`,
      ),
    }),
  ],
  [
    /^aiohttp\.web\.Application$/,
    (app) => ({
      as: `aiohttp.web.run_app(${app})`,
      code: guarded('from aiohttp import web', `web.run_app(${app}, print=None)`),
    }),
  ],
]

const guarded = (load: string, serve: string): string =>
  `\ntry:\n    ${load}\nexcept ImportError:\n    pass\nelse:\n    ${serve}\n`

/** A program that makes requests to its app itself needs no server. */
const TESTS = /(?:^|\.)(?:TestClient|test_client|test_request_context|ASGITransport|TestServer)$/

/** How to start the module's app; null where it has none. */
export function startOf({ module, calls }: Facts): Start | null {
  if (calls.some(({ name }) => TESTS.test(name))) return null
  for (const call of module.calls) {
    const start = APPS.find(([made]) => made.test(call.name))?.[1]
    const left = assignedTo(call.node)
    if (start && left?.type === 'identifier') return start(left.text)
  }
  return null
}
