import { expect, test } from 'vitest'
import { createSettings } from '../../bot/features/settings/settings.ts'
import { startRetention } from '../../bot/monitoring/retention.ts'
import { timeByHand } from '../time.ts'
import { fill } from './filled.ts'
import { memoryStore } from './memory.ts'

const DAY_MS = 24 * 60 * 60_000
const log = {
  info() {},
  warn() {},
  error: (fields: unknown) => expect.unreachable(JSON.stringify(fields)),
}

test('what is kept of a workspace that was left is deleted after thirty days, and no sooner', async () => {
  const store = await memoryStore()
  const time = timeByHand()
  const { clock, alarm } = time
  const workspace = { platform: 'slack', workspace: 'T1' }
  const ada = { ...workspace, id: 'U1', name: 'Ada' }
  await fill(store, ada, { ...workspace, channel: 'C1' }, 'run')
  const daysGoBy = async (days: number) => {
    const house = startRetention(store, createSettings(store, clock), { clock, alarm, log })
    time.advance(days * DAY_MS)
    await house.close()
  }
  await store.workspaces.left(workspace, clock())
  await daysGoBy(29)
  expect(await store.personal.exported(ada)).not.toBe(null)
  await daysGoBy(2)
  expect(await store.personal.exported(ada)).toBe(null)
  expect(await store.settings.of(workspace)).toBe(null)
  expect(await store.workspaces.isLeft(workspace)).toBe(false)
})

test('a workspace that took the tutor back in time keeps what it had', async () => {
  const store = await memoryStore()
  const time = timeByHand()
  const { clock, alarm } = time
  const workspace = { platform: 'slack', workspace: 'T1' }
  const ada = { ...workspace, id: 'U1', name: 'Ada' }
  await store.lessons.done(ada, 'tasks', clock())
  await store.workspaces.left(workspace, clock())
  const house = startRetention(store, createSettings(store, clock), { clock, alarm, log })
  time.advance(20 * DAY_MS)
  await store.workspaces.joined(workspace, clock())
  time.advance(20 * DAY_MS)
  await house.close()
  expect(await store.personal.exported(ada)).not.toBe(null)
})
