/** A thread of their own for the attackers, so that they do not keep the honest ones of `hostile.ts` from looking at the clock. */
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { visit } from '../web/visitor.ts'
import { fetchFrom } from './from.ts'
import { TICKET } from './real.ts'
import { ACTS } from './worst.ts'

/** One identity for each address; addresses may be the same. `acts`: names in `ACTS`. */
export type Attack = Readonly<{
  url: string
  addresses: readonly string[]
  acts: readonly string[]
  ms: number
}>

/** How often each act was tried, by the status that came, `late` where none came in time. */
export type Tally = Record<string, Record<string, number>>

const PATIENCE_MS = 5_000
/** Between two tries of one loop. Nearly all the load is to be the server's, not that of sending. */
const PAUSE_MS = 25

/** Held open by each. All together would take the page over if nothing limited them. */
const STREAMS = 200

const { url, addresses, acts, ms } = workerData as Attack
const end = performance.now() + ms
const tally: Tally = {}

await Promise.all(addresses.map(attack))
parentPort?.postMessage(tally)

async function attack(address: string, number: number): Promise<void> {
  const call = fetchFrom(address)
  const impatient: typeof fetch = async (input, init) => {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), PATIENCE_MS)
    const response = await call(input, { ...init, signal: late.signal })
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) clearTimeout(timer)
    return response
  }
  const mallory = () => visit(url, `Mallory ${number}`, TICKET, impatient)
  const visitor = await mallory().catch(mallory)
  await Promise.all(
    acts.map(async (name) => {
      const act = ACTS[name]
      if (!act) throw new Error(`no act ${name}`)
      for (let turn = number; performance.now() < end; turn++) {
        const outcome = await act(visitor, turn).catch(() => 'late')
        const counts = tally[name] ?? {}
        tally[name] = { ...counts, [outcome]: (counts[outcome] ?? 0) + 1 }
        await delay(name === 'streams' && turn > STREAMS ? ms : PAUSE_MS)
      }
    }),
  )
}
