/** Calls that may be made once more when Discord has trouble, or the connection breaks before their answer: the library tries again at once, and not after every kind of break. */
import { setTimeout as delay } from 'node:timers/promises'
import { HTTPError, type REST, type RouteLike } from 'discord.js'

type Options = Parameters<REST['post']>[1]

/** Before each try after the first, ms. An interaction has three seconds. */
const WAITS_MS = [100, 500]

export function again(rest: () => REST) {
  const call = (method: 'get' | 'post' | 'patch' | 'put' | 'delete') => {
    return (route: RouteLike, options?: Options): Promise<unknown> =>
      tried(() => rest()[method](route, options))
  }
  return {
    get: call('get'),
    post: call('post'),
    patch: call('patch'),
    put: call('put'),
    delete: call('delete'),
  }
}

async function tried(call: () => Promise<unknown>): Promise<unknown> {
  for (const waitMs of WAITS_MS) {
    try {
      return await call()
    } catch (error) {
      if (!isPassing(error)) throw error
      await delay(waitMs)
    }
  }
  return call()
}

/** It may work a little later: Discord has trouble, or was not reached. */
export function isPassing(error: unknown): boolean {
  return (error instanceof HTTPError && error.status >= 500) || isBroken(error)
}

/** The connection could not be made, or ended early. */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // The library gives up on a call that gets no answer.
  if (error.name === 'AbortError') return true
  const code = 'code' in error ? String(error.code) : ''
  return BREAKS.test(code) || isBroken(error.cause)
}

const BREAKS = /^(?:UND_ERR_(?:SOCKET|CONNECT_TIMEOUT)|ECONNRESET|ECONNREFUSED|EPIPE|EAI_AGAIN)$/
