/** What a run pays for being counted: its tokens, taken from the budgets of a person and a channel. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '../../bot/store/store.ts'

type Figure = Readonly<{ name: string; p50Ms: number; p95Ms: number; bar: string }>

const TAKES = 300

/** On a file beside this one: memory would tell nothing of a disk. */
export async function benchRates(): Promise<readonly Figure[]> {
  const dataDir = await mkdtemp(join(import.meta.dirname, '.rates-'))
  const store = await openStore({ databaseUrl: null, dataDir }, () => {})
  const much = { burst: 1e6, perMinute: 60 }
  const times: number[] = []
  for (let each = 0; each < TAKES; each++) {
    const start = performance.now()
    await store.rates.take(
      [
        { key: `person ${each % 20}`, ...much },
        { key: 'channel', ...much },
      ],
      0,
    )
    times.push(performance.now() - start)
  }
  await store.close()
  await rm(dataDir, { recursive: true })
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * TAKES)] ?? 0
  return [{ name: 'tokens for a run, SQLite', p50Ms: at(0.5), p95Ms: at(0.95), bar: '' }]
}
