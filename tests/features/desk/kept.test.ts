import { expect, test } from 'vitest'
import { createSettings } from '../../../bot/features/settings/settings.ts'
import { DAY_MS } from '../../../bot/lib/days.ts'
import { deleteExpired } from '../../../bot/monitoring/retention.ts'
import { memoryStore } from '../../store/memory.ts'

const NOW = Date.UTC(2026, 10, 26)
const [ADA, BOB] = ['strict', 'easy'].map((workspace) => ({
  platform: 'test',
  workspace,
  id: 'x',
  name: 'X',
})) as [Known, Known]
type Known = Parameters<Awaited<ReturnType<typeof memoryStore>>['people']['seen']>[0]

test('each workspace keeps answers and talk as long as it has set, or as long as usual', async () => {
  const store = await memoryStore()
  const settings = createSettings(store, () => NOW)
  await settings.change(ADA, 'keepAnswers', 30)
  await settings.change(ADA, 'keepTalk', 1)
  for (const person of [ADA, BOB]) {
    for (const days of [0, 2, 31, 1096]) {
      const at = NOW - days * DAY_MS
      const answer = { question: 'q', chosen: 1, correct: true, takenMs: 1 }
      await store.answers.add(person, { ...answer, source: `${days}`, at, context: 'solo' })
      const said = { question: `${days}`, answer: 'a', blocks: null, source: null }
      const place = { ...person, channel: 'c', thread: 't' }
      await store.exchanges.add(person, { ...said, id: `${person.workspace}${days}`, place }, at)
    }
    await store.counts.add([{ workspace: person, day: '2026-11-26', metric: 'bug', value: 1 }])
  }
  await deleteExpired(store, settings, NOW)
  const kept = async (person: Known) => {
    const place = { ...person, channel: 'c', thread: 't' }
    const talk = await store.exchanges.recent(person, place, { since: 0, limit: 9 })
    const answers = await store.answers.latest(person, 9)
    return { answers: answers.map(({ source }) => source), talk: talk.map((one) => one.question) }
  }
  expect(await kept(ADA)).toEqual({ answers: ['0', '2'], talk: ['0'] })
  expect(await kept(BOB)).toEqual({ answers: ['0', '2', '31'], talk: ['2', '0'] })
})
