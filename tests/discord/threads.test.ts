/** A group's quiz in Discord: in a thread of its own, so that the channel is left to its talk. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { GROUP } from '../../bot/features/quiz/group/state.ts'
import { says } from '../scenarios/cast.ts'
import { memberOf, startWithStandin } from '../scenarios/discord.ts'
import { answerRightly } from '../scenarios/quiz-answers.ts'

const QUIZ = { who: 'group', questions: 1, seconds: 20, topic: '3' }

let standin: Awaited<ReturnType<typeof startWithStandin>>['standin']
let program: Awaited<ReturnType<typeof startWithStandin>>['program']
beforeEach(async () => {
  ;({ standin, program } = await startWithStandin())
})
afterEach(async () => {
  expect(program.bugs).toEqual([])
  await program.close()
  await standin.close()
})

/** Plays it to its end, and gives the channel of each of its messages. */
async function played(): Promise<readonly string[]> {
  const ada = memberOf(standin, standin.world.join('Ada'))
  await ada.answer(await ada.command('quiz', QUIZ))
  program.advance(GROUP.leadMs)
  const asked = await ada.sees(says('Question 1 of 1'))
  await ada.answer(await answerRightly(ada, asked), says('Answer locked in.'))
  program.advance(20_001)
  const revealed = await ada.sees(says('Question 1 of 1: the answer'))
  program.advance(GROUP.readMs)
  const ended = await ada.sees(says('The quiz is over.'))
  return [asked, revealed, ended].map(({ id }) => standin.world.messages.get(id)?.channel ?? '')
}

test('its questions, answers and podium are in a thread under its beginning', async () => {
  const { world } = standin
  const channels = await played()
  const [thread = ''] = channels
  expect(new Set(channels)).toEqual(new Set([thread]))
  expect(world.channels.get(thread)).toMatchObject({ type: 11, parent: world.general.id })
  expect(JSON.stringify(world.messages.get(thread))).toContain('The questions will appear here.')
})

test('where it may open none, they stay in the channel', async () => {
  const { general } = standin.world
  standin.world.channels.set(general.id, { ...general, threadless: true })
  expect(await played()).toEqual([general.id, general.id, general.id])
})
