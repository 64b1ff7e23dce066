/** The ways to ask in Slack, and the ways in which it answers, as its members use them. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitFor } from '../scenarios/stage.ts'
import { textsIn, type ViewBlock } from '../standins/slack/blocks.ts'
import { mention, type Person, pressables } from '../standins/slack/people.ts'
import { buttonOf, HTTP, isWhole, python, type Slack, says, startSlack, textOf } from './program.ts'

/** Answers are taken away here while they are written, by their askers and by strangers, so what is added comes late. */
const TAKEN_AWAY = /^chat\.(update|appendStream|stopStream): message_not_found/

let slack: Slack
let ada: Person

beforeAll(async () => {
  slack = await startSlack(HTTP)
  ada = slack.join('Ada')
})
afterAll(async () => {
  expect(slack.program.bugs).toEqual([])
  expect(slack.errors().filter((error) => !TAKEN_AWAY.test(error))).toEqual([])
  await slack.close()
})

const answerTo = (text: string) =>
  slack.sees(`an answer with ${text}`, (each) => says(text)(each) && isWhole(each))

function windowOf(trigger: string) {
  const { world } = slack
  return waitFor(
    'a window',
    async () => world.windows.get(trigger),
    world.news,
    async () => [],
  )
}

test('“Run Python” on anyone’s message answers in its thread', async () => {
  const bob = slack.join('Bob')
  const message = bob.write(slack.group, python('print("by menu")'))
  ada.shortcut(message)
  expect((await answerTo('by menu')).thread).toBe(message.ts)
})

test('“run” under a message with code runs it, without a mention', async () => {
  const bob = slack.join('Bob')
  const root = bob.write(slack.group, python('print("by reply")'))
  ada.write(slack.group, 'run', { thread: root.ts })
  expect((await answerTo('by reply')).thread).toBe(root.ts)
})

test('the message of an app that has blocks alone is run by the menu', async () => {
  const message = slack.world.addMessage({
    channel: slack.group.id,
    user: 'B0002',
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_preformatted',
            elements: [{ type: 'text', text: 'print("of " "blocks" if 1 < 2 else "")' }],
          },
        ],
      },
    ],
  })
  ada.shortcut(message)
  expect((await answerTo('of blocks')).thread).toBe(message.ts)
})

test('what somebody says with /me in private is answered', async () => {
  const { id: channel } = slack.world.directOf(ada.user.id)
  const text = 'print("all " "me")'
  const { ts } = slack.world.addMessage({ channel, user: ada.user.id, text })
  const me = { type: 'message', subtype: 'me_message', channel, user: ada.user.id, text, ts }
  await slack.standin.deliver(slack.standin.envelope(me))
  await slack.sees('the offer', ({ thread }) => thread === ts)
})

test('a program of another organisation, of which Slack tells the id only, is asked for', async () => {
  const files = [{ name: 'ours.py', text: 'print("con" "nected")', foreign: true }]
  ada.write(slack.world.directOf(ada.user.id), '', { files })
  await answerTo('connected')
})

test('a program that cannot be read is said to be missed, and nothing runs without it', async () => {
  const direct = slack.world.directOf(ada.user.id)
  const files = [{ name: 'big.py', text: `#${'x'.repeat(2 ** 20)}` }]
  ada.write(direct, python('import big\nprint("run without")'), { files })
  await slack.sees('a word', says("I couldn't read big.py"))
  expect(slack.said().some(says('run without'))).toBe(false)
})

test('talk in threads of others is left alone; in one’s own thread it goes on without a mention', async () => {
  const bob = slack.join('Bob')
  const mine = ada.write(slack.group, `${mention} ${python('print("begun")')}`)
  await answerTo('begun')
  const before = slack.said().length
  bob.write(slack.group, 'that is nice', { thread: mine.ts })
  ada.write(slack.group, python('print("gone on")'), { thread: mine.ts })
  expect((await answerTo('gone on')).thread).toBe(mine.ts)
  expect(slack.said().length).toBe(before + 1)
})

test('a slash command without its program opens a form, which runs it', async () => {
  const trigger = ada.slash(slack.group, 'run')
  const view = await windowOf(trigger)
  ada.submit(view, {
    'Python to run': 'print("from a form", input())',
    'Text that the': 'typed in',
  })
  expect(textOf(await answerTo('from a form typed in'))).toContain('Output')
})

test('where the tutor is no member it answers by the address that the command brought', async () => {
  const elsewhere = slack.world.channel('G0009')
  elsewhere.members.delete('UBOT')
  elsewhere.members.add(ada.user.id)
  ada.slash(elsewhere, 'run print("from outside")')
  const answer = await slack.sees('the answer', says('from outside'))
  expect(answer.channel).toBe(elsewhere.id)
  expect(answer.only).toBeUndefined()
  const failed = slack.standin.calls.findIndex(({ error }) => error?.startsWith('not_in_channel'))
  slack.standin.calls.splice(failed, 1)
})

