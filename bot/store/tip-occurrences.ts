/** Occurrences of tip schedules, their outcomes, and what each channel has been shown. */
import type { Kysely } from 'kysely'
import { channelKey, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import type { Schema } from './schema.ts'
import type { Schedule } from './tip-schedules.ts'

/** One time that a schedule is due. */
export type Occurrence = Readonly<{ schedule: string; at: number }>

export type Outcome = 'posted' | 'skipped' | 'failed'

/** An occurrence that is being posted, reserved for one process until `leaseUntil` (epoch ms). */
export type Claim = Occurrence & Readonly<{ item: string; leaseUntil: number }>

type Due = Readonly<{
  schedule: Schedule
  /** The occurrence to post; null when none should be. */
  at: number | null
  /** Earlier occurrences that are too late to post. */
  skipped: readonly number[]
  nextAt: number | null
  leaseUntil: number
  now: number
  /** Candidates, best first. `shown` says when each was last shown in the channel. */
  choose(shown: ReadonlyMap<string, number>): readonly string[]
}>

/** Queries for the occurrences of tip schedules; part of `tips`. */
export function occurrences({ read, write }: Pick<Access, 'read' | 'write'>) {
  /**
   * Advances a schedule to its next occurrence, and claims `at` for the caller to post. `claim` is null when there is
   * nothing to post or it was handled before. Returns null when another process was faster.
   */
  async function claim(due: Due): Promise<Readonly<{ claim: Claim | null }> | null> {
    const { schedule, at, skipped, nextAt, leaseUntil, now } = due
    return write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('tip_schedules')
        .set({ next_at: nextAt, ...(isOver(schedule, now) ? RUNNING : {}) })
        .where('schedule', '=', schedule.schedule)
        .where('set_at', '=', schedule.setAt)
        .where('next_at', 'is not distinct from', schedule.nextAt)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) return null
      const { schedule: id } = schedule
      for (const each of skipped) await insert(db, { schedule: id, at: each }, 'skipped', now)
      if (at === null || !(await insert(db, { schedule: id, at }, 'claimed', now))) {
        return { claim: null }
      }
      const item = await showNext(db, due)
      await db
        .updateTable('tip_occurrences')
        .set({ item, lease_until: leaseUntil })
        .where('schedule', '=', schedule.schedule)
        .where('at', '=', at)
        .execute()
      return { claim: { schedule: id, at, item, leaseUntil } }
    })
  }

  /** Records a skipped occurrence. */
  async function skip(occurrence: Occurrence, now: number): Promise<void> {
    await write((db) => insert(db, occurrence, 'skipped', now))
  }

  /** Expired claims: their process crashed, or couldn't post. */
  async function overdue(now: number, limit: number): Promise<readonly Claim[]> {
    return read
      .selectFrom('tip_occurrences')
      .select(['schedule', 'at', 'item', 'lease_until as leaseUntil'])
      .where('status', '=', 'claimed')
      .where('lease_until', '<=', now)
      .orderBy('lease_until')
      .limit(limit)
      .execute()
  }

  /** Extends a claim; null when another process has it by now, or it is settled. */
  async function prolong(claim: Claim, leaseUntil: number): Promise<Claim | null> {
    return write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('tip_occurrences')
        .set({ lease_until: leaseUntil })
        .where('schedule', '=', claim.schedule)
        .where('at', '=', claim.at)
        .where('status', '=', 'claimed')
        .where('lease_until', '=', claim.leaseUntil)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n ? { ...claim, leaseUntil } : null
    })
  }

  /** Records the outcome. `posted`: how the platform finds the message. Returns false when it was settled before. */
  async function settle(
    { schedule, at }: Occurrence,
    outcome: Outcome,
    now: number,
    posted: unknown = null,
  ): Promise<boolean> {
    return write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('tip_occurrences')
        .set({ ...settled(outcome, now), posted: posted === null ? null : JSON.stringify(posted) })
        .where('schedule', '=', schedule)
        .where('at', '=', at)
        .where('status', '=', 'claimed')
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    })
  }

  /** The latest settled occurrences of a schedule, newest first. */
  async function history(
    schedule: string,
    limit: number,
  ): Promise<readonly Readonly<{ at: number; status: Outcome; item: string }>[]> {
    const rows = await read
      .selectFrom('tip_occurrences')
      .select(['at', 'status', 'item'])
      .where('schedule', '=', schedule)
      .where('status', '!=', 'claimed')
      .orderBy('at', 'desc')
      .limit(limit)
      .execute()
    return rows as { at: number; status: Outcome; item: string }[]
  }

  /** Returns an occurrence; null when it was never claimed or has been deleted. */
  async function occurrence(
    schedule: string,
    at: number,
  ): Promise<Readonly<{ item: string; settledAt: number }> | null> {
    const row = await read
      .selectFrom('tip_occurrences')
      .select(['item', 'settled_at as settledAt'])
      .where('schedule', '=', schedule)
      .where('at', '=', at)
      .executeTakeFirst()
    return row ?? null
  }

  return { claim, skip, overdue, prolong, settle, history, occurrence }
}

/** Another schedule of the channel may take the same item concurrently; then the next one is used. */
async function showNext(db: Kysely<Schema>, { schedule, now, choose }: Due): Promise<string> {
  const channel = channelKey(schedule.place)
  const before = await db
    .selectFrom('tips_shown')
    .select(['item', 'shown_at'])
    .where('channel', '=', channel)
    .execute()
  const shown = new Map(before.map((row) => [row.item, row.shown_at]))
  for (const item of choose(shown)) {
    const row = { workspace: workspaceKey(schedule.place), channel, item, shown_at: now }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('tips_shown')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['channel', 'item'])
          .doUpdateSet({ shown_at: now })
          .where('tips_shown.shown_at', '=', shown.get(item) ?? -1),
      )
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return item
  }
  throw new Error('there is nothing to show')
}

const RUNNING = { paused: null, resumes_at: null } as const

/** Whether its pause has ended. */
function isOver({ resumesAt }: Schedule, now: number): boolean {
  return resumesAt !== null && resumesAt <= now
}

/** Inserts an occurrence. Returns false when it exists already. */
async function insert(
  db: Kysely<Schema>,
  { schedule, at }: Occurrence,
  status: Outcome | 'claimed',
  now: number,
): Promise<boolean> {
  const row = { schedule, at, item: '', lease_until: 0, posted: null, ...settled(status, now) }
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('tip_occurrences')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The columns that record what became of an occurrence, and when (epoch ms). */
export function settled(status: Outcome | 'claimed', now: number) {
  return { status, settled_at: now }
}
