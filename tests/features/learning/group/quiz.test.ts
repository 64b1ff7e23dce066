import { expect, test } from 'vitest'
import type { Control } from '../../../../bot/features/quiz/group/moves.ts'
import { GROUP } from '../../../../bot/features/quiz/group/state.ts'
import { button } from '../chat.ts'
import { type Group, labels, member, openGroup, PLACE, textOf } from './group.ts'

const [ada, bob, cleo] = [member('Ada'), member('Bob'), member('Cleo')]
const SECONDS_MS = 30_000

async function begun(typed = '/quiz --questions 3 --seconds 30 group 5'): Promise<Group> {
  const group = await openGroup()
  await group.ask(ada, typed)
  await group.wait(GROUP.leadMs)
  return group
}

async function press(group: Group, who: typeof ada, act: Control) {
  const { run, state } = await group.now()
  return group.ask(who, { command: 'quiz', options: { run, at: state.at, act } })
}

test('it is announced, asked, answered, shown and won', async () => {
  const group = await openGroup()
  const announced = await group.ask(ada, '/quiz --questions 2 --seconds 30 group 5')
  expect(announced).toMatchObject({
    audience: 'everyone',
    notice: 'Quiz for everyone: 2 questions on “Coroutines”, 30 s per question.',
  })
  await group.wait(GROUP.leadMs)
  expect(group.last().notice).toBe('Question 1 of 2')
  await group.wait(3_000)
  const noted = await group.answer(bob, 'right')
  expect(noted).toMatchObject({
    audience: 'asker',
    notice: expect.stringMatching(/^Answer locked in\./),
  })
  await group.wait(12_000)
  await group.answer(cleo, 'right')
  await group.answer(ada, 'wrong')
  await group.wait(GROUP.countEveryMs)
  expect(textOf(group.last())).toContain('3 answered')
  await group.wait(SECONDS_MS)
  expect(group.last().notice).toBe('Question 1 of 2: the answer. 2 of 3 right.')
  expect(textOf(group.last())).toMatch(/✓ █+ +2 {2}/)
  expect(textOf(group.last())).toMatch(/1 +19 +\+19 {2}Bob\n +2 +15 +\+15 {2}Cleo\n +3 +0 +Ada/)
  await group.wait(GROUP.readMs)
  expect(group.last().notice).toBe('Question 2 of 2')
  await group.answer(cleo, 'right')
  await group.wait(SECONDS_MS + 1)
  await group.wait(GROUP.readMs)
  const end = group.last()
  expect(end.notice).toBe('The quiz is over.')
  expect(textOf(end)).toContain('1st: Cleo, 35 points\n2nd: Bob, 19 points')
  expect(labels(end)).toContain('My rank')
  expect((await group.ask(bob, button(end, 'My rank'))).notice).toBe(
    "You're number 2 of 3 with 19 points: 1 of 2 right.",
  )
  expect((await group.ask(member('Dan'), button(end, 'My rank'))).notice).toMatch(/^You have no/)
  expect(await group.store.quizzes.runningGroups()).toEqual([])
  expect(group.bugs).toEqual([])
})

