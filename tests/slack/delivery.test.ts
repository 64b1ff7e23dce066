/** What Slack delivers twice is done once, what it refuses is tried again as it says, and nothing breaks the door. */
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mention } from '../standins/slack/people.ts'
import { signature, TOKENS } from '../standins/slack/standin.ts'
import { BOT } from '../standins/slack/world.ts'
import { HTTP, isWhole, python, type Slack, says, startSlack, textOf } from './program.ts'

let slack: Slack

beforeAll(async () => {
  slack = await startSlack(HTTP)
})
afterAll(async () => {
  expect(slack.program.bugs).toEqual([])
  await slack.close()
})

test('an event that comes four times is answered once', async () => {
  const { world, standin, group, join } = slack
  const ada = join('Ada')
  const message = world.addMessage({ channel: group.id, user: ada.user.id })
  const event = {
    type: 'app_mention',
    channel: group.id,
    user: ada.user.id,
    ts: message.ts,
    text: `${mention} ${python('print("once")')}`,
  }
  const delivery = standin.envelope(event)
  await Promise.all([1, 2, 3, 4].map(() => standin.deliver(delivery)))
  await slack.sees('the answer', (each) => says('once')(each) && isWhole(each))
  expect(slack.said().filter(says('once'))).toHaveLength(1)
})

test('a deletion that comes before its message keeps that from being answered', async () => {
  const { world, standin, group, join } = slack
  const ada = join('Ada')
  const { ts } = world.addMessage({ channel: group.id, user: ada.user.id })
  const base = { channel: group.id, user: ada.user.id, channel_type: 'channel' }
  const deletion = {
    type: 'message',
    subtype: 'message_deleted',
    deleted_ts: ts,
    ts: world.nextTs(),
  }
  await standin.deliver(standin.envelope({ ...base, ...deletion }))
  await slack.until('the deletion', () => standin.acks.length > 0)
  const text = `${mention} ${python('print("deleted before")')}`
  await standin.deliver(standin.envelope({ ...base, type: 'app_mention', ts, text }))
  ada.write(group, `${mention} ${python('print("said after")')}`)
  await slack.sees('the next answer', (each) => says('said after')(each) && isWhole(each))
  expect(slack.said().filter(({ thread }) => thread === ts)).toEqual([])
})

test('the first sign of life comes before the program has ended', async () => {
  const bob = slack.join('Bob')
  bob.write(slack.group, `${mention} ${python('import time\ntime.sleep(0.6)\nprint("slept")')}`)
  const first = await slack.sees('a sign of life', says('Running…'))
  const last = await slack.sees('the answer', (each) => says('slept')(each) && isWhole(each))
  expect(last.ts).toBe(first.ts)
})

test('nobody is answered but people: no bot, not itself, no joining', async () => {
  const { standin, group, world } = slack
  const before = slack.said().length
  const text = `${mention} ${python('print("not for bots")')}`
  const ts = () => world.nextTs()
  const base = { type: 'message', channel: group.id, channel_type: 'channel', text }
  await standin.deliver(standin.envelope({ ...base, ts: ts(), user: BOT.user }))
  await standin.deliver(standin.envelope({ ...base, ts: ts(), user: 'U1', bot_id: 'B9' }))
  await standin.deliver(
    standin.envelope({ ...base, ts: ts(), subtype: 'bot_message', bot_id: 'B9' }),
  )
  await standin.deliver(
    standin.envelope({ ...base, ts: ts(), user: 'U1', subtype: 'channel_join' }),
  )
  const cleo = slack.join('Cleo')
  cleo.write(group, `${mention} ${python('print("for people")')}`)
  await slack.sees('the answer', (each) => says('for people')(each) && isWhole(each))
  expect(slack.said().length).toBe(before + 1)
})

test('a call that Slack limits is made again after the time that Slack names', async () => {
  const limited = new Map<string, number>()
  slack.standin.faults.push((method) => {
    if (method !== 'chat.postMessage' || limited.has(method)) return null
    limited.set(method, performance.now())
    return { kind: 'limited', seconds: 1 }
  })
  slack.join('Dan').write(slack.group, `${mention} ${python('print("patient")')}`)
  await slack.sees('the answer', (each) => says('patient')(each) && isWhole(each))
  expect(performance.now() - (limited.get('chat.postMessage') ?? 0)).toBeGreaterThanOrEqual(1000)
  expect(slack.said().filter(says('patient'))).toHaveLength(1)
})

test('a message that Slack posted without saying so is not posted twice', async () => {
  let broken = 0
  slack.standin.faults.push((method, { text }) => {
    if (method !== 'chat.postMessage' || broken > 0 || !text?.startsWith('Running…')) return null
    broken += 1
    return { kind: 'unanswered' }
  })
  slack.join('Eve').write(slack.group, `${mention} ${python('print("unanswered")')}`)
  const answer = await slack.sees('the answer', (each) => says('unanswered')(each) && isWhole(each))
  expect(broken).toBe(1)
  const shown = slack.said().filter(({ thread }) => thread === answer.thread)
  // The picture of a run that took long is a message too.
  expect(shown.filter((each) => says('unanswered')(each) || says('Running')(each))).toHaveLength(1)
})

