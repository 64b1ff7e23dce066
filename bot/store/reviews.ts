/** When each question is due for review: one spaced-repetition card for each person and question. */
import { z } from 'zod'
import { type NamedPerson, type PersonId, personKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** The ts-fsrs state of a card, with dates as epoch ms. */
const reviewCard = z.object({
  due: z.number(),
  stability: z.number(),
  difficulty: z.number(),
  /** Days from the last review to `due`. */
  scheduledDays: z.number(),
  learningSteps: z.number(),
  reps: z.number(),
  lapses: z.number(),
  /** New, learning, review, relearning. */
  state: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  lastReview: z.number().nullable(),
})

export type ReviewCard = Readonly<z.infer<typeof reviewCard>>

/** `before`: the card before its last review, so that the rating can be corrected; null after the first. */
export type Review = Readonly<{ question: string; card: ReviewCard; before: ReviewCard | null }>

/** Queries for review cards. */
export function reviews({ read, write }: Access) {
  async function put(person: NamedPerson, review: Review, at: number): Promise<void> {
    const { question, card, before } = review
    const state = {
      due: card.due,
      card: JSON.stringify(card),
      card_before: before && JSON.stringify(before),
    }
    await write(async (db) => {
      const key = await upsertPerson(db, person, at)
      await db
        .insertInto('review_cards')
        .values({ person: key, question, ...state })
        .onConflict((conflict) => conflict.columns(['person', 'question']).doUpdateSet(state))
        .execute()
    })
  }

  async function find(person: PersonId, question: string): Promise<Review | null> {
    const row = await read
      .selectFrom('review_cards')
      .select(['question', 'card', 'card_before'])
      .where('person', '=', personKey(person))
      .where('question', '=', question)
      .executeTakeFirst()
    return row ? reviewOf(row) : null
  }

  /** When each of a person's questions is due, earliest first; includes questions removed from the lessons. */
  async function dues(
    person: PersonId,
  ): Promise<readonly Readonly<{ question: string; due: number }>[]> {
    return read
      .selectFrom('review_cards')
      .select(['question', 'due'])
      .where('person', '=', personKey(person))
      .orderBy('due')
      .orderBy('question')
      .execute()
  }

  return { put, find, dues }
}

function reviewOf(row: { question: string; card: string; card_before: string | null }): Review {
  return {
    question: row.question,
    card: reviewCard.parse(JSON.parse(row.card)),
    before: row.card_before === null ? null : reviewCard.parse(JSON.parse(row.card_before)),
  }
}
