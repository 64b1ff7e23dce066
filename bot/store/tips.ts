/** Schedules of tips, each time that one was due, and what each channel has been shown. */
import type { Kysely } from 'kysely'
import type { Access } from './database.ts'
import {
  type Channel,
  channelKey,
  channelOf,
  type Known,
  personOf,
  proper,
  type Workspace,
  workspaceKey,
} from './keys.ts'
import { acquainted } from './people.ts'
import type { Schema } from './schema.ts'

/** Why nothing is posted: an admin wished it, or `closed` the channel, `rights` those of whoever set it. */
export type Pause = 'asked' | 'closed' | 'rights'

/** What may change of a schedule. */
type Course = Readonly<{
  /** A JSON value that its readers check. */
  plan: unknown
  paused: Pause | null
  /** Of a pause with an end, epoch ms: the first occurrence may be then. */
  resumesAt: number | null
  /** Epoch ms; null while it is paused without an end, or when nothing follows. */
  nextAt: number | null
}>

export type Schedule = Course &
  Readonly<{
    schedule: string
    /** As people call it; another one may have it once this has ended. */
    number: number
    place: Channel
    /** Who answers for it; null once their data was deleted. */
    by: Known | null
    setAt: number
  }>

/** One time that a schedule is due. */
export type Occurrence = Readonly<{ schedule: string; at: number }>

export type Outcome = 'posted' | 'skipped' | 'failed'

/** An occurrence that is being posted: whoever has it has it until then, and then another may take it. */
export type Claim = Occurrence & Readonly<{ item: string; leaseUntil: number }>

type Due = Readonly<{
  schedule: Schedule
  /** Null: nothing is posted. */
  at: number | null
  /** Those before it that are too late. */
  skipped: readonly number[]
  nextAt: number | null
  leaseUntil: number
  now: number
  /** What may be shown, the best first. `shown` says when each was last shown in the channel. */
  choose(shown: ReadonlyMap<string, number>): readonly string[]
}>

