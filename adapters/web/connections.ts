/** Limits connections to the page's server: otherwise one address could use up all file descriptors of the process. */
import type { Server } from 'node:net'
import { sharedAddress } from './client.ts'
import { createPlaces } from './places.ts'

type Limits = Parameters<typeof createPlaces>[0]

/**
 * Closes new connections beyond the limits. Behind a proxy all connections have its address, so the proxy has to
 * limit them.
 */
export function limitConnections(server: Server, limits: Limits): void {
  const places = createPlaces(limits)
  server.on('connection', (socket) => {
    const free = places.take(sharedAddress(socket.remoteAddress ?? ''))
    if (free) socket.once('close', free)
    else socket.destroy()
  })
}