test('a form whose moment has passed is asked for again', async () => {
  ada.write(slack.group, `${mention} ${python('print(input())')}`)
  const asking = await slack.sees(
    'the form',
    (each) => says('asks for input')(each) && isWhole(each),
  )
  for (const trigger of slack.standin.triggers.values()) trigger.until = 0
  const element = buttonOf(asking, 'Run with this input')
  slack.standin.faults.push((method) => {
    if (method === 'views.open') for (const each of slack.standin.triggers.values()) each.until = 0
    return null
  })
  ada.press(asking, element)
  await slack.sees(
    'a word',
    (each) => each.only === ada.user.id && says('Press the button again')(each),
  )
  slack.standin.faults.length = 0
  const failed = slack.standin.calls.findIndex(({ error }) => error?.startsWith('expired'))
  slack.standin.calls.splice(failed, 1)
})

test('an admin may delete what others asked for, pictures and files with it', async () => {
  const code = 'import time\ntime.sleep(0.3)\nopen("a.txt", "w").write("a")\nprint("to be gone")'
  ada.write(slack.group, `${mention} ${python(code)}`)
  const answer = await answerTo('to be gone')
  expect(slack.said().filter(({ thread }) => thread === answer.thread)).toHaveLength(2)
  const eve = slack.join('Eve', true)
  eve.press(answer, buttonOf(answer, 'Delete'))
  await slack.until(
    'it is gone',
    () => !slack.said().some(({ thread }) => thread === answer.thread),
  )
})

test('an edit that makes files again replaces those from before', async () => {
  const code = (text: string) => `open("a.txt", "w").write("${text}")\nprint("${text}")`
  const message = ada.write(slack.group, `${mention} ${python(code('old one'))}`)
  await answerTo('old one')
  ada.edit(message, `${mention} ${python(code('new one'))}`)
  const answer = await answerTo('new one')
  const files = slack
    .said()
    .filter(({ thread }) => thread === answer.thread)
    .flatMap(({ files: all }) => all)
    // A run that a busy machine made slow has a picture too.
    .filter(({ name }) => name === 'a.txt')
  expect(files.map(({ content }) => content.toString())).toEqual(['new one'])
})

test('an edit after half an hour leaves the answer as it is', async () => {
  const message = ada.write(slack.group, `${mention} ${python('print("in time")')}`)
  await answerTo('in time')
  slack.program.advance(31 * 60_000)
  ada.edit(message, `${mention} ${python('print("too late")')}`)
  ada.write(slack.group, `${mention} ${python('print("meanwhile")')}`)
  await answerTo('meanwhile')
  expect(slack.said().some(says('too late'))).toBe(false)
})

test('a picture has words for those who do not see it', async () => {
  const code = 'import time\nfor n in range(3): time.sleep(0.2)\nprint("drawn")'
  ada.write(slack.group, `${mention} ${python(code)}`)
  const answer = await answerTo('drawn')
  const [picture] = slack
    .said()
    .filter(({ thread, files }) => thread === answer.thread && files.length > 0)
  expect(picture?.files[0]?.alt).toMatch(/\w+ \w+/)
  expect([...(picture?.files[0]?.content.subarray(1, 4) ?? [])]).toEqual([0x50, 0x4e, 0x47])
})

test('why a verdict is so opens in a window', async () => {
  const code = 'import time\nfor n in range(3): time.sleep(0.2)\nprint("why")'
  ada.write(slack.group, `${mention} ${python(code)}`)
  const answer = await answerTo('why')
  const view = await windowOf(ada.press(answer, buttonOf(answer, 'Why?')))
  expect(view.title.text).toBe('Why?')
})

async function homeOf({ user }: Person) {
  const { world } = slack
  const view = await waitFor(
    'the Home tab',
    async () => world.homes.get(user.id) as { blocks: ViewBlock[] } | undefined,
    world.news,
    async () => [],
  )
  return { text: textsIn(view.blocks).join('\n'), buttons: pressables(view.blocks) }
}

test('in the Home tab stands how far one is and what is due, and its buttons answer in private', async () => {
  const gil = slack.join('Gil')
  gil.visit('home')
  const { text, buttons } = await homeOf(gil)
  expect(text).toContain('Lessons done: ')
  expect(text).toContain('Due for review: ')
  expect(text).not.toContain('/settings')
  const quiz = buttons.find(({ label }) => label === 'Take a quiz')
  gil.pressAtHome(quiz?.element ?? {})
  const question = await slack.sees('a question', says('Question 1 of'))
  expect(question.channel).toBe(slack.world.directOf(gil.user.id).id)
})

test('in the Home tab of admins stand the settings too', async () => {
  const hal = slack.join('Hal', true)
  hal.visit('home')
  const { text, buttons } = await homeOf(hal)
  expect(`${text} ${buttons.map(({ label }) => label).join()}`).toMatch(/runs-per-hour|Runs/)
})

