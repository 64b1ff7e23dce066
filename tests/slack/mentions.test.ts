import { afterAll, beforeAll, expect, test } from 'vitest'
import { mentionsIn, typed } from '../../adapters/slack/text.ts'
import { mention } from '../standins/slack/people.ts'
import { HTTP, isWhole, python, type Slack, says, startSlack, textOf } from './program.ts'

let slack: Slack
beforeAll(async () => {
  slack = await startSlack(HTTP)
})
afterAll(async () => {
  expect(slack.program.bugs).toEqual([])
  await slack.close()
})

test('what a text names is found by how it is written', () => {
  const text = 'ask <@U7|ada> or <@U8> in <#C9|general>, not <https://a.example|#here> or <!here>'
  const mentions = mentionsIn(text)
  expect(mentions).toEqual({ '@ada': 'U7', '@U8': 'U8', '#general': 'C9' })
  for (const name of Object.keys(mentions)) expect(typed(text)).toContain(name)
})

test('an admin names the channel where the tutor answers, and others hear of it by its name', async () => {
  const eve = slack.join('Eve', true)
  const ada = slack.join('Ada')
  eve.write(slack.group, `${mention} settings channels <#${slack.group.id}|study>`)
  const set = await slack.sees('the change', says('Changed from all to'))
  expect(textOf(set)).toContain('#study')
  const elsewhere = slack.world.channel('C0777')
  for (const id of ['UBOT', ada.user.id]) elsewhere.members.add(id)
  ada.write(elsewhere, `${mention} what is a task`)
  const refusal = await slack.sees('the refusal', says("I don't answer in this channel"))
  expect(textOf(refusal)).toContain('Ask me in #study, or in a direct message.')
})

test('a bare mention is helped where its writer sees it: in a thread only once there is one', async () => {
  const ada = slack.join('Ada')
  const question = ada.write(slack.group, mention)
  const help = await slack.sees('the help', (each) => each.only === ada.user.id)
  expect(help.thread).toBeUndefined()
  slack.world.addMessage({ channel: slack.group.id, user: ada.user.id, thread: question.ts })
  const seen = slack.said().length
  ada.write(slack.group, mention, { thread: question.ts })
  await slack.until('more help', () => slack.said().length > seen)
  expect(slack.said().at(-1)?.thread).toBe(question.ts)
})

test('a question that is removed while it has replies takes its answer along', async () => {
  const ada = slack.join('Ada')
  const question = ada.write(slack.group, `${mention} ${python('print("soon gone")')}`)
  await slack.sees('the answer', (each) => says('soon gone')(each) && isWhole(each))
  expect(slack.world.repliesTo(question.ts)).toBe(true)
  ada.erase(question)
  await slack.until('the removal', () => !slack.said().some(says('soon gone')))
})
