/** Health of everything Overlap needs to do its work. */
import { setTimeout } from 'node:timers/promises'
import type { SandboxStatus } from '../../sandbox/sandbox.ts'
import type { Clock } from '../core/clock.ts'
import type { Platforms } from '../core/platform.ts'
import type { State } from '../core/state.ts'
import type { Store } from '../store/store.ts'

type Parts = Readonly<{
  store: Pick<Store, 'ping'>
  platforms: Pick<Platforms, 'all'>
  isStopping: () => boolean
  /** Null where code cannot be run. */
  jail: (() => SandboxStatus) | null
}>

/** A database that takes longer counts as down. */
const STORE_MS = 2_000
/** A ping's result is reused for this long: pings write, and anyone may trigger one through `/readyz`. */
const PING_MS = 1_000

/** Wraps a store so that pings reach the database once a second at most. */
export function pingedSparingly(store: Parts['store'], clock: Clock): Parts['store'] {
  let last: Readonly<{ at: number; answer: Promise<void> }> | null = null
  return {
    ping: () => {
      const now = clock()
      // After the clock was set back, ping immediately.
      if (!last || now < last.at || now >= last.at + PING_MS)
        last = { at: now, answer: store.ping() }
      return last.answer
    },
  }
}

/** Checks everything that Overlap needs. A store that takes longer than 2 s to answer counts as down. */
export async function statesOf(parts: Parts): Promise<readonly State[]> {
  const { store, platforms, jail, isStopping } = parts
  return [
    ...(isStopping() ? [STOPPING] : []),
    jailState(jail),
    await storeState(store),
    ...platforms.all().map((platform) => {
      const { connected, detail } = platform.state()
      return { name: platform.name, ok: connected, detail }
    }),
  ]
}

/** Runs in progress finish; new ones are for another process. */
const STOPPING: State = { name: 'overlap', ok: false, detail: 'is stopping' }

function jailState(jail: Parts['jail']): State {
  if (jail === null) {
    return { name: 'jail', ok: false, detail: 'cannot run code; `overlap doctor` says why' }
  }
  const { slots, running, waiting } = jail()
  const detail = `${slots} slots, ${running} running, ${waiting} waiting`
  return { name: 'jail', ok: true, detail }
}

async function storeState(store: Pick<Store, 'ping'>): Promise<State> {
  const end = new AbortController()
  const slow = setTimeout(STORE_MS, 'does not answer', { signal: end.signal, ref: false })
  slow.catch(() => {})
  const asked = store.ping().then(
    () => null,
    () => 'cannot be read or written',
  )
  const trouble = await Promise.race([asked, slow])
  end.abort()
  return { name: 'store', ok: trouble === null, detail: trouble ?? 'answers' }
}
