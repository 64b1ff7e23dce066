/** Tip schedules. Their occurrences are in `tip-occurrences.ts`. */

import {
  channelKey,
  channelOf,
  type NamedPerson,
  personOf,
  proper,
  type Workspace,
  workspaceKey,
} from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'
import { occurrences, settled } from './tip-occurrences.ts'
import type { Course, Pause, Schedule } from './tip-schedules.ts'

/** Queries for tip schedules and, through `occurrences`, their occurrences. */
export function tips({ read, write }: Pick<Access, 'read' | 'write'>) {
  /** Adds a schedule and returns its number. `schedule` is a unique id. */
  async function add(
    { schedule, place, plan, nextAt }: Pick<Schedule, 'schedule' | 'place' | 'plan' | 'nextAt'>,
    by: NamedPerson,
    at: number,
  ): Promise<number> {
    return write(async (db) => {
      const person = await upsertPerson(db, by, at)
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

  /** The active schedules of a workspace, by number. */
  async function of(workspace: Workspace): Promise<readonly Schedule[]> {
    const rows = await schedules()
      .where('workspace', '=', workspaceKey(workspace))
      .where('ended_at', 'is', null)
      .orderBy('number')
      .execute()
    return rows.map(scheduleOf)
  }

  /** Finds a schedule, active or ended. */
  async function find(schedule: string): Promise<Schedule | null> {
    const row = await schedules().where('schedule', '=', schedule).executeTakeFirst()
    return row ? scheduleOf(row) : null
  }

  /** Changes a schedule. Returns false when it has advanced since `before` was read, was changed, or has ended. */
  async function change(
    before: Schedule,
    course: Partial<Course>,
    by?: Readonly<{ person: NamedPerson; at: number }>,
  ): Promise<boolean> {
    return write(async (db) => {
      const { plan, paused, resumesAt, nextAt } = { ...before, ...course }
      const setBy = by && { person: await upsertPerson(db, by.person, by.at), set_at: by.at }
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

  /** Ends a schedule; buttons of its tips keep working for a while. Returns false when it had ended already. */
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

  /** Schedules to post now, without those of workspaces that were left. */
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

  /** The next time after `now` when there is something to do; infinite when never. */
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

  /** Deletes old occurrences and ended schedules. */
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

  return { add, of, find, change, end, due, nextAt, forget, ...occurrences({ read, write }) }
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
