/** Receives Slack's requests on the page's server: events, commands, buttons, and the installation pages. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { HTTPReceiverDeferredRequestError } from '@slack/bolt'
import type { Log } from '../../../bot/core/log.ts'

const MIB = 1024 ** 2
/** Slack's largest payloads, modals with all their text, are far smaller. */
const BODY_BYTES = 4 * MIB
const FORM = 'application/x-www-form-urlencoded'

/**
 * Wraps Bolt's listeners in a check that rejects bodies over 4 MiB and those that aren't a JSON object or a form,
 * which would otherwise cause an uncaught error. Bolt looks for `rawBody` first. A listener throws for a path that
 * isn't its own.
 */
export function slackListener(listeners: readonly RequestListener[], log: Log): RequestListener {
  async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const rawBody = await bodyOf(request)
    if (rawBody === null) return end(response, 413)
    const isForm = request.headers['content-type']?.toLowerCase().startsWith(FORM) === true
    if (request.method === 'POST' && !isReadable(rawBody, isForm)) return end(response, 400)
    // Bolt recognises a form only by this exact value.
    if (isForm) request.headers['content-type'] = FORM
    const whole = Object.assign(request, { rawBody })
    const isTaken = listeners.some((listener) => takes(() => listener(whole, response)))
    if (!isTaken) end(response, 404)
  }
  return (request, response) => {
    listen(request, response).catch((err: unknown) => {
      log.warn({ err, platform: 'slack' }, 'a request of Slack broke off')
      if (!response.headersSent) end(response, 400)
    })
  }
}

function takes(listen: () => void): boolean {
  try {
    listen()
    return true
  } catch (error) {
    if (error instanceof HTTPReceiverDeferredRequestError) return false
    throw error
  }
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { Connection: 'close' }).end()
}

/** Returns null if the body is too long. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk)
    bytes += buffer.byteLength
    if (bytes > BODY_BYTES) return null
    chunks.push(buffer)
  }
  return Buffer.concat(chunks)
}

function isReadable(body: Buffer, isForm: boolean): boolean {
  const text = body.toString()
  if (isForm) {
    const payload = new URLSearchParams(text).get('payload')
    return payload === null || isObject(payload)
  }
  return isObject(text)
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
