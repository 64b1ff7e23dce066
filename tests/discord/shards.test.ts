/** The whole program in several processes, as `DISCORD_SHARDS=auto` has it, and `overlap register discord`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { memberOf } from '../scenarios/discord.ts'
import { waitFor } from '../scenarios/stage.ts'
import { type Standin, startStandin } from '../standins/discord/standin.ts'

const CLI = join(import.meta.dirname, '../../bot/cli.ts')

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function overlap(standin: Standin, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-shards-'))
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      ...process.env,
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      OVERLAP_WEB_PORT: '0',
      OVERLAP_DATA_DIR: dataDir,
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let out = ''
  child.stdout.on('data', (data) => {
    out += data
  })
  ends.push(async () => {
    child.kill()
    await exited
    await rm(dataDir, { recursive: true })
  })
  return { child, exited, out: () => out }
}

async function start(...given: Parameters<typeof startStandin>): Promise<Standin> {
  const standin = await startStandin(...given)
  ends.push(standin.close)
  return standin
}

test('each shard has its servers, a request is answered once, and all end together', async () => {
  const standin = await start({ shards: 2 })
  const { child, exited } = await overlap(standin, ['serve'], { DISCORD_SHARDS: 'auto' })
  await waitFor(
    'two shards',
    async () => standin.gateway.shards().length === 2 || undefined,
    standin.gateway.change,
    async () => standin.refusals,
  )
  expect(standin.gateway.shards().toSorted()).toEqual([
    [0, 2],
    [1, 2],
  ])
  expect(standin.log.filter((each) => each.startsWith('PUT'))).toHaveLength(1)
  const ada = memberOf(standin, standin.world.join('Ada'))
  const group = await ada.answer(await ada.say('```python\nprint("in the group")\n```'))
  const alone = await ada.answer(await ada.whisper('```python\nprint("in private")\n```'))
  expect([group.code, alone.code].flat()).toEqual(['in the group', 'in private'])
  expect(
    [...standin.world.messages.values()].filter(({ author }) => author === standin.world.bot.id),
  ).toHaveLength(2)
  child.kill()
  await exited
  await expect.poll(() => standin.gateway.isConnected()).toBe(false)
}, 120_000)

test('told to stop when nobody answers any more, it ends all the same', async () => {
  const standin = await start()
  const { child, exited } = await overlap(standin, ['serve'])
  await waitFor(
    'the connection',
    async () => standin.gateway.isConnected() || undefined,
    standin.gateway.change,
    async () => standin.refusals,
  )
  child.kill()
  await standin.close()
  ends.splice(0, 1)
  expect(await exited).toEqual([0, null])
}, 60_000)

test('overlap register discord says what it has written', async () => {
  const standin = await start()
  const first = await overlap(standin, ['register', 'discord'])
  await first.exited
  expect(first.out()).toMatch(/^written {2}run$/m)
  const second = await overlap(standin, ['register', 'discord'])
  await second.exited
  expect(second.out()).toBe('Discord already has the current commands.\n')
})
