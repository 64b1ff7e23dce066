/** Connections to the page's server: without a bound, one address could use up all that the process may have open. */
import type { Server } from 'node:net'
import { sharedAddress } from './client.ts'
import { createPlaces } from './places.ts'

type Limits = Parameters<typeof createPlaces>[0]

/** Closes those beyond the limits as they come. Behind a proxy all have its address, so that it has to limit them. */
export function limitConnections(server: Server, limits: Limits): void {
  const places = createPlaces(limits)
  server.on('connection', (socket) => {
    const free = places.take(sharedAddress(socket.remoteAddress ?? ''))
    if (free) socket.once('close', free)
    else socket.destroy()
  })
}
