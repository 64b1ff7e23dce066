import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Action, Message } from '../../../bot/core/message.ts'
import { progressCommand } from '../../../bot/features/progress/command.ts'
import { quizCommand } from '../../../bot/features/quiz/command.ts'
import { recordAnswer } from '../../../bot/features/quiz/record.ts'
import { shownLines, shownOptions } from '../../../bot/features/quiz/shown.ts'
import { readSession } from '../../../bot/features/quiz/solo/session.ts'
import { reviewCommand } from '../../../bot/features/review/command.ts'
import { RATINGS, ratingOf, rerated, reviewed } from '../../../bot/features/review/repetition.ts'
import type { Review } from '../../../bot/store/reviews.ts'
import { loadLessons, type Question } from '../../../lessons/lessons.ts'
import { memoryStore } from '../../store/memory.ts'
import type { TestParts } from '../../tutor.ts'
import { rightTo, wrongTo } from './answering.ts'
import { ADA, button, chat, textOf } from './chat.ts'

const CATALOGUE = await loadLessons()
const QUESTIONS = CATALOGUE.lessons.flatMap(({ questions }) => questions)
const commands = (given: TestParts) => {
  const parts = { ...given, catalogue: CATALOGUE }
  return [quizCommand({ ...parts, groups: null }), reviewCommand(parts), progressCommand(parts)]
}
const DAY = 24 * 60 * 60_000

test('what a quiz asked comes back, and a wrong answer comes back sooner', async () => {
  const learner = await learning()
  const right = await learner.quiz(true)
  const wrong = await learner.quiz(false)
  expect((await learner.ask('/review')).notice).toMatch(
    /^Nothing is due. The next review is in \d+ days?\./,
  )
  learner.pass(400 * DAY)
  const [first, second] = await learner.store.reviews.dues(ADA)
  expect([first?.question, second?.question]).toEqual([wrong, right])
  expect(first?.due).toBeLessThan(second?.due ?? 0)
  let message = await learner.ask('/review')
  expect(message.notice).toBe('2 questions due.')
  message = await learner.ask(await learner.answer(message, true))
  expect(message.notice).toBe('1 question due.')
  expect(textOf(message)).toContain('**Right.**')
  message = await learner.ask(await learner.answer(message, false))
  expect(textOf(message)).toContain('**Not quite.**')
  expect(message.notice).toMatch(/^Nothing is due. The next review is in \d days?\.$/)
})

test('how an answer was taken can be corrected, again and again, from the card before it', async () => {
  const learner = await learning()
  const id = await learner.quiz(true)
  learner.pass(400 * DAY)
  const before = await learner.store.reviews.find(ADA, id)
  let message = await learner.ask(await learner.answer(await learner.ask('/review'), true))
  const at = learner.now()
  for (const rated of ['hard', 'again', 'good', 'hard'] as const) {
    message = await learner.ask(button(message, rated))
    expect((await learner.store.reviews.find(ADA, id))?.card).toEqual(
      reviewed(id, before, rated, at).card,
    )
  }
  expect(await learner.store.answers.latest(ADA, 9)).toHaveLength(2)
})

test('an answer counts once, and somebody else’s press does nothing to it', async () => {
  const learner = await learning()
  await learner.quiz(true)
  learner.pass(400 * DAY)
  const press = await learner.answer(await learner.ask('/review'), true)
  await Promise.all([learner.ask(press), learner.ask(press)])
  expect(textOf(await learner.ask(press))).toContain('answered already')
  expect(await learner.store.answers.latest(ADA, 9)).toHaveLength(2)
  const other = await learner.ask({
    command: 'review',
    options: { question: String(press.options.question), rated: 'easy' },
    person: { ...ADA, id: 'bob' },
  })
  expect(textOf(other)).toContain('answered again since then')
  expect(await learner.store.reviews.dues({ ...ADA, id: 'bob' })).toEqual([])
})

