/** Questions to the tutor with their answers: its memory of conversations, and what votes refer to. */

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

/** A conversation: a thread, or else one person with the tutor in a channel. */
export type Talk = Channel & Readonly<{ thread?: string }>

export type Exchange = Readonly<{
  id: string
  place: Talk
  question: string
  /** As text, for the language model. */
  answer: string
  /** The answer's blocks, to show it again; any JSON value, null where they can't be kept. */
  blocks: unknown
  /** The message that asked, as in `Request.source`; null where it can't be edited. */
  source: string | null
}>

export type Remembered = Readonly<{ question: string; answer: string }>

/** Queries for questions and their answers. */
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

  /** The latest exchanges of a conversation since `since`, oldest first. */
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

  /** The blocks of an answer; null when they weren't kept or have been deleted. */
  async function blocks(id: string): Promise<unknown> {
    const row = await read
      .selectFrom('exchanges')
      .select('blocks')
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.blocks ? JSON.parse(row.blocks) : null
  }

  /**
   * Deletes exchanges with their votes. Looks for them first: most messages asked nothing, and a write waits for the
   * disk.
   */
  async function forgetSource(source: string): Promise<void> {
    const found = await read
      .selectFrom('exchanges')
      .select('id')
      .where('source', '=', source)
      .executeTakeFirst()
    if (!found) return
    await write((db) => db.deleteFrom('exchanges').where('source', '=', source).execute())
  }

  /** Deletes exchanges older than `voted`, and those without votes older than `others` (epoch ms). */
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
