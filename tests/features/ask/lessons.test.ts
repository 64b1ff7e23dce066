/** Answers without a model, from the lessons alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRetrieval } from '../../../bot/features/ask/search/retrieval.ts'
import { loadCases } from '../../../lessons/cases.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { SandboxUnavailableError } from '../../../sandbox/sandbox.ts'
import { cpuMs } from '../../cpu.ts'
import { button } from '../learning/chat.ts'
import { ADA, asking, BOB, house, labels, textOf } from './asking.ts'
import { recalls } from './recall.ts'

let shared: Awaited<ReturnType<typeof house>>
beforeAll(async () => {
  shared = await house()
})
afterAll(() => shared.close())

const alone = () => asking(shared, { config: null })

test('of questions as learners put them, the right lesson is among the first three', async () => {
  const measured = await recalls(await createRetrieval(shared.catalogue))
  const asked = measured.reduce((sum, each) => sum + each.asked, 0)
  const missed = measured.flatMap((each) => each.missed)
  for (const each of measured) {
    console.log(`recall@3, ${each.questions}: ${(100 * each.recall).toFixed(1)} % of ${each.asked}`)
  }
  console.log(`together: ${(100 * (1 - missed.length / asked)).toFixed(1)} % of ${asked}`)
  expect(1 - missed.length / asked, missed.join('\n')).toBeGreaterThanOrEqual(0.95)
  for (const { recall, questions } of measured) expect(recall, questions).toBeGreaterThan(0.9)
})

describe('without a model', () => {
  test('a question gets a direct answer, an example that runs, lessons, and the reason', async () => {
    const { ask } = await alone()
    const answer = await ask('what is asnycio.sleep(0) for?')
    expect(textOf(answer)).toMatch(/suspends the task for one turn/)
    const limited = await ask('how do I limit how many run')
    expect(textOf(answer)).toContain('No language model is set up here.')
    expect(answer).toMatchObject({ audience: 'everyone', done: true })
    const lessons = labels(answer).filter((label) => label.startsWith('Lesson'))
    expect(lessons).toHaveLength(3)
    expect(lessons[0]).toBe('Lesson 7: asyncio.sleep against time.sleep')
    const opened = await ask(button(answer, 'Lesson 7'))
    expect(textOf(opened)).toContain('**Lesson 7:')
    const ran = await ask(button(limited, 'Run it'))
    expect(ran.notice).toMatch(/^Finished/)
  })

  test('a misconception is named one, and never comes first', async () => {
    const { ask } = await alone()
    const answer = textOf(await ask('overlap meaning: what is non-overlapping, cooking pots'))
    expect(answer).toMatch(/\*\*\n\n(?!\*\*A common mistake)/)
  })

  test("an error's text is explained in plain words", async () => {
    const { ask } = await alone()
    const answer = await ask("RuntimeWarning: coroutine 'main' was never awaited what is this")
    expect(textOf(answer)).toContain('The call only created a coroutine object')
    expect(labels(answer)[1]).toMatch(/^Lesson (?:5|23):/)
  })

  test.each([
    ['asyncio.exceptions.CancelledError', 'Why is there a CancelledError in my traceback?'],
    ['TimeoutError', 'How do I set a timeout?'],
  ])('a pasted traceback is explained by its last line, %s', async (error, plain) => {
    const { ask } = await alone()
    const traceback = `help\n\`\`\`\nTraceback (most recent call last):\n  File "main.py", line 3, in <module>\n    pool.map(lambda x: x, [1])\n${error}\n\`\`\``
    expect(textOf(await ask(traceback))).toContain(plain)
  })

  test.each(['what is the weather in berlin', 'qwertz', '???', '🙂', 'my dog is sick'])(
    '%j: nothing is found, and what to do instead is said',
    async (text) => {
      const { ask } = await alone()
      const answer = await ask(text)
      expect(textOf(answer)).toMatch(/I found nothing about that.*\/help/s)
      // Nobody else in the channel is told what is not known.
      expect(answer.audience).toBe('asker')
      expect(await ask(button(answer, 'Not helpful'))).toMatchObject({ audience: 'asker' })
    },
  )

  test.each([
    ['hi', 'Hello.'],
    ['Hey there!', 'Hello.'],
    ['thanks a lot :)', 'You are welcome.'],
    ['ok cool', 'Good.'],
    ['what can you do?', 'I am Overlap'],
    ["it doesn't work", 'Show me the program'],
  ])('%j is small talk, answered to the asker alone', async (text, begins) => {
    const { ask } = await alone()
    const answer = await ask(text)
    expect(textOf(answer)).toContain(begins)
    expect(answer.audience).toBe('asker')
  })

  test('a question with a program in it is a run, and an answer about that run below', async () => {
    const { messages } = await alone()
    const text =
      'why does this take so long?\n```python\nimport asyncio, time\n\nasync def wait():\n    time.sleep(0.2)\n\nasync def main():\n    await asyncio.gather(wait(), wait())\n\nasyncio.run(main())\n```'
    const all = await Array.fromAsync(messages(text))
    expect(textOf(all[0] ?? fail())).toContain('Running…')
    expect(all.filter(({ done }) => done)).toHaveLength(1)
    const answer = all.at(-1) ?? fail()
    expect(textOf(answer)).toMatch(/facts[\s\S]*Fix this first[\s\S]*No language model/)
    expect(labels(answer)).toContain('Lesson 7: asyncio.sleep against time.sleep')
  })

  test('a program with a greeting beside it is only run', async () => {
    const { ask } = await alone()
    const answer = await ask('here it is:\n```python\nprint(1)\n```')
    expect(textOf(answer)).not.toContain('language model')
  })

  test('a question about a program is answered where no program can be run', async () => {
    const { ask } = await asking(shared, {
      config: null,
      sandbox: {
        ...shared.sandbox,
        run: () => Promise.reject(new SandboxUnavailableError('no runc')),
      },
    })
    const answer = await ask('how do I cancel this?\n```python\nprint(1)\n```')
    expect(labels(answer)).toContain('Lesson 10: Cancellation')
    expect(textOf(answer)).not.toContain('runc')
  })

  test('runs for questions count as runs', async () => {
    const { ask } = await asking(shared, {
      config: null,
      rates: { take: async (kind) => (kind === 'run' ? 5000 : 0) },
    })
    const refusal = await ask('why?\n```python\nprint(1)\n```')
    expect(textOf(refusal)).toBe("You're going a bit fast. Try again in 5 s.")
  })

  test('a question of any length and kind gets an answer', async () => {
    const { ask, bugs } = await alone()
    for (const text of [
      'why '.repeat(10_000),
      `${'('.repeat(5000)}?`,
      'a_b.c_d.'.repeat(2000),
      Array.from({ length: 9000 }, (_, at) => `word${at.toString(36)}`).join(' '),
      `coroutine '${"coroutine 'x ".repeat(4000)}`,
      '\u0000\u202e?',
    ]) {
      const took = await cpuMs(async () => {
        expect((await ask(text.slice(0, LIMITS.codeBytes - 1))).done).toBe(true)
      })
      expect(took, text.slice(0, 20)).toBeLessThan(1000)
    }
    expect(bugs).toEqual([])
  })
})

describe('votes', () => {
  test('a vote is kept, and thanks stand in the place of the buttons', async () => {
    const { ask, store } = await alone()
    const answer = await ask('what is a semaphore')
    expect(labels(answer).slice(-2)).toEqual(['Helpful', 'Not helpful'])
    expect(button(answer, 'Not helpful').replaces).toBe(true)
    const after = await ask(button(answer, 'Not helpful'))
    expect(after.blocks.slice(0, -1)).toEqual(answer.blocks.slice(0, -1))
    expect(textOf(after)).toContain('Thanks, noted as not helpful.')
    expect(await store.votes.down(ADA, 5)).toMatchObject([
      { question: 'what is a semaphore', down: 1, up: 0 },
    ])
  })

  test('admins see what was voted down, without a name and without effect; others do not', async () => {
    const { ask } = await alone()
    const answer = await ask('what is a semaphore `**x** <@U1>')
    await ask({ ...button(answer, 'Not helpful'), person: BOB })
    const refused = await ask({ command: 'ask', options: { voted: 'down' } })
    expect(textOf(refused)).toBe('Only admins can see the votes.')
    const list = await ask({
      command: 'ask',
      options: { voted: 'down' },
      person: { ...ADA, admin: true },
    })
    expect(textOf(list)).toContain('1 down: `` what is a semaphore `**x** <@U1> ``')
    expect(textOf(list)).toContain('A semaphore lets a given number in')
    expect(JSON.stringify(list)).not.toMatch(/Ada|Bob/)
    expect(list.audience).toBe('asker')
    const file = list.blocks.find((block) => block.kind === 'file') ?? fail()
    const cases = join(mkdtempSync(join(tmpdir(), 'overlap-votes-')), file.name)
    writeFileSync(cases, file.content)
    expect(await loadCases(shared.catalogue, cases)).toEqual([
      { kind: 'voted-down', question: 'what is a semaphore `**x** <@U1>' },
    ])
    rmSync(dirname(cases), { recursive: true })
  })

  test('the answer to a run cannot be shown again: thanks are said to whoever votes', async () => {
    const { ask } = await alone()
    const answer = await ask('what is this?\n```python\nprint(1)\n```')
    expect(button(answer, 'Helpful').replaces).toBe(undefined)
    expect(await ask(button(answer, 'Helpful'))).toMatchObject({ audience: 'asker' })
  })

  test('a deleted person takes questions and votes along, and old buttons say so', async () => {
    const { ask, store } = await alone()
    const answer = await ask('what is a semaphore')
    await ask(button(answer, 'Not helpful'))
    await store.personal.deleted(ADA)
    expect(await store.votes.down(ADA, 5)).toEqual([])
    expect(textOf(await ask(button(answer, 'Helpful')))).toBe('This answer is too old to vote on.')
  })
})

function fail(): never {
  throw new Error('no message')
}
