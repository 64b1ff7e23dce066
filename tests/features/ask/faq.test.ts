/** Ready answers: chosen, continued, in other languages, and about a run. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { button } from '../learning/chat.ts'
import { asking, house, labels, textOf } from './asking.ts'

let shared: Awaited<ReturnType<typeof house>>
beforeAll(async () => {
  shared = await house()
})
afterAll(() => shared.close())

const alone = () => asking(shared, { config: null })

test('a name from another ecosystem is answered with what Python has for it', async () => {
  const { ask } = await alone()
  expect(textOf(await ask('Promise.any in python'))).toContain('asyncio.as_completed')
  expect(textOf(await ask('what is a sync.WaitGroup'))).toContain('TaskGroup')
})

test('a term is answered in a sentence', async () => {
  const { ask } = await alone()
  const answer = await ask('what is jitter')
  expect(textOf(answer)).toContain('random part of a pause')
  expect(labels(answer)[0]).toMatch(/^Lesson \d+: .*errors/i)
})

test('where answers are equally near, each is offered in one line, and a button gives the whole', async () => {
  const { ask } = await alone()
  const offered = await ask('missing await')
  const text = textOf(offered)
  expect(text).toContain('Which of these do you mean?')
  const names = labels(offered).filter((label) => !/helpful/i.test(label))
  expect(names.length).toBeGreaterThanOrEqual(2)
  expect(text.match(/^- \*\*/gm)).toHaveLength(names.length)
  const chosen = await ask(button(offered, names[0] ?? ''))
  expect(textOf(chosen)).toContain(`**${names[0]}**`)
  expect(labels(chosen).some((label) => label.startsWith('Lesson'))).toBe(true)
})

describe('a question that goes on from the one before', () => {
  test('is understood with it', async () => {
    const { ask } = await alone()
    await ask('how do I start a subprocess')
    expect(textOf(await ask('and its exit status?'))).toContain('returncode')
  })

  test('is not, half an hour later', async () => {
    const { ask, pass } = await alone()
    await ask('what is a semaphore')
    const soon = textOf(await ask('and how long can it be?'))
    pass(31 * 60_000)
    const late = textOf(await ask('and how long can it be?'))
    expect(soon).not.toBe(late)
  })
})

test.each([
  ['Was ist ein Semaphor?', 'Deutsch', 'given number'],
  ['¿cómo limito las descargas simultáneas con un semáforo?', 'español', 'Semaphore'],
  ['c’est quoi un processus', 'français', 'own memory'],
  ['como cancelar uma tarefa', 'português', 'cancel()'],
])('%s is answered in English, with a note', async (question, language, says) => {
  const { ask } = await alone()
  const text = textOf(await ask(question))
  expect(text).toContain(language)
  expect(text).toContain(says)
})

test.each(['limit five at a time', 'the loop is blocked on Windows', 'on a semaphore'])(
  'English is not taken for another language: %s',
  async (question) => {
    const { ask } = await alone()
    expect(textOf(await ask(question))).not.toMatch(/Deutsch|español|français|português/)
  },
)

const PROGRAM =
  '```python\nimport time\n\nfor n in range(3):\n    time.sleep(0.1)\nprint("done")\n```'

test.each(['it takes far too long', 'my waits do not overlap', 'too slow!'])(
  'prose next to code is a question about that run: %s',
  async (prose) => {
    const { ask } = await alone()
    const answer = await ask(`${prose}\n${PROGRAM}`)
    expect(answer.blocks.some(({ kind }) => kind === 'facts')).toBe(true)
    expect(labels(answer)).toContain('Helpful')
  },
)

test.each(['here it is:', 'my solution for exercise 3', 'main.py', 'hi all, please run this'])(
  'an introduction next to code is none: %s',
  async (prose) => {
    const { ask } = await alone()
    expect(labels(await ask(`${prose}\n${PROGRAM}`))).not.toContain('Helpful')
  },
)

test('a ready answer that is no longer there says so', async () => {
  const { ask } = await alone()
  const answer = await ask({ command: 'ask', options: { faq: 'gone' } })
  expect(textOf(answer)).toContain('no longer here')
})