test('an edit while the last revision waits to be tried again ends that, and its own answer stays', async () => {
  const isBefore = (args: object) => JSON.stringify(args).includes('before the edit')
  let told = 0
  slack.standin.faults.push((method, args) => {
    if (method !== 'chat.update' || !isBefore(args)) return null
    told += 1
    return told === 1 ? { kind: 'limited', seconds: 2 } : null
  })
  const fay = slack.join('Fay')
  const asked = fay.write(slack.group, `${mention} ${python('print("before the edit")')}`)
  await expect.poll(() => told).toBe(1)
  fay.edit(asked, `${mention} ${python('print("after the edit")')}`)
  await slack.sees('the answer', (each) => says('after the edit')(each) && isWhole(each))
  await delay(2_200)
  expect(told).toBe(1)
  const answers = slack.said().filter(({ thread }) => thread === asked.ts)
  expect(answers.map(says('after the edit'))).toEqual([true])
})

test('where it is not known whether one person was shown an answer, it is not shown twice, and soon there is a way to get it', async () => {
  let broken = 0
  slack.standin.faults.push((method, { text }) => {
    if (method !== 'chat.postEphemeral' || broken > 0 || !text?.includes('nosuch')) return null
    broken += 1
    return { kind: 'unanswered' }
  })
  const gus = slack.join('Gus')
  gus.write(slack.group, `${mention} help nosuch`)
  const mine = () => slack.said().filter(({ only }) => only === gus.user.id)
  await slack.sees('the answer', says('nosuch'))
  await expect
    .poll(async () => {
      slack.program.advance(15_000)
      return mine().some(says('I was interrupted before I could finish.'))
    })
    .toBe(true)
  expect(mine().filter(says('nosuch'))).toHaveLength(1)
  expect(mine()).toHaveLength(2)
})

test('what is not signed is not taken', async () => {
  const body = JSON.stringify(slack.standin.envelope({ type: 'message' }).payload)
  const at = Math.floor(Date.now() / 1000)
  const post = (headers: Record<string, string>) =>
    fetch(slack.eventsUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
    })
  expect((await post({})).status).toBe(401)
  const wrong = signature('something else', at)
  const stamp = { 'X-Slack-Request-Timestamp': String(at) }
  expect((await post({ ...stamp, 'X-Slack-Signature': wrong })).status).toBe(401)
  const old = at - 3600
  const late = {
    'X-Slack-Request-Timestamp': String(old),
    'X-Slack-Signature': signature(body, old),
  }
  expect((await post(late)).status).toBe(401)
})

function signed(body: string, type: string): Promise<Response> {
  const at = Math.floor(Date.now() / 1000)
  const headers = {
    'Content-Type': type,
    'X-Slack-Request-Timestamp': String(at),
    'X-Slack-Signature': signature(body, at),
  }
  return fetch(slack.eventsUrl, { method: 'POST', headers, body })
}

const form = (payload: unknown) => `payload=${encodeURIComponent(JSON.stringify(payload))}`
const event = (inner: unknown) =>
  JSON.stringify({ type: 'event_callback', event_id: 'E1', event: inner })

test.each([
  ['null', 'null'],
  ['a list', '[]'],
  ['no JSON', '{"type":'],
  ['an empty object', '{}'],
  ['an event without anything', event({})],
  ['a message without anything', event({ type: 'message' })],
  [
    'a message with odd parts',
    event({ type: 'message', channel: 7, user: {}, ts: null, files: 'x' }),
  ],
  [
    'an edit without messages',
    event({ type: 'message', subtype: 'message_changed', channel: 'C0001' }),
  ],
  ['an event of a kind that is not known', event({ type: 'made_up', channel: 'C0001' })],
  ['a step of a workflow', event({ type: 'function_executed', function_execution_id: 'Fx1' })],
  ['a visit without a tab', event({ type: 'app_home_opened' })],
  ['an interaction without a user', form({ type: 'block_actions', actions: [] })],
  ['an interaction of a kind that is not known', form({ type: 'made_up', user: { id: 'U1' } })],
  ['a payload that is null', form(null)],
  ['a command without a user', 'command=%2Foverlap&text=help&team_id=T0001'],
  ['a check of the certificate', 'ssl_check=1&token=x'],
])('%s breaks nothing', async (_, body) => {
  const isForm = /^(payload|command|ssl_check)=/.test(body)
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  expect((await signed(body, type)).status).toBeLessThan(500)
})

test('a form is known by its type in capitals too, and with its characters named', async () => {
  const type = 'Application/X-WWW-Form-Urlencoded; Charset=UTF-8'
  expect((await signed('ssl_check=1&token=x', type)).status).toBe(200)
})

test('Slack’s check of the address is answered', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c1', token: 't' })
  const response = await signed(body, 'application/json')
  expect(await response.json()).toEqual({ challenge: 'c1' })
})

test('no token is said in the state of the connection', async () => {
  const ready = await fetch(new URL('/readyz', slack.program.url))
  const text = await ready.text()
  for (const token of [TOKENS.bot, TOKENS.app, TOKENS.signing]) expect(text).not.toContain(token)
})

test('after all of that it still answers, and Slack found nothing wrong with any call', async () => {
  slack.join('Fay').write(slack.group, `${mention} ${python('print("still here")')}`)
  const answer = await slack.sees('the answer', (each) => says('still here')(each) && isWhole(each))
  expect(textOf(answer)).toContain('Time: ')
  expect(slack.errors().filter((error) => !error.includes('ratelimited'))).toEqual([])
})
