import { expect, test } from 'vitest'
import type { Action, Message } from '../../../bot/core/message.ts'
import { lessonCommand } from '../../../bot/features/lessons/command.ts'
import { quizCommand } from '../../../bot/features/quiz/command.ts'
import { shownLines, shownOptions } from '../../../bot/features/quiz/shown.ts'
import { readSession } from '../../../bot/features/quiz/solo/session.ts'
import { loadLessons } from '../../../lessons/lessons.ts'
import type { TestParts } from '../../tutor.ts'
import { rightTo, wrongTo } from './answering.ts'
import { ADA, button, chat, textOf } from './chat.ts'

const CATALOGUE = await loadLessons()
const commands = (given: TestParts) => {
  const parts = { ...given, catalogue: CATALOGUE }
  return [lessonCommand(parts), quizCommand({ ...parts, groups: null })]
}
const QUESTIONS = CATALOGUE.lessons.flatMap(({ questions }) => questions)

test.each([true, false])(
  'every question of every lesson can be answered: right is %s',
  async (rightly) => {
    for (const { number, questions } of CATALOGUE.lessons) {
      const learner = await chat(commands)
      let message = await learner.ask({
        command: 'quiz',
        options: { topic: `${number}`, questions: 20 },
      })
      const total = Math.min(20, questions.length)
      for (let at = 0; at < total; at++) {
        message = await learner.ask(await answer(learner, rightly))
        expect(message.notice).toMatch(rightly ? /^Right\./ : /^Not quite\./)
      }
      expect(message.notice).toContain(`${rightly ? total : 0} of ${total} right.`)
      expect(await learner.store.quizzes.runningOf(ADA)).toBe(null)
    }
  },
)

test('difficulty follows the answers', async () => {
  const up = await chat(commands)
  await up.ask('/quiz mixed')
  const levels = []
  for (const rightly of [true, true, false, false]) {
    levels.push((await present(up)).question.level)
    await up.ask(await answer(up, rightly))
  }
  expect([...levels, (await present(up)).question.level]).toEqual([1, 2, 3, 2, 1])
})

test('an answer counts once, and a late press shows where the quiz stands', async () => {
  const learner = await chat(commands)
  await learner.ask('/quiz 5')
  const press = await answer(learner, true)
  await Promise.all([learner.ask(press), learner.ask(press)])
  expect((await learner.ask(press)).notice).toBe('Question 2 of 5')
  expect(await learner.store.answers.latest(ADA, 9)).toHaveLength(1)
})

test('a quiz under way is gone on with, another person has no part in it', async () => {
  const learner = await chat(commands)
  await learner.ask(button(await learner.ask('/lesson 5'), 'Quiz me'))
  const press = await answer(learner, true)
  await learner.ask(press)
  expect((await learner.ask('/quiz')).notice).toBe('Question 2 of 5')
  const other = await learner.ask({ ...press, person: { ...ADA, id: 'bob' } })
  expect(other.notice).toBe('This quiz no longer exists.')
})

test('what was missed is asked again, and the lesson to read is named', async () => {
  const learner = await chat(commands)
  await learner.ask({ command: 'quiz', options: { topic: '5', questions: 2 } })
  const missed = (await present(learner)).question.id
  await learner.ask(await answer(learner, false))
  const end = await learner.ask(await answer(learner, true))
  expect(end.notice).toBe('Right. 1 of 2 right.')
  expect((await learner.ask(button(end, 'Read 5.'))).notice).toContain('Lesson 5')
  expect((await learner.ask(button(end, 'Retry missed'))).notice).toBe('Question 1 of 1')
  expect((await present(learner)).question.id).toBe(missed)
})

test.each(['B', 'part b', 'asyncio basics', 'Part B: asyncio basics'])(
  '“%s” is a part',
  async (topic) => {
    const learner = await chat(commands)
    await learner.ask({ command: 'quiz', options: { topic } })
    const parts = (await present(learner)).session.pool.map(
      (id) =>
        CATALOGUE.lessons.find(({ questions }) => questions.some((each) => each.id === id))?.part,
    )
    expect(new Set(parts)).toEqual(new Set(['B']))
  },
)

test('an unreadable answer costs nothing', async () => {
  const learner = await chat(commands)
  await learner.ask('/quiz 5')
  const press: Action = await answer(learner, true)
  const odd = await learner.ask({ ...press, options: { ...press.options, answer: 'seventy' } })
  expect(textOf(odd)).toMatch(/Write numbers from 1/)
  expect(odd.notice).toBe('Question 1 of 5')
  expect(await learner.store.answers.latest(ADA, 9)).toEqual([])
})

test('a quiz can be ended before its end, and a part be asked for', async () => {
  const { ask } = await chat(commands)
  const first: Message = await ask('/quiz part B')
  expect((await ask(button(first, 'End the quiz'))).notice).toBe(
    'The quiz ended before anyone answered.',
  )
})

async function present({ store }: Awaited<ReturnType<typeof chat>>) {
  const quiz = await store.quizzes.runningOf(ADA)
  if (!quiz) throw new Error('no quiz')
  const session = readSession(quiz.state)
  const question = QUESTIONS.find(({ id }) => id === session.asked.at(-1))
  if (!question) throw new Error('no question')
  return { run: quiz.run, session, question: shownOptions(quiz.run, question) }
}

async function answer(
  learner: Awaited<ReturnType<typeof chat>>,
  rightly: boolean,
): Promise<Action> {
  const { run, session, question } = await present(learner)
  const lines = shownLines(run, question)
  const text = rightly ? rightTo(question, lines) : wrongTo(question, lines)
  return { command: 'quiz', options: { run, at: session.right.length, answer: text } }
}
