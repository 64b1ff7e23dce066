/** What people see of answers that were under way when the whole program was killed, and started again. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { openStore } from '../../bot/store/store.ts'
import { startStandin as startDiscord } from '../standins/discord/standin.ts'
import { mention, person } from '../standins/slack/people.ts'
import { startStandin as startSlack, TOKENS } from '../standins/slack/standin.ts'
import { BOT } from '../standins/slack/world.ts'
import { memberOf } from './discord.ts'
import { waitFor } from './stage.ts'

/** Each starts the whole program twice, and what it left behind is looked for every 15 s. */
vi.setConfig({ testTimeout: 120_000 })

const CLI = join(import.meta.dirname, '../../bot/cli.ts')
const SLOW = '```python\nimport time\ntime.sleep(9)\n```'
const QUICK = '```python\nprint("as ever")\n```'
const INTERRUPTED = 'I was interrupted before I could finish. Please ask again.'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** Starts it again and again on the same data. */
async function overlap(environment: NodeJS.ProcessEnv) {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-killed-'))
  ends.push(() => rm(dataDir, { recursive: true }))
  return () => {
    const env = { ...process.env, OVERLAP_WEB_PORT: '0', OVERLAP_DATA_DIR: dataDir, ...environment }
    const child = spawn(process.execPath, [CLI, 'serve'], { env, stdio: 'ignore' })
    const exited = once(child, 'exit')
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal)
      await exited
    }
    ends.push(() => end('SIGTERM'))
    return {
      /** Once it has noted so many answers: a platform hears of them a moment before. */
      async killAt(answers: number): Promise<void> {
        const store = await openStore({ databaseUrl: null, dataDir }, () => {})
        const noted = async () =>
          (await store.unfinished.unchangedSince(Number.MAX_SAFE_INTEGER)).length
        await waitFor(
          'notes',
          async () => (await noted()) === answers || undefined,
          () => delay(10),
          noted,
        )
        await store.close()
        await end('SIGKILL')
      },
    }
  }
}

/** Slack with Ada in a group, and the way to start Overlap there. */
async function slackWithAda() {
  const slack = await startSlack()
  ends.push(slack.close)
  const { world } = slack
  const ada = person(slack, world.addUser('Ada', false))
  const group = world.channel('C0001')
  group.members.add(ada.user.id)
  const sees = (text: string) =>
    waitFor(
      text,
      async () =>
        world.messages.find(
          (each) => each.user === BOT.user && JSON.stringify(each).includes(text),
        ),
      world.news,
      async () => world.messages,
    )
  const start = await overlap({
    SLACK_BOT_TOKEN: TOKENS.bot,
    SLACK_APP_TOKEN: TOKENS.app,
    SLACK_API_URL: slack.apiUrl,
  })
  return { slack, world, ada, group, sees, start }
}

test('in Slack it says that it was interrupted, and what was whole stays', async () => {
  const { ada, group, sees, start } = await slackWithAda()
  const first = start()
  ada.write(group, `${mention} ${QUICK}`)
  await sees('as ever')
  const whole = await sees('Delete') // its last revision: one before it may show the output too
  ada.write(group, `${mention} ${SLOW}`)
  const { ts } = await sees('Running…')
  await first.killAt(1)
  start()
  expect((await sees(INTERRUPTED)).ts).toBe(ts)
  expect(JSON.stringify(whole)).toContain('as ever')
})

test('in Slack also where an edit was being answered', async () => {
  const { ada, group, sees, start } = await slackWithAda()
  const first = start()
  const asked = ada.write(group, `${mention} ${QUICK}`)
  const { ts } = await sees('as ever')
  ada.edit(asked, `${mention} ${SLOW}`)
  await sees('Running…')
  await first.killAt(1)
  start()
  expect((await sees(INTERRUPTED)).ts).toBe(ts)
})

test('in Slack also where nothing had been said yet', async () => {
  const { slack, world, ada, group, sees, start } = await slackWithAda()
  const first = start()
  slack.faults.push((method, { text }) => {
    if (method !== 'chat.postMessage') return null
    return text?.includes('Running') ? { kind: 'limited', seconds: 60 } : null
  })
  const asked = ada.write(group, `${mention} ${SLOW}`)
  await first.killAt(1)
  slack.faults.length = 0
  start()
  expect((await sees(INTERRUPTED)).thread).toBe(asked.ts)
  expect(world.messages.filter(({ user }) => user === BOT.user)).toHaveLength(1)
})

test('in Discord too, after a message and after a command', async () => {
  const discord = await startDiscord()
  ends.push(discord.close)
  const ada = memberOf(discord, discord.world.join('Ada'))
  const start = await overlap({ DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl })
  const first = start()
  const see = async (what: string, holds: () => boolean | Promise<boolean>) =>
    waitFor(
      what,
      async () => (await holds()) || undefined,
      () => Promise.race([discord.world.change(), discord.gateway.change()]),
      async () => [await ada.visible(), discord.refusals],
    )
  const twice = (text: string) =>
    see(`${text}, twice`, async () => {
      const seen = await ada.visible()
      return seen.filter((each) => each.text.includes(text)).length === 2
    })
  await see('a shard', () => discord.gateway.shards().length > 0)
  const whole = await ada.answer(await ada.say(QUICK))
  expect(whole.code).toEqual(['as ever'])
  await ada.say(SLOW)
  await ada.command('run', { code: 'import time; time.sleep(9)' })
  await twice('Running…')
  await first.killAt(2)
  start()
  await twice(INTERRUPTED)
  expect((await ada.visible())[0]).toEqual(whole)
})
