import { expect, test } from 'vitest'
import { planFor } from '../../bot/analysis/advise.task.ts'

const FASTAPI = 'import uvicorn\nfrom fastapi import APIRouter, FastAPI\napp = FastAPI()\n'
const FLASK = 'from flask import Blueprint, Flask\napp = Flask(__name__)\n'

/** The routes of a program, as `kind METHOD path`. */
const routesIn = (code: string): string[] =>
  planFor(code).routes.map(({ kind, method, path }) => `${kind} ${method} ${path}`)

test.each<[because: string, code: string, ...routes: string[]]>([
  [
    'parameters of the path and of the query have a value',
    `${FASTAPI}@app.get("/items/{item_id}")\nasync def item(item_id: int, q: str, more: str = "x"): ...\nuvicorn.run(app)`,
    'http GET /items/1?q=1',
  ],
  [
    'a router has its prefixes before it',
    `${FASTAPI}router = APIRouter(prefix="/users")\n@router.post("/new")\nasync def new(): ...\napp.include_router(router, prefix="/v1")\nuvicorn.run(app)`,
    'http POST /v1/users/new',
  ],
  [
    'a blueprint too, and converters of Flask have a value',
    `${FLASK}pages = Blueprint("pages", __name__)\n@pages.route("/<int:number>", methods=["PUT"])\ndef page(number): ...\napp.register_blueprint(pages, url_prefix="/pages/")\napp.run()`,
    'http PUT /pages/1',
  ],
  [
    'those that wait or compute come first, three at most',
    `${FLASK}import time\n${[1, 2, 3, 4].map((n) => `@app.route("/${n}")\ndef f${n}(): return ""\n`).join('')}@app.route("/slow")\ndef slow(): time.sleep(1)\napp.run()`,
    'http GET /slow',
    'http GET /1',
    'http GET /2',
  ],
  [
    'paths that a handler of the standard library compares',
    'from http.server import *\nimport http.server\nclass H(http.server.BaseHTTPRequestHandler):\n    def do_GET(self):\n        if self.path == "/slow": ...\n        elif self.path.startswith("/api"): ...\nhttp.server.HTTPServer(("", 1), H).serve_forever()',
    'http GET /slow',
    'http GET /api',
  ],
  [
    'a WebSocket',
    'import asyncio, websockets\nasync def echo(ws): ...\nasync def main():\n    async with websockets.serve(echo, "", 8765): await asyncio.Future()',
    'websocket GET /',
  ],
  [
    'a socket of any protocol',
    'import socket\ns = socket.create_server(("", 1))\nwhile True:\n    c, _ = s.accept()',
    'raw GET /',
  ],
  ['nothing that serves', 'import asyncio\nasync def main(): ...\nasyncio.run(main())'],
  ['an app that is tested by the program', `${FLASK}print(app.test_client().get("/").data)`],
  [
    'a path that no request can have',
    `${FLASK}@app.route("/a\\r\\nHost: x")\ndef f(): ...\n@app.route("/größe")\ndef g(): ...\napp.run()`,
    'http GET /',
  ],
])('%s', (_, code, ...routes) => {
  expect(routesIn(code)).toEqual(routes)
})

test('an app that starts no server is started by its name', () => {
  const { start } = planFor('from fastapi import FastAPI\nshop = FastAPI()\n')
  expect(start?.as).toBe('uvicorn main:shop')
  expect(start?.code).toContain('uvicorn.run(shop')
  expect(planFor(`${FASTAPI}uvicorn.run(app)`).start).toBeNull()
})