export function tips({ read, write }: Access) {
  /** Gives its number. `schedule` is unique. */
  async function add(
    { schedule, place, plan, nextAt }: Pick<Schedule, 'schedule' | 'place' | 'plan' | 'nextAt'>,
    by: Known,
    at: number,
  ): Promise<number> {
    return write(async (db) => {
      const person = await acquainted(db, by, at)
      const workspace = workspaceKey(place)
      const { last } = await db
        .selectFrom('tip_schedules')
        .select(({ fn }) => fn.max<number | null>('number').as('last'))
        .where('workspace', '=', workspace)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow()
      const number = (last ?? 0) + 1
      const row = { schedule, workspace, channel: channelKey(place), number, person, set_at: at }
      const course = { paused: null, resumes_at: null, next_at: nextAt, ended_at: null }
      await db
        .insertInto('tip_schedules')
        .values({ ...row, plan: JSON.stringify(plan), ...course })
        .execute()
      return number
    })
  }

  /** Those that have not ended, by their numbers. */
  async function of(workspace: Workspace): Promise<readonly Schedule[]> {
    const rows = await schedules()
      .where('workspace', '=', workspaceKey(workspace))
      .where('ended_at', 'is', null)
      .orderBy('number')
      .execute()
    return rows.map(scheduleOf)
  }

  /** Whether it has ended or not. */
  async function find(schedule: string): Promise<Schedule | null> {
    const row = await schedules().where('schedule', '=', schedule).executeTakeFirst()
    return row ? scheduleOf(row) : null
  }

  /** False when it has come to another occurrence since `before` was read, was changed, or has ended. */
  async function change(
    before: Schedule,
    course: Partial<Course>,
    by?: Readonly<{ person: Known; at: number }>,
  ): Promise<boolean> {
    return write(async (db) => {
      const { plan, paused, resumesAt, nextAt } = { ...before, ...course }
      const setBy = by && { person: await acquainted(db, by.person, by.at), set_at: by.at }
      const { numUpdatedRows } = await db
        .updateTable('tip_schedules')
        .set({ plan: JSON.stringify(plan), paused, resumes_at: resumesAt, next_at: nextAt })
        .$if(setBy !== undefined, (query) => query.set(setBy ?? {}))
        .where('schedule', '=', before.schedule)
        .where('ended_at', 'is', null)
        .where('set_at', '=', before.setAt)
        .where('next_at', 'is not distinct from', before.nextAt)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    })
  }

  /** Nothing more is posted; buttons of what was go on working for a while. False when it had ended. */
  async function end(schedule: string, at: number): Promise<boolean> {
    return write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('tip_schedules')
        .set({ ended_at: at, next_at: null })
        .where('schedule', '=', schedule)
        .where('ended_at', 'is', null)
        .executeTakeFirstOrThrow()
      await db
        .updateTable('tip_occurrences')
        .set(settled('skipped', at))
        .where('schedule', '=', schedule)
        .where('status', '=', 'claimed')
        .execute()
      return numUpdatedRows === 1n
    })
  }

  /** Those to be posted now; none of a workspace that was left. */
  async function due(now: number, limit: number): Promise<readonly Schedule[]> {
    const rows = await schedules()
      .where('next_at', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('workspaces')
              .select('left_at')
              .whereRef('workspaces.workspace', '=', 'tip_schedules.workspace')
              .where('left_at', 'is not', null),
          ),
        ),
      )
      .orderBy('next_at')
      .limit(limit)
      .execute()
    return rows.map(scheduleOf)
  }

  /** When there is something to do after `now`; infinite when never. */
  async function nextAt(now: number): Promise<number> {
    const [schedule, claim] = await Promise.all([
      read
        .selectFrom('tip_schedules')
        .select(({ fn }) => fn.min<number | null>('next_at').as('at'))
        .where('next_at', '>', now)
        .executeTakeFirst(),
      read
        .selectFrom('tip_occurrences')
        .select(({ fn }) => fn.min<number | null>('lease_until').as('at'))
        .where('status', '=', 'claimed')
        .where('lease_until', '>', now)
        .executeTakeFirst(),
    ])
    return Math.min(schedule?.at ?? Infinity, claim?.at ?? Infinity)
  }

  /**
   * The schedule goes on to its next occurrence, and `at` is the caller's to post; not when it was dealt with before.
   * Null when another process was quicker.
   */
  async function claim({
    schedule,
    at,
    skipped,
    nextAt,
    leaseUntil,
    now,
    choose,
  }: Due): Promise<Readonly<{ claim: Claim | null }> | null> {
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
      const item = await showNext()
      await db
        .updateTable('tip_occurrences')
        .set({ item, lease_until: leaseUntil })
        .where('schedule', '=', schedule.schedule)
        .where('at', '=', at)
        .execute()
      return { claim: { schedule: id, at, item, leaseUntil } }

      /** Another schedule of the channel may take the same at the same moment: then it is the next one. */
      async function showNext(): Promise<string> {
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
    })
  }

  /** Notes down one that is not posted. */
  async function skip(occurrence: Occurrence, now: number): Promise<void> {
    await write((db) => insert(db, occurrence, 'skipped', now))
  }

  /** Claims whose time is over: whoever had them crashed, or could not post. */
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

  /** The claim with a new end; null when it is another's by now, or settled. */
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

  /** `posted` is the message as the platform finds it again. False when it was settled before. */
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

  /** The latest ones of it that are dealt with, the last one first. */
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

  /** Null when it was never claimed, or is forgotten. */
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

  /** Occurrences, and schedules that have ended. */
  async function forget(before: number): Promise<void> {
    await write(async (db) => {
      await db
        .deleteFrom('tip_occurrences')
        .where('at', '<', before)
        .where('status', '!=', 'claimed')
        .execute()
      await db.deleteFrom('tip_schedules').where('ended_at', '<', before).execute()
    })
  }

  function schedules() {
    return read
      .selectFrom('tip_schedules')
      .leftJoin('people', 'people.person', 'tip_schedules.person')
      .select([
        'schedule',
        'number',
        'channel',
        'tip_schedules.person',
        'people.name',
        'set_at',
        'plan',
        'paused',
        'resumes_at',
        'next_at',
      ])
  }

  return {
    add,
    of,
    find,
    change,
    end,
    due,
    nextAt,
    claim,
    skip,
    overdue,
    prolong,
    settle,
    history,
    occurrence,
    forget,
  }
}

const RUNNING = { paused: null, resumes_at: null } as const

/** Its pause has come to an end. */
function isOver({ resumesAt }: Schedule, now: number): boolean {
  return resumesAt !== null && resumesAt <= now
}

/** False when it is there already. */
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

function settled(status: Outcome | 'claimed', now: number) {
  return { status, settled_at: now }
}

type Row = Readonly<{
  schedule: string
  number: number
  channel: string
  person: string | null
  name: string | null
  set_at: number
  plan: string
  paused: Pause | null
  resumes_at: number | null
  next_at: number | null
}>

function scheduleOf(row: Row): Schedule {
  const { person, name } = row
  return {
    schedule: row.schedule,
    number: row.number,
    place: proper(channelOf(row.channel)),
    by: person === null ? null : { ...proper(personOf(person)), name: name ?? '' },
    setAt: row.set_at,
    plan: JSON.parse(row.plan),
    paused: row.paused,
    resumesAt: row.resumes_at,
    nextAt: row.next_at,
  }
}