test('an answer can be changed once, and time is up for everybody at the same moment', async () => {
  const group = await begun()
  await group.answer(bob, 'wrong')
  expect((await group.answer(bob, 'wrong')).notice).toBe("That's already your answer.")
  await group.wait(SECONDS_MS - 1)
  const changed = await group.answer(bob, 'right')
  expect(changed.notice).toBe('Changed. This answer is final.')
  const final = await group.answer(bob, 'wrong')
  expect(final.notice).toMatch(/^You've already changed your answer once/)
  expect(final.blocks.at(-1)).toEqual(changed.blocks.at(-1))
  const { run, state } = await group.now()
  await group.wait(2)
  const late = { command: 'quiz', options: { run, at: state.at, answer: '1' } }
  expect((await group.ask(cleo, late)).notice).toBe('This question is closed.')
  expect(group.last().notice).toContain('1 of 1 right.')
})

test('until its time is up, nothing that is said or kept tells which answer is right', async () => {
  const group = await begun()
  const { run, question } = await group.now()
  const told = await Promise.all([group.answer(bob, 'right'), group.answer(cleo, 'wrong')])
  await group.wait(GROUP.countEveryMs)
  const [first, second] = told.map(({ notice }) => notice)
  expect(first).toBe(second)
  const before = JSON.stringify([...group.said, ...told])
  expect(before).not.toContain(question.explanation)
  for (const { why } of question.options) expect(before).not.toContain(why)
  expect(before).not.toContain('"right"')
  const kept = await group.store.personal.exported(bob)
  expect(kept?.quiz_answers).toMatchObject([{ run, correct: 0 }])
  expect(kept?.answers).toEqual([])
  await group.wait(SECONDS_MS)
  expect((await group.store.personal.exported(bob))?.quiz_answers).toMatchObject([{ correct: 1 }])
})

test('each answer goes to its own record once, and its question comes back in a review', async () => {
  const group = await begun()
  const { question } = await group.now()
  await Promise.all([group.answer(bob, 'right'), group.answer(cleo, 'wrong')])
  await group.wait(SECONDS_MS + 1)
  expect(await group.store.answers.latest(bob, 9)).toMatchObject([
    { question: question.id, correct: true, context: 'group' },
  ])
  expect(await group.store.answers.latest(cleo, 9)).toMatchObject([{ correct: false }])
  expect(await group.store.reviews.find(cleo, question.id)).not.toBe(null)
})

test('only the host and admins move it', async () => {
  const group = await begun('/quiz --questions 3 --seconds 0 group 5')
  const refusal = 'Only the host of the quiz or an admin can do that.'
  for (const act of ['show', 'next', 'pause', 'go-on', 'skip', 'stop'] as const) {
    expect((await press(group, bob, act)).notice).toBe(refusal)
  }
  await group.answer(bob, 'right')
  expect((await press(group, ada, 'show')).notice).toBe('Showing the answer.')
  await group.groups.settled()
  expect(group.last().notice).toContain('1 of 1 right.')
  expect((await press(group, member('Root', true), 'next')).notice).toMatch(/^Next question/)
  await group.groups.settled()
  expect(group.last().notice).toBe('Question 2 of 3')
  expect((await press(group, ada, 'stop')).notice).toBe('Quiz stopped.')
  await group.groups.settled()
  expect(group.last().notice).toBe('The quiz was stopped.')
})

test('it can be stopped from its announcement at any time, and once', async () => {
  const group = await openGroup()
  const announced = await group.ask(ada, '/quiz --questions 3 --seconds 30 group 5')
  await group.wait(GROUP.leadMs)
  await group.answer(bob, 'right')
  await group.wait(SECONDS_MS + 1)
  await group.wait(GROUP.readMs)
  const stop = button(announced, 'Stop the quiz')
  expect((await group.ask(ada, stop)).notice).toBe('Quiz stopped.')
  await group.groups.settled()
  expect(textOf(group.last())).toContain('1st: Bob, 20 points')
  expect((await group.ask(ada, stop)).notice).toBe('The quiz is over.')
})

test('a host who presses twice goes on once', async () => {
  const group = await begun('/quiz --questions 3 --seconds 0 group 5')
  const { run } = await group.now()
  const show = { command: 'quiz', options: { run, at: 0, act: 'show' } }
  const said = await Promise.all([group.ask(ada, show), group.ask(ada, show)])
  expect(said.map(({ notice }) => notice).sort()).toEqual([
    'Showing the answer.',
    'The quiz has already moved on.',
  ])
  await group.groups.settled()
  expect((await group.now()).state).toMatchObject({ at: 0, phase: 'shown' })
})

test('a pause takes no answers and costs no time', async () => {
  const group = await begun()
  await group.wait(10_000)
  await press(group, ada, 'pause')
  expect(labels(group.last())).toEqual(['Go on', 'Stop the quiz'])
  expect((await group.answer(bob, 'right')).notice).toBe(
    'The quiz is paused. You can answer when it resumes.',
  )
  await group.wait(5 * 60_000)
  await press(group, ada, 'go-on')
  await group.wait(5_000)
  await group.answer(bob, 'right')
  await group.wait(14_999)
  expect(group.last().notice).toBe('Question 1 of 3')
  await group.wait(2)
  expect(textOf(group.last())).toMatch(/1 +15 +\+15 {2}Bob/)
})

test('a skipped question counts for nobody, and its message has no buttons', async () => {
  const group = await begun()
  await group.answer(bob, 'right')
  await press(group, ada, 'skip')
  await group.groups.settled()
  expect(labels(group.said[0]?.revisions.at(-1) ?? group.last())).toEqual([])
  expect(group.last().notice).toBe('Question 2 of 3')
  await press(group, ada, 'stop')
  await group.groups.settled()
  expect(textOf(group.last())).not.toContain('Bob')
  expect(await group.store.answers.latest(bob, 9)).toEqual([])
  expect(await group.store.points.top({ place: PLACE, since: 0 }, 9)).toEqual([])
})

test('a channel has one at a time, and one that nobody answers ends', async () => {
  const group = await begun('/quiz --questions 10 --seconds 30 group mixed')
  expect((await group.ask(bob, '/quiz group')).notice).toMatch(/^A quiz is already running/)
  for (let n = 0; n < GROUP.unanswered; n++) {
    await group.wait(SECONDS_MS + 1)
    await group.wait(GROUP.readMs)
  }
  expect(group.last().notice).toBe('The quiz ended because nobody continued it.')
  expect((await group.ask(bob, '/quiz group')).notice).toMatch(/^Quiz for everyone/)
})

test('one whose host has left it ends, at a question, at an answer or in a pause', async () => {
  const group = await begun('/quiz --questions 3 --seconds 0 group 5')
  await group.wait(GROUP.idleMs)
  expect(group.last().notice).toContain('the answer')
  await group.wait(GROUP.idleMs)
  expect(group.last().notice).toMatch(/nobody continued it/)
  const other = await begun()
  await press(other, ada, 'pause')
  await other.wait(GROUP.pausedMs)
  expect(other.last().notice).toMatch(/nobody continued it/)
})

test('it goes on after a restart with every answer, and says nothing twice', async () => {
  const first = await begun()
  await first.answer(bob, 'right')
  await first.groups.close()
  const { store, time, said } = first
  const second = await openGroup({ store, time, said })
  await second.groups.look()
  await second.groups.settled()
  await second.answer(cleo, 'wrong')
  await second.wait(SECONDS_MS + 1)
  expect(second.last().notice).toBe('Question 1 of 3: the answer. 1 of 2 right.')
  await second.wait(60_000)
  await second.wait(60_000)
  const keys = said.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('of two processes each step is made by one, and one goes on when the other has died', async () => {
  const first = await begun('/quiz --questions 2 --seconds 30 group 5')
  const { store, time, said } = first
  const second = await openGroup({ store, time, said })
  await second.groups.look()
  await Promise.all([first.answer(bob, 'right'), second.answer(cleo, 'right')])
  await first.wait(SECONDS_MS + 1)
  await second.groups.settled()
  expect(first.last().notice).toContain('2 of 2 right.')
  await first.groups.close()
  for (let n = 0; n < 12; n++) await second.wait(10_000)
  expect(first.last().notice).toBe('The quiz is over.')
  expect(await store.points.rank({ place: PLACE, since: 0 }, bob)).toMatchObject({ points: 20 })
})

test('the data of somebody who took part can be deleted meanwhile', async () => {
  const group = await begun()
  await group.answer(bob, 'right')
  await group.answer(ada, 'right')
  await group.store.personal.deleted(bob)
  await group.store.personal.deleted(ada)
  await group.wait(SECONDS_MS + 1)
  expect(group.last().notice).toContain('0 of 0 right.')
  expect(await group.store.personal.exported(bob)).toBe(null)
  expect((await press(group, ada, 'stop')).notice).toMatch(/^Only the host/)
})

test('the leaderboard has points of groups by week and channel, once a question and week', async () => {
  const group = await begun('/quiz --questions 1 --seconds 30 group 5')
  await group.answer(bob, 'right')
  await group.answer(cleo, 'wrong')
  await group.wait(SECONDS_MS + 1)
  await group.wait(GROUP.readMs)
  const board = await group.ask(bob, '/leaderboard')
  expect(textOf(board)).toMatch(/1 +20 +Bob/)
  expect(textOf(board)).not.toContain('Cleo')
  const all = await group.ask(bob, button(board, 'Whole workspace'))
  expect(all.notice).toBe('The last seven days in the whole workspace')
  expect(textOf(all)).toMatch(/1 +20 +Bob/)
  await group.wait(8 * 24 * 60 * 60_000)
  expect(textOf(await group.ask(bob, '/leaderboard'))).toContain('Nobody has points yet')
  expect(textOf(await group.ask(bob, '/leaderboard all'))).toMatch(/1 +20 +Bob/)
})

test('what is asked for has to make sense', async () => {
  const group = await openGroup()
  expect((await group.ask(ada, '/quiz --seconds 2 group')).notice).toMatch(/^Give at least 5/)
  expect((await group.ask(ada, '/quiz group nonsense')).notice).toMatch(/^There's no lesson/)
  const alone = {
    command: 'quiz',
    options: { who: 'group' },
    place: { channel: 'd', direct: true },
  }
  expect((await group.ask(ada, alone)).notice).toMatch(/^Nobody else is here/)
  const gone = { command: 'quiz', options: { run: 'g-none', at: 0, answer: '1' } }
  expect((await group.ask(ada, gone)).notice).toBe('This quiz no longer exists.')
})