test('a question that was answered in a quiz since it was shown is not asked for again', async () => {
  const learner = await learning()
  const id = await learner.quiz(true)
  learner.pass(400 * DAY)
  const press = await learner.answer(await learner.ask('/review'), true)
  const late = button(await learner.ask(press), 'again')
  learner.pass(DAY)
  await learner.store.together((areas) =>
    recordAnswer(areas, ADA, known(id), {
      source: 'a quiz',
      chosen: '1',
      correct: true,
      takenMs: 1,
      at: learner.now(),
      context: 'solo',
    }),
  )
  const before = await learner.store.reviews.find(ADA, id)
  expect(textOf(await learner.ask(press))).toContain('answered already')
  expect(textOf(await learner.ask(late))).toContain('answered again since then')
  expect(await learner.store.reviews.find(ADA, id)).toEqual(before)
})

test('an answer that cannot be read costs nothing, and time goes on', async () => {
  const learner = await learning()
  await learner.quiz(true)
  learner.pass(400 * DAY)
  const press = await learner.answer(await learner.ask('/review'), true)
  learner.pass(60 * 60_000)
  const odd = await learner.ask({ ...press, options: { ...press.options, answer: '' } })
  expect(textOf(odd)).toContain('**Write ')
  expect(odd.notice).toBe('1 question due.')
  const slow = await learner.ask(await learner.answer(odd, true))
  expect(JSON.stringify(slow.blocks)).toContain('Rated hard')
})

test('a question that has left the lessons is not due, and is not counted', async () => {
  const learner = await learning()
  const gone = { question: 'gone', card: { ...reviewed('gone', null, 'good', 1).card, due: 1 } }
  await learner.store.reviews.put(ADA, { ...gone, before: null }, 1)
  expect((await learner.ask('/review')).notice).toMatch(/^Nothing to review yet/)
  await learner.quiz(true)
  expect((await learner.ask('/review')).notice).toMatch(/^Nothing is due\. The next .* in \d+ days/)
  expect(JSON.stringify(await learner.ask('/progress'))).toContain('"0 questions"')
})

test('progress says what is done, what was right by part, and what to do next', async () => {
  const learner = await learning()
  expect((await learner.ask('/progress')).notice).toBe(
    `0 of ${CATALOGUE.lessons.length} lessons done, streak: 0 days.`,
  )
  await learner.quiz(true)
  await learner.quiz(false)
  learner.pass(400 * DAY)
  await learner.ask('/progress new york')
  expect((await learner.store.people.find(ADA))?.zone).toBe('America/New_York')
  const message = await learner.ask('/progress --zone berlin')
  const facts = message.blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []))
  expect(facts).toContainEqual({ label: 'Answers', value: '2, 50 % right' })
  expect(facts).toContainEqual({ label: 'Due for review', value: '2 questions' })
  expect(facts).toContainEqual({ label: 'Your time zone', value: 'Europe/Berlin' })
  expect(message.blocks.find(({ kind }) => kind === 'picture')).toMatchObject({
    alt: 'Right answers by part: Part B 100 % (asyncio basics, 1 answer); Part D 0 % (Working together, 1 answer).',
  })
  expect((await learner.ask(button(message, 'Review 2 questions'))).notice).toBe('2 questions due.')
  expect((await learner.ask('/progress')).blocks).toEqual(message.blocks)
  expect((await learner.ask('/progress brelin')).notice).toContain('Did you mean Europe/Berlin?')
})

const rated = fc.constantFrom(...RATINGS)

