/** A class in one workspace: Slack counts edits for the workspace, and no answer is lost over it. */
import { afterEach, expect, test } from 'vitest'
import { HTTP, isWhole, python, type Slack, says, startSlack } from './program.ts'

/** 60 edits a minute, few of them at once: as Slack is after a busy minute. */
const SPENT = { 'chat.update': { burst: 6, perMinute: 60 } }
const PEOPLE = 18

let slack: Slack
afterEach(() => slack.close())

test('18 people run programs while Slack takes 60 edits a minute, and every answer is finished', async () => {
  slack = await startSlack(HTTP, { limits: SPENT })
  const people = Array.from({ length: PEOPLE }, (_, n) => slack.join(`Person ${n}`))
  for (const [n, { user, write }] of people.entries()) {
    write(slack.world.directOf(user.id), python(`print("answer ${n}.")`))
  }
  for (const [n] of people.entries()) {
    await slack.sees(`answer ${n}`, (each) => says(`answer ${n}.`)(each) && isWhole(each))
  }
  for (const [n] of people.entries()) {
    expect(slack.said().filter(says(`answer ${n}.`))).toHaveLength(1)
  }
  expect(slack.program.bugs).toEqual([])
}, 120_000)
