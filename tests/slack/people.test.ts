/** Who somebody is, as Slack says; asked again after a minute, so that rights do not outlive it. */
import { expect, test } from 'vitest'
import { classify } from '../../adapters/slack/calls.ts'
import { createWorkspaces } from '../../adapters/slack/clients.ts'
import { slackLogger } from '../../adapters/slack/logger.ts'
import { createPeople } from '../../adapters/slack/people.ts'
import { createAttempts, usual } from '../../bot/delivery/attempts.ts'
import { MONOTONIC } from '../../bot/delivery/scheduler.ts'
import { startStandin, TOKENS } from '../standins/slack/standin.ts'
import { TEAM } from '../standins/slack/world.ts'
import { timeByHand } from '../time.ts'

test('an admin who is one no more is known as one for a minute at most', async () => {
  const standin = await startStandin()
  const closing = new AbortController()
  const time = timeByHand()
  const log = { info() {}, warn() {}, error() {} }
  const workspaces = createWorkspaces({
    apiUrl: standin.apiUrl,
    accessOf: async () => ({ token: TOKENS.bot }),
    calling: usual(createAttempts(MONOTONIC, closing.signal, classify), closing.signal),
    logger: slackLogger(log),
  })
  const workspace = await workspaces.of(TEAM)
  const people = createPeople(time.clock, log)
  const user = standin.world.addUser('Ada', true)
  const isAdmin = async () => (await people.person(workspace, user.id)).admin

  expect(await isAdmin()).toBe(true)
  standin.world.users.set(user.id, { ...user, admin: false })
  time.advance(59_000)
  expect(await isAdmin()).toBe(true)
  time.advance(2000)
  expect(await isAdmin()).toBe(false)
  closing.abort()
  await standin.close()
})
