/** Which answer stands under which message: an edit or a removal of the message finds it, also after a restart. */
import type { Access } from './database.ts'
import { type Channel, channelKey, type Known, type PersonId, personOf, proper } from './keys.ts'
import { acquainted } from './people.ts'

/** `message`: the id that the platform gave it. */
export type Asked = Channel & Readonly<{ message: string }>

/** `reply`: any JSON value by which the adapter finds its answer. */
export type Reply = Readonly<{ asker: PersonId; reply: unknown; at: number }>

export function replies({ read, write }: Access) {
  async function put(asked: Asked, asker: Known, reply: unknown, at: number): Promise<void> {
    await write(async (db) => {
      const row = { person: await acquainted(db, asker, at), reply: JSON.stringify(reply), at }
      await db
        .insertInto('replies')
        .values({ message: messageKey(asked), ...row })
        .onConflict((conflict) => conflict.column('message').doUpdateSet(row))
        .execute()
    })
  }

  async function find(asked: Asked): Promise<Reply | null> {
    const row = await read
      .selectFrom('replies')
      .selectAll()
      .where('message', '=', messageKey(asked))
      .executeTakeFirst()
    if (!row) return null
    return { asker: proper(personOf(row.person)), reply: JSON.parse(row.reply), at: row.at }
  }

  async function remove(asked: Asked): Promise<void> {
    await write((db) => db.deleteFrom('replies').where('message', '=', messageKey(asked)).execute())
  }

  async function forget(before: number): Promise<void> {
    await write((db) => db.deleteFrom('replies').where('at', '<', before).execute())
  }

  return { put, find, remove, forget }
}

/** `slack/T1/C9/1700000000.0001` */
function messageKey({ message, ...channel }: Asked): string {
  return `${channelKey(channel)}/${encodeURIComponent(message)}`
}
