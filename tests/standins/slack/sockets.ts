/** Connections of Socket Mode: what is not confirmed is delivered again, on the next one if need be. */
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { newId } from './world.ts'

/** Something for the app: an event, a command, an interaction. */
export type Delivery = Readonly<{
  kind: 'events_api' | 'slash_commands' | 'interactive'
  payload: Readonly<Record<string, unknown>>
}>

export function createSockets(url: string, server: Server, changed: () => void) {
  const listening = new WebSocketServer({ server, path: '/socket' })
  const open = new Set<WebSocket>()
  const tickets = new Set<string>()
  const pending = new Map<string, { delivery: Delivery; attempt: number; done: () => void }>()
  let connected = 0

  listening.on('connection', (socket, request) => {
    const ticket = new URL(request.url ?? '/', url).searchParams.get('ticket') ?? ''
    if (!tickets.delete(ticket)) return socket.close()
    open.add(socket)
    connected += 1
    changed()
    socket.send(JSON.stringify({ type: 'hello', num_connections: open.size }))
    socket.on('close', () => open.delete(socket))
    socket.on('message', (data) => confirm(String(data)))
    for (const id of pending.keys()) send(id)
  })

  function confirm(text: string): void {
    const { envelope_id } = JSON.parse(text)
    pending.get(envelope_id)?.done()
    pending.delete(envelope_id)
  }

  function send(id: string): void {
    const found = pending.get(id)
    const [socket] = open
    if (!found || !socket) return
    const { delivery, attempt } = found
    socket.send(
      JSON.stringify({
        type: delivery.kind,
        envelope_id: id,
        payload: delivery.payload,
        accepts_response_payload: delivery.kind !== 'events_api',
        ...(attempt > 0 ? { retry_attempt: attempt, retry_reason: 'timeout' } : {}),
      }),
    )
    found.attempt += 1
  }

  return {
    connected: () => connected,
    isOpen: () => open.size > 0,
    open(): string {
      const ticket = newId('ticket')
      tickets.add(ticket)
      return `${url.replace('http', 'ws')}/socket?ticket=${ticket}`
    },
    deliver(delivery: Delivery): Promise<void> {
      return new Promise((done) => {
        const id = newId('envelope')
        pending.set(id, { delivery, attempt: 0, done })
        send(id)
      })
    },
    /** A message that is no envelope, or not a whole one. */
    say(text: string): void {
      for (const socket of open) socket.send(text)
    },
    /** As a network does it: without a word. */
    drop(): void {
      for (const socket of open) socket.terminate()
    },
    /** As Slack does it every few hours. */
    refresh(): void {
      for (const socket of open) {
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }))
      }
    },
    close(): void {
      for (const socket of open) socket.terminate()
      listening.close()
    },
  }
}
