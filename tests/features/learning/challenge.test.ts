import { afterAll, beforeAll, expect, test } from 'vitest'
import { challengeCommand } from '../../../bot/features/challenge/command.ts'
import { lessonCommand } from '../../../bot/features/lessons/command.ts'
import { loadLessons } from '../../../lessons/lessons.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { startSandbox } from '../../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import type { TestParts } from '../../tutor.ts'
import { ADA, button, chat, submitted, textOf } from './chat.ts'

const CATALOGUE = await loadLessons()
const commands = (given: TestParts) => {
  const parts = { ...given, catalogue: CATALOGUE }
  return [lessonCommand(parts), challengeCommand(parts)]
}
const AWAITS = CATALOGUE.lessons[4]?.exercise
if (!AWAITS) throw new Error('lesson 5 has a challenge')
const { solution, checks, starter } = AWAITS

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ python: null, ociRuntime: null, limits: LIMITS, stateDir: null })
})
afterAll(() => sandbox.close(0))

test('the starter fails with the checks named and no test shown, the solution then passes', async () => {
  const { ask, store } = await chat(commands, sandbox)
  const failed = await ask(submitted(await ask('/challenge 5')))
  expect(failed).toMatchObject({ audience: 'asker', done: true })
  expect(failed.notice).toMatch(/^Not yet: \d of 4 checks/)
  const said = JSON.stringify(failed)
  expect(said).toContain("A member's order is saved")
  for (const { test } of checks) if (test) expect(said).not.toContain(JSON.stringify(test))
  expect(await store.lessons.of(ADA)).toEqual([])

  const passed = await ask(submitted(failed, { code: solution }))
  expect(passed.notice).toBe('Passed: “The forgotten awaits”')
  expect(await store.challenges.of(ADA)).toMatchObject([
    { challenge: 'coroutines', attempts: 2, passedAt: 1000 },
  ])
  expect(textOf(await ask('/lesson'))).toContain('**5** Coroutines (done)')
  expect(textOf(await ask('/challenge'))).toContain('**5** The forgotten awaits (passed')
})

test.each([
  ['in a code block', { text: `/challenge 5 \`\`\`python\n${solution}\`\`\`` }],
  ['on the lines after the number', { text: `/challenge 5\n${solution}` }],
  [
    'as a file',
    {
      text: '/challenge 5',
      attachments: [{ name: 'a.py', content: new TextEncoder().encode(solution) }],
    },
  ],
])('an answer may be posted %s', async (_, request) => {
  const { ask } = await chat(commands, sandbox)
  expect((await ask(request)).notice).toMatch(/^Passed/)
})

test('code without a challenge is asked which it answers', async () => {
  const { ask } = await chat(commands)
  const message = await ask(`/challenge \`\`\`python\n${starter}\`\`\``)
  expect(message.notice).toBe('Which challenge is this for?')
})

test('hints come one by one, and none after the last', async () => {
  const { ask } = await chat(commands)
  const first = await ask(button(await ask('/challenge 5'), 'Show a hint'))
  expect(first.notice).toBe('Hint 1 of 3 for “The forgotten awaits”')
  expect(textOf(first)).not.toContain('2. ')
  const last = await ask(button(await ask(button(first, 'Another hint')), 'Another hint'))
  expect(last.notice).toBe('Hint 3 of 3 for “The forgotten awaits”')
  expect(() => button(last, 'Another hint')).toThrow()
})

test('who runs nothing waits for nothing: only an answer counts as a run', async () => {
  const rates = { take: async () => 61_000 }
  const { ask } = await chat(commands, undefined, { rates })
  await ask('/challenge')
  const task = await ask('/challenge 5')
  expect((await ask(button(task, 'Show a hint'))).notice).toMatch(/^Hint 1/)
  expect((await ask(submitted(task))).notice).toMatch(/^You're going a bit fast/)
})

test('a lesson without a challenge says so', async () => {
  const lessons = CATALOGUE.lessons.map((lesson) => ({ ...lesson, exercise: null }))
  const { ask } = await chat((parts) => [challengeCommand({ ...parts, catalogue: { lessons } })])
  expect((await ask('/challenge 5')).notice).toBe('Lesson 5 has no challenge.')
})
