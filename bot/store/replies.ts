/** Which answer belongs to which message, so that edits and deletions find it even after a restart. */
import { LRUCache } from 'lru-cache'
import {
  type Channel,
  channelKey,
  type NamedPerson,
  type PersonId,
  personOf,
  proper,
} from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'
import { isAway } from './unavailable.ts'

/** `message`: its id on the platform. */
export type Asked = Channel & Readonly<{ message: string }>

/** `reply`: any JSON value by which the adapter finds its answer. */
export type Reply = Readonly<{ asker: PersonId; reply: unknown; at: number }>

const MEANWHILE = 1000

/** Queries for which answer belongs to which message. */
export function replies({ read, write }: Access) {
  const unwritten = new LRUCache<string, Reply>({ max: MEANWHILE })

  /** Stores the answer to a message. While the database is unavailable, it is kept in memory. */
  async function put(asked: Asked, asker: NamedPerson, reply: unknown, at: number): Promise<void> {
    const message = messageKey(asked)
    try {
      await note(message, asker, reply, at)
      unwritten.delete(message)
    } catch (error) {
      if (!isAway(error)) throw error
      unwritten.set(message, { asker, reply, at })
    }
  }

  async function note(
    message: string,
    asker: NamedPerson,
    reply: unknown,
    at: number,
  ): Promise<void> {
    await write(async (db) => {
      const row = { person: await upsertPerson(db, asker, at), reply: JSON.stringify(reply), at }
      await db
        .insertInto('replies')
        .values({ message, ...row })
        .onConflict((conflict) => conflict.column('message').doUpdateSet(row))
        .execute()
    })
  }

  async function find(asked: Asked): Promise<Reply | null> {
    const message = messageKey(asked)
    const here = unwritten.get(message)
    if (here) return here
    const row = await read
      .selectFrom('replies')
      .selectAll()
      .where('message', '=', message)
      .executeTakeFirst()
    if (!row) return null
    return { asker: proper(personOf(row.person)), reply: JSON.parse(row.reply), at: row.at }
  }

  async function remove(asked: Asked): Promise<void> {
    const message = messageKey(asked)
    unwritten.delete(message)
    await write((db) => db.deleteFrom('replies').where('message', '=', message).execute())
  }

  async function forget(before: number): Promise<void> {
    await write((db) => db.deleteFrom('replies').where('at', '<', before).execute())
  }

  return { put, find, remove, forget }
}

/** Formats a message key, such as `slack/T1/C9/1700000000.0001`. */
function messageKey({ message, ...channel }: Asked): string {
  return `${channelKey(channel)}/${encodeURIComponent(message)}`
}