test('whoever opens the Messages tab finds prompts', async () => {
  ada.visit('messages')
  await slack.until('the prompts are set', () => slack.world.prompts.length > 0)
  expect(JSON.stringify(slack.world.prompts)).toContain('Run a program')
})

test('a button whose press is refused leaves its message where it is', async () => {
  const jon = slack.join('Jon')
  const { ts } = jon.write(slack.group, `${mention} for n in range(3): print("refused", n)`)
  const offer = await slack.sees('the offer', (each) => each.thread === ts && isWhole(each))
  slack.standin.deliver({
    kind: 'interactive',
    payload: {
      type: 'block_actions',
      user: { id: ada.user.id },
      team: { id: 'T0001' },
      trigger_id: slack.standin.trigger(),
      container: { type: 'message', message_ts: offer.ts, channel_id: offer.channel },
      channel: { id: offer.channel },
      actions: [buttonOf(offer, 'Run it')],
    },
  })
  await slack.sees(
    'a word',
    (each) => each.only === ada.user.id && says('Only the person who asked')(each),
  )
  expect(slack.said()).toContain(offer)
})

test('commands are called as Slack has them, and understood so; what a program prints stays', async () => {
  const flo = slack.join('Flo')
  flo.write(slack.group, `${mention} help`)
  await slack.sees('help', says('/overlap challenge'))
  flo.write(slack.group, `${mention} /overlap quiz --questions 99`)
  await slack.sees(
    'how it is written',
    (each) => each.only === flo.user.id && says('/overlap quiz')(each),
  )
  flo.write(slack.group, `${mention} ${python('print("/run as printed")')}`)
  await slack.sees('what it printed', (each) => textOf(each).includes('\n/run as printed'))
})

test('an edit into something that is refused takes the answer away', async () => {
  const kim = slack.join('Kim')
  const message = kim.write(slack.group, `${mention} ${python('print("was fine")')}`)
  const answer = await answerTo('was fine')
  kim.edit(message, `${mention} /quiz --questions 99`)
  await slack.sees('a refusal', (each) => each.only === kim.user.id && says('too big')(each))
  await slack.until('it is gone', () => !slack.said().includes(answer))
})

test('an answer that somebody takes away while it is written stays away', async () => {
  const lea = slack.join('Lea')
  lea.slash(slack.group, 'run import time; time.sleep(1.5); print("unwanted")')
  const first = await slack.sees(
    'a sign of life',
    (each) => says('Running…')(each) && !each.thread && !each.only,
  )
  slack.world.removeMessage(first)
  await slack.until('the end is tried', () =>
    slack.errors().some((error) => TAKEN_AWAY.test(error)),
  )
  lea.write(slack.group, `${mention} ${python('print("something else")')}`)
  await answerTo('something else')
  expect(slack.said().some(says('unwanted'))).toBe(false)
})

test('an answer in words is streamed in a direct message, and ends as a message with its buttons', async () => {
  const direct = slack.world.directOf(ada.user.id)
  const begun = Promise.withResolvers<void>()
  const streaming = Promise.withResolvers<void>()
  const longer = Promise.withResolvers<void>()
  slack.program.model.says([
    { say: 'Tasks run together. ' },
    { wait: begun.promise },
    { say: 'They share one loop. ' },
    { wait: streaming.promise },
    { say: 'Each await lets others run. ' },
    { wait: longer.promise },
    { say: 'So waits overlap.' },
  ])
  ada.write(direct, 'What is a task in asyncio?')
  await slack.sees('the beginning', says('Tasks run together.'))
  begun.resolve()
  const stream = await slack.sees('a stream', ({ isStreaming }) => isStreaming)
  streaming.resolve()
  await slack.sees('more of it', (each) => each.isStreaming && says('lets others run')(each))
  longer.resolve()
  const answer = await slack.sees(
    'the answer',
    (each) => says('So waits overlap.')(each) && isWhole(each),
  )
  expect(answer.ts).toBe(stream.ts)
  expect(
    slack.said().filter((each) => each.channel === direct.id && says('Tasks run')(each)),
  ).toHaveLength(1)
})

test('a streamed answer that somebody takes away stays away', async () => {
  const mia = slack.join('Mia')
  const direct = slack.world.directOf(mia.user.id)
  const begun = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<void>()
  slack.program.model.says([
    { say: 'It begins. ' },
    { wait: begun.promise },
    { say: 'It streams. ' },
    { wait: taken.promise },
    { say: 'It is unwanted.' },
  ])
  mia.write(direct, 'What is a future in asyncio?')
  await slack.sees('the beginning', says('It begins.'))
  begun.resolve()
  slack.world.removeMessage(await slack.sees('a stream', ({ isStreaming }) => isStreaming))
  taken.resolve()
  await slack.until('the end is tried', () =>
    slack.calls('chat.update').some(({ args, error }) => !!error && args.channel === direct.id),
  )
  mia.write(direct, python('print("something" " new")'))
  await answerTo('something new')
  expect(slack.said().some(says('unwanted'))).toBe(false)
})
