/** Socket Mode: connections come and go, and every request is answered exactly once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mention } from '../standins/slack/people.ts'
import { TOKENS } from '../standins/slack/standin.ts'
import { isWhole, python, type Slack, SOCKET, says, startSlack } from './program.ts'

const MANY = { burst: 100, perMinute: 100 }

let slack: Slack

beforeAll(async () => {
  // Slack opens few connections a minute; here twenty are killed in one.
  slack = await startSlack(SOCKET, { limits: { 'apps.connections.open': MANY } })
})
afterAll(async () => {
  expect(slack.program.bugs).toEqual([])
  await slack.close()
})

test('with the socket killed twenty times, every request is answered exactly once', async () => {
  const ada = slack.join('Ada')
  const { sockets } = slack.standin
  for (let at = 0; at < 20; at++) {
    await slack.until('a connection', sockets.isOpen)
    ada.write(slack.group, `${mention} ${python(`print("kill ${at}.")`)}`)
    sockets.drop()
    await slack.sees(`answer ${at}`, (each) => says(`kill ${at}.`)(each) && isWhole(each))
  }
  for (let at = 0; at < 20; at++) {
    expect(slack.said().filter(says(`kill ${at}.`))).toHaveLength(1)
  }
  await slack.until('a connection', sockets.isOpen)
  expect(sockets.connected()).toBeGreaterThan(20)
  expect(slack.errors()).toEqual([])
})

test('a connection that Slack renews is replaced', async () => {
  const { sockets } = slack.standin
  const before = sockets.connected()
  sockets.refresh()
  const bob = slack.join('Bob')
  bob.write(slack.group, `${mention} ${python('print("renewed")')}`)
  await slack.sees('the answer', (each) => says('renewed')(each) && isWhole(each))
  await slack.until('a connection', sockets.isOpen)
  expect(sockets.connected()).toBeGreaterThan(before - 1)
})

test('what is no event, or of a kind that is not known, is confirmed, and ends nothing', async () => {
  const { standin } = slack
  await slack.until('a connection', standin.sockets.isOpen)
  for (const text of ['null', '[]', '{', '{"type":"surprise"}']) standin.sockets.say(text)
  // These come back when they have been confirmed.
  await standin.deliver({
    kind: 'events_api',
    payload: { type: 'app_rate_limited', team_id: 'T1' },
  })
  await standin.deliver({ kind: 'interactive', payload: { type: 'made_up', user: { id: 'U1' } } })
  const dan = slack.join('Dan')
  dan.write(slack.group, `${mention} ${python('print("unmoved")')}`)
  await slack.sees('the answer', (each) => says('unmoved')(each) && isWhole(each))
})

test('with a wrong token the page is served all the same, and the state says why', async () => {
  const other = await startSlack({ ...SOCKET, SLACK_APP_TOKEN: 'xapp-1-A0001-0001-awrongone' })
  const state = async () => (await fetch(new URL('/readyz', other.program.url))).text()
  let said = await state()
  while (!said.includes('invalid_auth')) {
    await new Promise((resolve) => setImmediate(resolve))
    said = await state()
  }
  expect(said).not.toContain('awrongone')
  expect(said).not.toContain(TOKENS.bot)
  expect((await fetch(new URL('/healthz', other.program.url))).status).toBe(200)
  await other.close()
})
