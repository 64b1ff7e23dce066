/** Calls that may be made once more when the connection breaks before their answer: the library does so for one kind of break only. */
import { setTimeout as delay } from 'node:timers/promises'
import type { REST, RouteLike } from 'discord.js'

type Options = Parameters<REST['post']>[1]

/** Before each try after the first, ms. An interaction has three seconds. */
const WAITS_MS = [100, 500]

export function again(rest: REST) {
  const call = (method: 'get' | 'post' | 'patch' | 'put' | 'delete') => {
    return (route: RouteLike, options?: Options): Promise<unknown> =>
      tried(() => rest[method](route, options))
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
      if (!isBroken(error)) throw error
      await delay(waitMs)
    }
  }
  return call()
}

/** The connection could not be made, or ended early. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return BREAKS.test(code) || isBroken(error.cause)
}

const BREAKS = /^(?:UND_ERR_(?:SOCKET|CONNECT_TIMEOUT)|ECONNRESET|ECONNREFUSED|EPIPE|EAI_AGAIN)$/
