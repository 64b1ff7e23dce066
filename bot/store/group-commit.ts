/** Groups writes into one transaction: with `synchronous = FULL`, the commit takes the time, not the statements. */
import { sql } from 'kysely'
import type { Access, Work } from './database.ts'

type Entry = Readonly<{
  durable: boolean
  attempt: Work<() => void>
  fail(error: unknown): void
}>

/**
 * Groups writes: those that arrive during a transaction share the next one. Each is confirmed after the commit and
 * fails alone. The commit waits for the disk if one of them does.
 */
export function groupCommit(transaction: Pick<Access, 'write' | 'relaxed'>): typeof transaction {
  let waiting: Entry[] = []
  let working = false

  async function drain(): Promise<void> {
    working = true
    while (waiting.length > 0) {
      // Includes whatever has arrived at the sockets by now.
      await new Promise(setImmediate)
      const entries = waiting
      waiting = []
      const { write, relaxed } = transaction
      await together(entries, entries.some(({ durable }) => durable) ? write : relaxed)
    }
    working = false
  }

  function enter<Result>(durable: boolean, work: Work<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const attempt: Entry['attempt'] = async (db) => {
        const result = await work(db)
        return () => resolve(result)
      }
      waiting.push({ durable, attempt, fail: reject })
      if (!working) drain()
    })
  }

  return { write: (work) => enter(true, work), relaxed: (work) => enter(false, work) }
}

async function together(entries: readonly Entry[], transaction: Access['write']): Promise<void> {
  try {
    const settle = await transaction(async (db) => {
      const settle: (() => void)[] = []
      for (const entry of entries) settle.push(await alone(entry)(db))
      return settle
    })
    for (const each of settle) each()
  } catch (error) {
    for (const { fail } of entries) fail(error)
  }
}

/** Runs one write in a savepoint: if it throws, it is rolled back and the others continue. */
function alone({ attempt, fail }: Entry): Work<() => void> {
  return async (db) => {
    await sql`savepoint entry`.execute(db)
    try {
      const confirm = await attempt(db)
      await sql`release entry`.execute(db)
      return confirm
    } catch (error) {
      await sql`rollback to entry`.execute(db)
      await sql`release entry`.execute(db)
      return () => fail(error)
    }
  }
}
