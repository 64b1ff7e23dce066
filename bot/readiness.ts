/** Whether Overlap can do its work now, and what keeps it from it. */
import { setTimeout } from 'node:timers/promises'
import type { Platforms } from './platform.ts'
import type { Store } from './store/store.ts'

type Parts = Readonly<{
  store: Pick<Store, 'ping'>
  platforms: Pick<Platforms, 'all'>
  hasJail: boolean
}>

/** A database that takes longer is counted as down. */
const STORE_MS = 2_000

/** One line for each thing that is not as it should be; none when all is well. Strangers may read them. */
export async function readiness({ store, platforms, hasJail }: Parts): Promise<readonly string[]> {
  const away = platforms
    .all()
    .map((platform) => ({ name: platform.name, ...platform.state() }))
    .filter(({ connected }) => !connected)
  return [
    ...(hasJail ? [] : ['jail: cannot run code; `overlap doctor` says why']),
    ...(await storeTrouble(store)),
    ...away.map(({ name, detail }) => `${name}: ${detail}`),
  ]
}

async function storeTrouble(store: Pick<Store, 'ping'>): Promise<readonly string[]> {
  const late = new AbortController()
  const slow = setTimeout(STORE_MS, ['store: does not answer'], { signal: late.signal, ref: false })
  const asked = store.ping().then(
    () => [],
    () => ['store: cannot be read'],
  )
  const trouble = await Promise.race([asked, slow])
  late.abort()
  slow.catch(() => {})
  return trouble
}
