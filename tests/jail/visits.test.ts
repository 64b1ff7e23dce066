import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Route, RunResult } from '../../sandbox/sandbox.ts'
import { removeFolder, startLanes } from './jails.ts'

const LANES = 2
vi.setConfig({ maxConcurrency: LANES })
const HOME: Route = { kind: 'http', method: 'GET', path: '/' }
const SOCKET: Route = { ...HOME, kind: 'raw' }
/** What one request takes, s: long enough that a busy machine makes no difference. */
const SERVICE_S = 0.4

let lanes: Awaited<ReturnType<typeof startLanes>>

beforeAll(async () => {
  lanes = await startLanes(LANES)
})

afterAll(async () => {
  await lanes.close()
  await removeFolder(lanes.stateDir)
})

const visited = (code: string, ...visits: readonly Route[]): Promise<RunResult> =>
  lanes.use((sandbox) => sandbox.run({ code, visits }))

/** From sending a request to its answer, s, those sent side by side, the quickest first. */
function waits({ visits }: RunResult): number[] {
  return visits
    .filter(({ together }) => together > 1)
    .map(({ startMs, answeredMs }) => ((answeredMs ?? Number.NaN) - startMs) / 1000)
    .toSorted((a, b) => a - b)
}

const alone = ({ visits }: RunResult) => visits.filter((visit) => visit.together === 1)

const server = (kind: string, work = `time.sleep(${SERVICE_S})`): string => `
import time
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        ${work}
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

${kind}.request_queue_size = 32
${kind}(("", 8000), Handler).serve_forever()`

describe.concurrent('a program that serves and has nothing else to do has visitors', () => {
  test('one that serves one request at a time lets the others wait', async ({ expect }) => {
    const result = await visited(server('HTTPServer'), HOME)
    expect(result).toMatchObject({ status: 'served', exitCode: null })
    expect(alone(result)).toEqual([expect.objectContaining({ route: HOME, status: 200 })])
    const times = waits(result)
    expect(times.length).toBeGreaterThan(2)
    expect(times.filter((seconds, i) => seconds < (i + 1) * SERVICE_S)).toEqual([])
  })

  test('one with a thread for each request serves them side by side', async ({ expect }) => {
    const result = await visited(server('ThreadingHTTPServer'), HOME)
    expect(result.status).toBe('served')
    const times = waits(result)
    expect(times.length).toBeGreaterThan(2)
    expect(times.at(-1)).toBeLessThan(times.length * SERVICE_S)
  })

  test('each route has its own, and what an interrupted server says is left out', async ({
    expect,
  }) => {
    const result = await visited(server('HTTPServer', 'pass'), HOME, { ...HOME, path: '/none' })
    const statuses = ['/', '/none'].map((path) => [
      ...new Set(result.visits.filter((visit) => visit.route.path === path).map((v) => v.status)),
    ])
    expect(statuses).toEqual([[200], [404]])
    expect(result.output.map(({ text }) => text).join('')).not.toContain('KeyboardInterrupt')
    expect(result.trace?.error).toBeNull()
  })

  test('clients that stay connected wait for a server of one client at a time', async ({
    expect,
  }) => {
    const result = await visited(
      `
import socket
server = socket.create_server(("127.0.0.1", 9000), backlog=32)
while True:
    client, _ = server.accept()
    with client:
        while data := client.recv(1024):
            client.sendall(data)`,
      SOCKET,
    )
    const times = waits(result)
    expect(times).toHaveLength(8)
    expect(times[1]).toBeGreaterThan(0.9)
  })

  test('a coroutine that blocks holds up the others, and the trace says where', async ({
    expect,
  }) => {
    const result = await visited(
      `
import asyncio, time
async def talk(reader, writer):
    writer.write(await reader.readline())
    time.sleep(${SERVICE_S})
    await writer.drain()
    writer.close()
async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 8888)
    await server.serve_forever()
asyncio.run(main())`,
      SOCKET,
    )
    expect(result.status).toBe('served')
    const lines = result.trace?.blocks.flatMap(({ places }) => places.map(({ line }) => line))
    expect(lines).toContain(5)
  })

  test('a WebSocket is opened and spoken to', async ({ expect }) => {
    const result = await visited(
      `
import asyncio
async def talk(reader, writer):
    await reader.readuntil(b"\\r\\n\\r\\n")
    writer.write(b"HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n\\r\\n")
    print(await reader.readexactly(11))
    writer.write(b"\\x81\\x02hi")
    await reader.read()
async def main():
    server = await asyncio.start_server(talk, "::1", 8888)
    await server.serve_forever()
asyncio.run(main())`,
      { ...HOME, kind: 'websocket' },
    )
    expect(result.visits.every(({ answeredMs }) => answeredMs !== null)).toBe(true)
    expect(result.visits[0]).toMatchObject({ together: 1, status: 101 })
    expect(result.output[0]?.text).toContain('hello')
  })
})

describe.concurrent('others have none', () => {
  test.for<[because: string, code: string]>([
    ['it ends by itself', 'print(1)'],
    [
      'it is its own client',
      `
import socket, threading, time
server = socket.create_server(("127.0.0.1", 8000))
threading.Thread(target=server.accept).start()
socket.create_connection(("127.0.0.1", 8000))
time.sleep(2)`,
    ],
    [
      'it computes',
      `
import socket, time
server = socket.create_server(("127.0.0.1", 8000))
end = time.monotonic() + 2
while time.monotonic() < end: pass`,
    ],
    ['it listens nowhere', 'import time\ntime.sleep(2)'],
  ])('%s', async ([, code], { expect }) => {
    expect(await visited(code, HOME)).toMatchObject({ status: 'ok', visits: [] })
  })

  test('the job has no routes', async ({ expect }) => {
    const limits = { wallMs: 2500 }
    const result = await lanes.use((sandbox) => sandbox.run({ code: server('HTTPServer'), limits }))
    expect(result).toMatchObject({ status: 'timeout', visits: [] })
  })
})

test('a server that answers nobody is left to its time', async () => {
  const code = `
import socket, time
server = socket.create_server(("127.0.0.1", 8000))
server.accept()
time.sleep(60)`
  const result = await visited(code, HOME)
  expect(result.status).toBe('timeout')
  expect(result.visits).toEqual([expect.objectContaining({ answeredMs: null, together: 1 })])
})
