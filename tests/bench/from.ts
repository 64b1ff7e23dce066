/** `fetch` from one of this machine's own addresses, such as 127.0.0.7, so that the server sees who calls. */
import { Agent, request } from 'node:http'
import { Readable } from 'node:stream'

export function fetchFrom(localAddress: string): typeof fetch {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
  return async (input, init) => {
    const asked = new Request(input, init)
    const { method } = asked
    const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : undefined
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const call = request(asked.url, {
      method,
      agent,
      // Not that of `asked`, which may be forgotten with it.
      ...(init?.signal ? { signal: init.signal } : {}),
      localAddress,
      // `Request` leaves out what a page may not set itself.
      headers: { ...Object.fromEntries(asked.headers), ...Object(init?.headers) },
    })
    call.on('error', reject)
    call.on('response', (message) => {
      message.on('error', () => {})
      const headers = new Headers()
      for (const [name, values] of Object.entries(message.headersDistinct))
        for (const value of values ?? []) headers.append(name, value)
      const { statusCode: status = 0 } = message
      const isEmpty = method === 'HEAD' || status === 204 || status === 304
      if (isEmpty) message.resume()
      resolve(
        new Response(isEmpty ? null : (Readable.toWeb(message) as ReadableStream), {
          status,
          headers,
        }),
      )
    })
    call.end(body)
    return promise
  }
}
