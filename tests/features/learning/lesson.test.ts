import { expect, test } from 'vitest'
import { challengeCommand } from '../../../bot/features/challenge/command.ts'
import { lessonCommand } from '../../../bot/features/lessons/command.ts'
import { runCommand } from '../../../bot/features/run/command.ts'
import { loadLessons } from '../../../lessons/lessons.ts'
import type { TestParts } from '../../tutor.ts'
import { ADA, button, chat, submitted, textOf } from './chat.ts'

const CATALOGUE = await loadLessons()
const commands = (given: TestParts) => {
  const parts = { ...given, catalogue: CATALOGUE }
  return [lessonCommand(parts), challengeCommand(parts), runCommand(parts)]
}

test.each([
  ['5', 'Lesson 5: Coroutines'],
  ['coroutines', 'Lesson 5: Coroutines'],
  ['Corutines', 'Lesson 5: Coroutines'],
  ['event-loop', 'Lesson 6:'],
])('“%s” is understood', async (name, notice) => {
  const { ask } = await chat(commands)
  expect((await ask({ command: 'lesson', options: { name } })).notice).toContain(notice)
})

test.each(['0', '99', 'gardening', '???'])(
  '“%s” is no lesson, and the list is offered',
  async (name) => {
    const { ask } = await chat(commands)
    const message = await ask({ command: 'lesson', options: { name } })
    expect(message.notice).toBe(`There's no lesson “${name}”.`)
    expect(message.blocks).toContainEqual({ kind: 'code', text: '/lesson', language: 'text' })
  },
)

test('a lesson that was opened is so in the list, and only its reader sees it', async () => {
  const { ask } = await chat(commands)
  expect(textOf(await ask('/lesson'))).not.toContain('(opened)')
  const page = await ask('/lesson 5')
  expect(page.audience).toBe('asker')
  expect(textOf(await ask('/lesson'))).toContain('**5** Coroutines (opened)')
})

test('a lesson is done once each of its questions was answered right', async () => {
  const { ask, store } = await chat(commands)
  const questions = CATALOGUE.lessons[4]?.questions ?? []
  for (const [index, { id }] of questions.entries()) {
    expect((await ask('/lesson')).notice).toMatch(/^0 of/)
    expect(textOf(await ask('/lesson 5'))).toContain(
      'This lesson is done when you pass its challenge',
    )
    const answer = { source: `t/${index}`, question: id, chosen: 0, correct: true } as const
    await store.answers.add(ADA, { ...answer, takenMs: 1, at: index, context: 'solo' })
  }
  expect((await ask('/lesson')).notice).toMatch(/^1 of/)
  expect(textOf(await ask('/lesson 5'))).toContain('You have done this lesson.')
})

test('one goes on and back through all lessons; the first has none before, the last none after', async () => {
  const { ask } = await chat(commands)
  let page = await ask('/lesson 1')
  expect(() => button(page, 'Previous')).toThrow()
  for (const { number } of CATALOGUE.lessons.slice(1)) {
    page = await ask(button(page, 'Next'))
    expect(page.notice).toContain(`Lesson ${number}:`)
  }
  expect(() => button(page, 'Next')).toThrow()
  const before = CATALOGUE.lessons.at(-2)?.number
  expect((await ask(button(page, 'Previous'))).notice).toContain(`Lesson ${before}:`)
})

test('an example is handed to run as it stands or as it was changed', async () => {
  const { ask } = await chat(commands)
  const page = await ask('/lesson 5')
  const code = CATALOGUE.lessons[4]?.examples[0]?.code
  expect(submitted(page)).toMatchObject({ command: 'run', options: { code } })
  expect(submitted(page, { code: 'print(1)' }).options).toEqual({ code: 'print(1)' })
})

test('the challenge of a lesson is one press away', async () => {
  const { ask } = await chat(commands)
  const task = await ask(button(await ask('/lesson 5'), 'Try the challenge'))
  expect(task.notice).toBe('Challenge 5: The forgotten awaits')
})
