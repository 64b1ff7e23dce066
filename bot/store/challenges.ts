/** The results of each person's attempts at challenges. */

import { type NamedPerson, type PersonId, personKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** `measuredMs` counts towards the best time if the attempt passed; null where nothing was measured. */
export type Attempt = Readonly<{ passed: boolean; measuredMs: number | null; at: number }>

export type ChallengeResult = Readonly<{
  challenge: string
  attempts: number
  lastAt: number
  /** Time of the first attempt that passed; null when none has. */
  passedAt: number | null
  bestMs: number | null
}>

/** Queries for the results of challenges. */
export function challenges({ read, write }: Access) {
  async function attempted(
    person: NamedPerson,
    challenge: string,
    { passed, measuredMs, at }: Attempt,
  ): Promise<ChallengeResult> {
    return write(async (db) => {
      const key = await upsertPerson(db, person, at)
      const passedAt = passed ? at : null
      const bestMs = passed ? measuredMs : null
      return db
        .insertInto('challenge_results')
        .values({
          person: key,
          challenge,
          attempts: 1,
          last_at: at,
          passed_at: passedAt,
          best_ms: bestMs,
        })
        .onConflict((conflict) =>
          conflict.columns(['person', 'challenge']).doUpdateSet(({ ref, fn, eb, case: when }) => ({
            attempts: eb('challenge_results.attempts', '+', 1),
            last_at: at,
            passed_at: fn.coalesce('challenge_results.passed_at', 'excluded.passed_at'),
            best_ms: when()
              .when('excluded.best_ms', '<', ref('challenge_results.best_ms'))
              .then(ref('excluded.best_ms'))
              .else(fn.coalesce('challenge_results.best_ms', 'excluded.best_ms'))
              .end(),
          })),
        )
        .returning(COLUMNS)
        .executeTakeFirstOrThrow()
    })
  }

  async function of(person: PersonId): Promise<readonly ChallengeResult[]> {
    return read
      .selectFrom('challenge_results')
      .select(COLUMNS)
      .where('person', '=', personKey(person))
      .orderBy('last_at', 'desc')
      .execute()
  }

  return { attempted, of }
}

const COLUMNS = [
  'challenge',
  'attempts',
  'last_at as lastAt',
  'passed_at as passedAt',
  'best_ms as bestMs',
] as const
