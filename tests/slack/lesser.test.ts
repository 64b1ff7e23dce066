/** Where something stands in Slack's place that does less: what it does not know is done in the simplest way left. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { mention } from '../standins/slack/people.ts'
import { HTTP, isWhole, python, type Slack, says, startSlack } from './program.ts'

let slack: Slack

beforeAll(async () => {
  slack = await startSlack(HTTP)
})
afterEach(() => {
  slack.standin.faults.length = 0
})
afterAll(async () => {
  expect(slack.program.bugs).toEqual([])
  await slack.close()
})

const missing = (methods: RegExp) => (method: string) =>
  methods.test(method) ? ({ kind: 'error', error: 'unknown_method' } as const) : null

test('where blocks are not taken, the text says the same', async () => {
  slack.standin.faults.push((method, given) =>
    method === 'chat.postMessage' && JSON.stringify(given).includes('rich_text')
      ? { kind: 'error', error: 'invalid_blocks' }
      : null,
  )
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} ${python('print("in plain text")')}`)
  await slack.sees('the answer', says('in plain text'))
})

test('where nothing is shown to one person in a channel, it comes in a direct message', async () => {
  slack.standin.faults.push(missing(/^chat\.postEphemeral$/))
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} help`)
  const help = await slack.sees('the help', says('/overlap quiz'))
  expect(help.channel).toBe(slack.world.directOf(ada.user.id).id)
})

test('where no window opens, a command without its program says how it is written', async () => {
  slack.standin.faults.push(missing(/^views\.open$/))
  const ada = slack.join('Ada')
  ada.slash(slack.group, 'run')
  await slack.sees('how it is written', says('There is no Python to run yet.'))
})

test('where nothing can be edited, the answer is posted once, and the sign of life goes', async () => {
  slack.standin.faults.push(missing(/^chat\.update$/))
  const ada = slack.join('Ada')
  const question = ada.write(slack.group, `${mention} ${python('print("set in stone")')}`)
  await slack.sees('the answer', (each) => says('set in stone')(each) && isWhole(each))
  const inThread = slack.said().filter(({ thread }) => thread === question.ts)
  expect(inThread.map(says('set in stone'))).toEqual([true])
})
