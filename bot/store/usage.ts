/** Language-model tokens by day, for each person and each workspace. */

import { type NamedPerson, type PersonId, personKey, workspaceKey } from '../core/keys.ts'
import { utcDay } from '../lib/days.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** Tokens of one answer. */
export type Tokens = Readonly<{ promptTokens: number; answerTokens: number }>

/** Among the daily counts, which remain when people are deleted. */
const METRIC = 'model.used'

/** Queries for the language-model tokens that people and workspaces used. */
export function usage({ read, write }: Access) {
  async function add(
    person: NamedPerson,
    { promptTokens, answerTokens }: Tokens,
    at: number,
  ): Promise<void> {
    const day = utcDay(at)
    await write(async (db) => {
      await db
        .insertInto('model_use')
        .values({
          person: await upsertPerson(db, person, at),
          day,
          answers: 1,
          prompt_tokens: promptTokens,
          answer_tokens: answerTokens,
        })
        .onConflict((conflict) =>
          conflict.columns(['person', 'day']).doUpdateSet(({ eb }) => ({
            answers: eb('model_use.answers', '+', 1),
            prompt_tokens: eb('model_use.prompt_tokens', '+', promptTokens),
            answer_tokens: eb('model_use.answer_tokens', '+', answerTokens),
          })),
        )
        .execute()
      await db
        .insertInto('daily_counts')
        .values({
          workspace: workspaceKey(person),
          day,
          metric: METRIC,
          value: promptTokens + answerTokens,
        })
        .onConflict((conflict) =>
          conflict.columns(['workspace', 'day', 'metric']).doUpdateSet(({ eb, ref }) => ({
            value: eb('daily_counts.value', '+', ref('excluded.value')),
          })),
        )
        .execute()
    })
  }

  /** Tokens used on the UTC day of `at`: by the person, and by the whole workspace. */
  async function ofDay(
    person: PersonId,
    at: number,
  ): Promise<Readonly<{ person: number; workspace: number }>> {
    const day = utcDay(at)
    const [own, all] = await Promise.all([
      read
        .selectFrom('model_use')
        .select(({ eb }) => eb('prompt_tokens', '+', eb.ref('answer_tokens')).as('tokens'))
        .where('person', '=', personKey(person))
        .where('day', '=', day)
        .executeTakeFirst(),
      read
        .selectFrom('daily_counts')
        .select('value as tokens')
        .where('workspace', '=', workspaceKey(person))
        .where('day', '=', day)
        .where('metric', '=', METRIC)
        .executeTakeFirst(),
    ])
    return { person: Number(own?.tokens ?? 0), workspace: Number(all?.tokens ?? 0) }
  }

  /** Deletes the usage of days before `day`. */
  async function forget(day: string): Promise<void> {
    await write((db) => db.deleteFrom('model_use').where('day', '<', day).execute())
  }

  return { add, ofDay, forget }
}
