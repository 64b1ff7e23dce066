/** Many workspaces: each installs the app for itself, is answered with its own token, and is forgotten when it leaves. */
import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyFor, seal, unseal } from '../../adapters/slack/secrets.ts'
import { openStore } from '../../bot/store/store.ts'
import { mention } from '../standins/slack/people.ts'
import { TOKENS } from '../standins/slack/standin.ts'
import { TEAM } from '../standins/slack/world.ts'
import { isWhole, python, type Slack, says, startSlack } from './program.ts'

const SECRET = 'a key that nobody knows, 32 characters'
const TOKEN = 'xoxb-0002-0002-thetokenofateam'

let slack: Slack

beforeAll(async () => {
  slack = await startSlack({
    SLACK_SIGNING_SECRET: TOKENS.signing,
    SLACK_CLIENT_ID: TOKENS.client.id,
    SLACK_CLIENT_SECRET: TOKENS.client.secret,
    OVERLAP_SECRET_KEY: SECRET,
  })
})
afterAll(async () => {
  expect(slack.program.bugs).toEqual([])
  await slack.close()
})

const page = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, slack.program.url), { redirect: 'manual', headers })

async function begin() {
  const response = await page('/slack/install')
  const to = new URL(response.headers.get('location') ?? '')
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return { to, cookie, state: to.searchParams.get('state') ?? '' }
}

test('before it is installed, a workspace is not answered, and nothing breaks', async () => {
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} ${python('print("too early")')}`)
  expect((await fetch(new URL('/healthz', slack.program.url))).status).toBe(200)
  expect(slack.said()).toEqual([])
})

test('where it is not installed, a command is told so', async () => {
  const ada = slack.join('Ada')
  ada.slash(slack.group, 'help')
  await slack.until('a word', () =>
    slack.world.messages.some((each) => says('no longer installed in this workspace')(each)),
  )
})

test('an installation that is refused, or is of nothing, is no fault of the server', async () => {
  for (const what of ['error=access_denied', 'code=never-given']) {
    const { state, cookie } = await begin()
    const back = await page(`/slack/oauth_redirect?${what}&state=${state}`, { cookie })
    expect(back.status).toBe(400)
    expect(await back.text()).toContain("wasn't installed")
  }
})

test('installing asks Slack for the rights that the manifest names', async () => {
  const { to } = await begin()
  expect(to.origin).toBe(new URL(slack.standin.apiUrl).origin)
  expect(to.pathname).toBe('/oauth/v2/authorize')
  expect(to.searchParams.get('client_id')).toBe(TOKENS.client.id)
  expect(to.searchParams.get('scope')).toContain('chat:write')
})

test('an installation that nobody began here is refused', async () => {
  slack.standin.codes.set('forged', { team: TEAM, token: TOKEN })
  const { state } = await begin()
  const forged = await page(`/slack/oauth_redirect?code=forged&state=${state}`)
  expect(await forged.text()).not.toMatch(/success/i)
  expect(slack.standin.tokens.has(TOKEN)).toBe(false)
})

test('once installed, its people are answered; its token lies sealed in the database', async () => {
  slack.standin.codes.set('right', { team: TEAM, token: TOKEN })
  const { state, cookie } = await begin()
  const done = await page(`/slack/oauth_redirect?code=right&state=${state}`, { cookie })
  expect(done.status).toBeLessThan(400)
  slack.standin.tokens.delete(TOKENS.bot)
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} ${python('print("installed")')}`)
  await slack.sees('the answer', (each) => says('installed')(each) && isWhole(each))
  const files = await readdir(slack.program.dataDir)
  for (const file of files) {
    const bytes = await readFile(`${slack.program.dataDir}/${file}`)
    expect(bytes.includes(TOKEN)).toBe(false)
  }
})

test('what another process installed anew counts at once', async () => {
  const store = await openStore({ databaseUrl: null, dataDir: slack.program.dataDir }, () => {})
  const now = 'xoxb-0002-0003-theteamsnewtoken'
  const sealed = seal(
    JSON.stringify({ bot: { token: now } }),
    `slack/${TEAM}`,
    keyFor(SECRET, 'slack installations'),
  )
  await store.installations.put({ platform: 'slack', workspace: TEAM }, sealed, Date.now())
  await store.close()
  slack.standin.tokens.delete(TOKEN)
  slack.standin.tokens.add(now)
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} ${python('print("in" "stalled anew")')}`)
  await slack.sees('the answer', (each) => says('installed anew')(each) && isWhole(each))
})

test('an uninstall that Slack tells of after the app was installed anew removes nothing', async () => {
  const old = slack.standin.envelope({ type: 'app_uninstalled' })
  old.payload.event_time -= 3600
  await slack.standin.deliver(old)
  const ada = slack.join('Ada')
  ada.write(slack.group, `${mention} ${python('print("still" " installed")')}`)
  await slack.sees('the answer', (each) => says('still installed')(each) && isWhole(each))
})

test('a workspace that uninstalls the app is left, and its token is deleted', async () => {
  const store = await openStore({ databaseUrl: null, dataDir: slack.program.dataDir }, () => {})
  const workspace = { platform: 'slack', workspace: TEAM }
  expect(await store.installations.find(workspace)).not.toBe(null)
  await slack.standin.deliver(slack.standin.envelope({ type: 'app_uninstalled' }))
  while ((await store.installations.find(workspace)) !== null) {
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await store.workspaces.isLeft(workspace)).toBe(true)
  await store.close()
})

test('what is sealed opens with its own key and for its own workspace only', () => {
  const key = keyFor('one key', 'slack installations')
  const sealed = seal('a token', 'slack/T1', key)
  expect(unseal(sealed, 'slack/T1', key)).toBe('a token')
  expect(() => unseal(sealed, 'slack/T2', key)).toThrow()
  expect(() => unseal(sealed, 'slack/T1', keyFor('another', 'slack installations'))).toThrow()
  expect(seal('a token', 'slack/T1', key)).not.toBe(sealed)
})
