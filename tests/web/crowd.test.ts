import { expect, onTestFinished, test } from 'vitest'
import { GROUP } from '../../bot/features/quiz/group/state.ts'
import { timeByHand } from '../time.ts'
import { isQuestion, sitAllDown, sitDown } from './crowd.ts'
import { openGroupTalk } from './talk.ts'

const PEOPLE = 500

test('five hundred people who press twice at the same moment are each counted once', async () => {
  const time = timeByHand()
  const talk = await openGroupTalk({ clock: time.clock, alarm: time.alarm })
  const host = await sitDown(talk.url, 'Host')
  const people = await sitAllDown(talk.url, PEOPLE)
  onTestFinished(async () => {
    for (const { leave } of [host, ...people]) leave()
    await talk.close()
    expect(talk.errors).toEqual([])
  })
  await host.say('/quiz --questions 1 --seconds 60 group mixed')
  await host.answered('Quiz for everyone')
  await host.answered('Quiz for everyone')
  time.advance(GROUP.leadMs)
  const outcomes = await Promise.all(
    people.map(async (person, index) => {
      const question = await person.sees(isQuestion)
      const presses = [0, 1].map((more) => person.choose(question, index + more))
      const statuses = (await Promise.all(presses)).map(({ status }) => status)
      // The second may take the place of the first before it was seen.
      await person.told(question, ({ html }) => html.includes('Changed.'))
      return statuses
    }),
  )
  expect(outcomes.flat().every((status) => status === 204)).toBe(true)
  const [{ run = '' } = {}] = await talk.store.quizzes.runningGroups()
  const answers = await talk.store.quizzes.answersTo(run, 0)
  expect(new Set(answers.map(({ name }) => name)).size).toBe(PEOPLE)
  expect(answers).toHaveLength(PEOPLE)
  time.advance(60_001)
  const shown = await host.sees(({ notice }) => notice.includes('the answer'))
  expect(shown.notice).toMatch(new RegExp(`of ${PEOPLE} right`))
  await host.sees(({ html }) => html.includes(`of ${PEOPLE} right`))
}, 300_000)
