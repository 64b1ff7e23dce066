/** Questions to the tutor with their answers: what it remembers of a conversation, and what votes are on. */

import {
  type Channel,
  channelKey,
  type NamedPerson,
  type PersonId,
  personKey,
  type Workspace,
  workspaceKey,
} from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** Where people talk: a thread, or in a channel without one each with the tutor alone. */
export type Talk = Channel & Readonly<{ thread?: string }>

export type Exchange = Readonly<{
  id: string
  place: Talk
  question: string
  /** As text; a model is shown it again. */
  answer: string
  /** The answer to be shown again, any JSON value; null where it cannot be kept. */
  blocks: unknown
  /** The message that asked, as in a `Request`; null where it cannot be edited. */
  source: string | null
}>

export type Remembered = Readonly<{ question: string; answer: string }>

export function exchanges({ read, write }: Access) {
  async function add(person: NamedPerson, exchange: Exchange, at: number): Promise<void> {
    const { id, place, question, answer, blocks, source } = exchange
    await write(async (db) => {
      const row = {
        id,
        person: await upsertPerson(db, person, at),
        workspace: workspaceKey(place),
        channel: channelKey(place),
        thread: place.thread ?? '',
        question,
        answer,
        blocks: blocks === null ? null : JSON.stringify(blocks),
        source,
        at,
      }
      await db.insertInto('exchanges').values(row).execute()
    })
  }

  /** The last ones of a conversation since then, the oldest first. */
  async function recent(
    person: PersonId,
    place: Talk,
    { since, limit }: Readonly<{ since: number; limit: number }>,
  ): Promise<readonly Remembered[]> {
    let query = read
      .selectFrom('exchanges')
      .select(['question', 'answer'])
      .where('channel', '=', channelKey(place))
      .where('thread', '=', place.thread ?? '')
      .where('at', '>=', since)
    if (place.thread === undefined) query = query.where('person', '=', personKey(person))
    return (await query.orderBy('at', 'desc').limit(limit).execute()).toReversed()
  }

  /** Its answer's blocks; null when they were not kept, or are forgotten. */
  async function blocks(id: string): Promise<unknown> {
    const row = await read
      .selectFrom('exchanges')
      .select('blocks')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.blocks ? JSON.parse(row.blocks) : null
  }

  /** With the votes on them. Most messages have asked nothing, so that it is looked for before the disk is waited for. */
  async function forgetSource(source: string): Promise<void> {
    const found = await read
      .selectFrom('exchanges')
      .select('id')
      .where('source', '=', source)
      .executeTakeFirst()
    if (!found) return
    await write((db) => db.deleteFrom('exchanges').where('source', '=', source).execute())
  }

  /** Those from before `voted`; and from before `others`, where nobody voted. */
  async function forget(
    workspace: Workspace,
    before: Readonly<{ voted: number; others: number }>,
  ): Promise<void> {
    await write((db) =>
      db
        .deleteFrom('exchanges')
        .where('workspace', '=', workspaceKey(workspace))
        .where(({ and, eb, exists, not, or, selectFrom }) =>
          or([
            eb('at', '<', before.voted),
            and([
              eb('at', '<', before.others),
              not(
                exists(
                  selectFrom('votes')
                    .select('votes.exchange')
                    .whereRef('votes.exchange', '=', 'exchanges.id'),
                ),
              ),
            ]),
          ]),
        )
        .execute(),
    )
  }

  return { add, recent, blocks, forgetSource, forget }
}
