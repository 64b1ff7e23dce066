/** When Slack is strict, busy or half there: what can be answered is answered. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { mention } from '../standins/slack/people.ts'
import { buttonOf, HTTP, isWhole, python, type Slack, says, startSlack, textOf } from './program.ts'

let slack: Slack

beforeAll(async () => {
  slack = await startSlack(HTTP)
})
afterEach(() => {
  slack.standin.faults.length = 0
})
afterAll(() => slack.close())

const answerTo = (text: string) =>
  slack.sees(`an answer with ${text}`, (each) => says(text)(each) && isWhole(each))

test('where a channel takes a few messages and then none for a while, a crowd is answered all the same, and nobody twice', async () => {
  let tries = 0
  slack.standin.faults.push((method) => {
    if (method !== 'chat.postMessage') return null
    tries += 1
    return tries > 5 && tries <= 8 ? { kind: 'limited', seconds: 1 } : null
  })
  const crowd = Array.from({ length: 8 }, (_, n) => slack.join(`Person ${n}`))
  for (const [n, each] of crowd.entries()) {
    each.write(slack.group, `${mention} ${python(`print("crowd ${n}.")`)}`)
  }
  await Promise.all(crowd.map((_, n) => answerTo(`crowd ${n}.`)))
  for (const [n] of crowd.entries()) {
    expect(slack.said().filter(says(`crowd ${n}.`))).toHaveLength(1)
  }
  expect(slack.errors().filter((error) => error.includes('ratelimited'))).toHaveLength(3)
})

test('without the right to attach files, the answer stands and says so', async () => {
  slack.standin.faults.push((method) =>
    method.startsWith('files.') ? { kind: 'error', error: 'missing_scope' } : null,
  )
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} ${python('open("a.txt", "w").write("x")\nprint("no files")')}`)
  expect(textOf(await answerTo('no files'))).toContain("Slack didn't accept the files")
})

test('where nobody says who people are, they are answered without rights', async () => {
  slack.standin.faults.push((method) =>
    method === 'users.info' ? { kind: 'error', error: 'missing_scope' } : null,
  )
  const eve = slack.join('Eve', true)
  eve.write(slack.group, `${mention} ${python('print("whoever")')}`)
  await answerTo('whoever')
  eve.slash(slack.group, 'settings')
  await slack.sees('a refusal', says('Only admins can use /settings.'))
})

test('a stream that breaks off is ended at last, its answer goes on by edits, and the next one streams again', async () => {
  const cat = slack.join('Cat')
  const direct = slack.world.directOf(cat.user.id)
  let stops = 0
  slack.standin.faults.push((method) =>
    method === 'chat.appendStream' || (method === 'chat.stopStream' && stops++ % 2 === 0)
      ? { kind: 'error', error: 'internal_error' }
      : null,
  )
  const streamed = async (name: string) => {
    const begun = Promise.withResolvers<void>()
    const streaming = Promise.withResolvers<void>()
    slack.program.model.says([
      { say: `${name} begins. ` },
      { wait: begun.promise },
      { say: 'It streams. ' },
      { wait: streaming.promise },
      { say: 'It goes on. ' },
      { say: `${name} ends.` },
    ])
    cat.write(direct, `What is ${name}?`)
    await slack.sees('the beginning', says(`${name} begins.`))
    begun.resolve()
    const stream = await slack.sees(
      'a stream',
      (each) => each.isStreaming && says(`${name} begins.`)(each),
    )
    streaming.resolve()
    expect((await answerTo(`${name} ends.`)).ts).toBe(stream.ts)
  }
  await streamed('a task')
  await streamed('a thread')
  expect(slack.said().some(({ isStreaming }) => isStreaming)).toBe(false)
})

test('where Slack streams nothing, an answer in words is edited', async () => {
  slack.standin.faults.push((method) =>
    /Stream$|setStatus$/.test(method) ? { kind: 'error', error: 'unknown_method' } : null,
  )
  const bob = slack.join('Bob')
  const direct = slack.world.directOf(bob.user.id)
  const begun = Promise.withResolvers<void>()
  const more = Promise.withResolvers<void>()
  slack.program.model.says([
    { say: 'One loop. ' },
    { wait: begun.promise },
    { say: 'Many tasks. ' },
    { wait: more.promise },
    { say: 'No hurry.' },
  ])
  bob.write(direct, 'What is a loop?')
  await slack.sees('the beginning', says('One loop.'))
  begun.resolve()
  await slack.sees('more of it', says('Many tasks.'))
  more.resolve()
  await answerTo('No hurry.')
})

test('a button whose meaning is forgotten says so, to whoever presses it', async () => {
  const cleo = slack.join('Cleo')
  cleo.write(slack.group, `${mention} ${python('print(input())')}`)
  const answer = await slack.sees('a form', (each) => says('asks for input')(each) && isWhole(each))
  cleo.press(answer, { ...buttonOf(answer, 'Run with this input'), value: 'no-such-id' })
  await slack.sees('a word', (each) => each.only === cleo.user.id && says('has expired')(each))
})

test('a channel that was archived meanwhile is given up without a noise', async () => {
  const dan = slack.join('Dan')
  const bugs = slack.program.bugs.length
  slack.standin.faults.push((method, { channel }) =>
    method.startsWith('chat.') && channel === slack.group.id
      ? { kind: 'error', error: 'is_archived' }
      : null,
  )
  dan.write(slack.group, `${mention} ${python('print("archived")')}`)
  await slack.until('Slack refused', () =>
    slack.errors().some((each) => each.includes('is_archived')),
  )
  expect(slack.program.bugs.length).toBe(bugs)
})

test('a token that was revoked is no bug of Overlap', async () => {
  const bugs = slack.program.bugs.length
  slack.standin.tokens.clear()
  slack.join('Fay').write(slack.group, `${mention} ${python('print("revoked")')}`)
  await slack.until('Slack refused', () =>
    slack.errors().some((each) => each.includes('invalid_auth')),
  )
  expect(slack.program.bugs.length).toBe(bugs)
})
