/** What a run pays for being counted: its tokens, taken from the budgets of a person and a channel. */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openStore } from '../../bot/store/store.ts'
import { type Row, timesRow } from './figures.ts'

const TAKES = 300

/** On a file beside this one: memory would tell nothing of a disk. */
export async function benchRates(): Promise<Row> {
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
  return timesRow('tokens for a run, SQLite', times)
}