test('a card loses nothing on its way through the store, and a corrected rating is as good as the right one at once', async () => {
  const store = await memoryStore()
  const history = fc.array(fc.tuple(rated, fc.integer({ min: 0, max: 900 })), {
    minLength: 1,
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(fc.uuid(), history, rated, async (id, answers, better) => {
      let kept: Review | null = null
      let direct: Review | null = null
      let at = 1_000_000
      for (const [rating, days] of answers) {
        at += days * DAY + 17
        const before: Review | null = kept
        kept = reviewed(id, before, rating, at)
        direct = reviewed(id, direct, rating, at)
        await store.reviews.put(ADA, kept, at)
        kept = await store.reviews.find(ADA, id)
        expect(kept).toEqual(direct)
        if (kept) expect(rerated(rerated(kept, better), rating)).toEqual(kept)
        if (kept) expect(rerated(kept, better)).toEqual(reviewed(id, before, better, at))
      }
    }),
    { numRuns: 60 },
  )
})

test('a better rating never brings a question back sooner', () => {
  const history = fc.array(fc.tuple(rated, fc.integer({ min: 0, max: 400 })), { maxLength: 6 })
  fc.assert(
    fc.property(history, fc.integer({ min: 0, max: 400 }), (answers, days) => {
      let last: Review | null = null
      let at = 1_000_000
      for (const [rating, pause] of answers) {
        at += pause * DAY
        last = reviewed('q', last, rating, at)
      }
      at += days * DAY
      const due = RATINGS.map((rating) => reviewed('q', last, rating, at).card.due)
      expect(due).toEqual(due.toSorted((a, b) => a - b))
      expect(due[0]).toBeGreaterThan(at)
    }),
  )
})

test('an answer that becomes known after a later one counts as given with it', () => {
  const later = reviewed('q', null, 'good', 400 * DAY)
  for (const days of [0, 1, 399]) {
    expect(reviewed('q', later, 'hard', days * DAY)).toEqual(
      reviewed('q', later, 'hard', 400 * DAY),
    )
  }
})

test('wrong is again; right is easy, good or hard by the time it took to read and to work out', () => {
  const [question] = QUESTIONS
  if (!question) throw new Error('no question')
  expect(ratingOf(question, false, 1)).toBe('again')
  expect(ratingOf(question, true, 3000)).toBe('easy')
  expect(ratingOf(question, true, 60 * 60_000)).toBe('hard')
  const ratings = Array.from({ length: 600 }, (_, second) =>
    ratingOf(question, true, second * 1000),
  )
  expect([...new Set(ratings)]).toEqual(['easy', 'good', 'hard'])
})

test('whatever the order of the options, the same option is right', () => {
  fc.assert(
    fc.property(fc.constantFrom(...QUESTIONS), fc.string(), (question, run) => {
      const shown = shownOptions(run, question)
      expect(shown).toEqual(shownOptions(run, question))
      const versions = question.variants.length > 0 ? question.variants : [question]
      if ('options' in shown) {
        const sorted = (all: readonly Readonly<{ text: string }>[]) =>
          all.toSorted((a, b) => (a.text < b.text ? -1 : 1))
        const options = versions.flatMap((each) =>
          'options' in each ? [sorted(each.options)] : [],
        )
        expect(options).toContainEqual(sorted(shown.options))
      } else {
        expect(versions.map((each) => ({ ...question, ...each }))).toContainEqual(shown)
        expect([...shownLines(run, question)].sort()).toEqual(
          shown.kind === 'order' ? shown.lines.toSorted() : [],
        )
      }
    }),
    { numRuns: 400 },
  )
})

async function learning() {
  let now = Date.UTC(2026, 10, 26, 12)
  const { ask, store } = await chat(commands, undefined, { clock: () => now })
  return {
    ask,
    store,
    now: () => now,
    pass(ms: number): void {
      now += ms
    },
    /** One question alone, answered; gives its id. */
    async quiz(rightly: boolean): Promise<string> {
      await ask({ command: 'quiz', options: { topic: rightly ? '5' : '17', questions: 1 } })
      const quiz = await store.quizzes.runningOf(ADA)
      if (!quiz) throw new Error('no quiz')
      const { run, state } = quiz
      const question = shownOptions(run, known(readSession(state).asked[0] ?? ''))
      const lines = shownLines(run, question)
      const answer = rightly ? rightTo(question, lines) : wrongTo(question, lines)
      await ask({ command: 'quiz', options: { run, at: 0, answer } })
      return question.id
    },
    /** The press or the form that answers the question of a review. */
    async answer({ blocks }: Message, rightly: boolean): Promise<Action> {
      const actions = blocks.flatMap((block) =>
        block.kind === 'form'
          ? [block.action]
          : block.kind === 'choices'
            ? block.choices.map(({ action }) => action)
            : [],
      )
      const action = actions.find(({ options }) => 'due' in options)
      if (!action) throw new Error('no question')
      const { question, due } = action.options
      const run = `review ${due}`
      const shown = shownOptions(run, known(String(question)))
      const lines = shownLines(run, shown)
      const answer = rightly ? rightTo(shown, lines) : wrongTo(shown, lines)
      return { ...action, options: { ...action.options, answer } }
    },
  }
}

function known(id: string): Question {
  const found = QUESTIONS.find((each) => each.id === id)
  if (!found) throw new Error(`no question ${id}`)
  return found
}
