import { expect, test } from 'vitest'
import type { Action, Message } from '../../bot/core/message.ts'
import { dataCommand } from '../../bot/features/data/command.ts'
import { tutorWith } from '../tutor.ts'
import { fill } from './filled.ts'
import { memoryStore } from './memory.ts'

const ADA = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false }
const PLACE = { platform: 'test', workspace: 'w', channel: 'lobby' }

test('someone new is told that nothing is kept', async () => {
  const { ask } = await chat()
  expect((await ask('/data')).notice).toBe('Overlap keeps no data about you.')
  expect((await ask('/data delete')).notice).toBe('Overlap keeps no data about you.')
})

test('the export is a file with every table, for the asker only', async () => {
  const { ask, store } = await chat()
  await fill(store, ADA, PLACE, 'run')
  const message = await ask('/data export')
  expect(message.audience).toBe('asker')
  const file = message.blocks.find((block) => block.kind === 'file')
  const exported = JSON.parse(new TextDecoder().decode(file?.content))
  expect(exported).toEqual(await store.personal.exported(ADA))
})

test('deleting is asked for twice, and then nothing is left', async () => {
  const { ask, store } = await chat()
  await fill(store, ADA, PLACE, 'run')
  const menu = await ask('/data')
  const sure = await ask(button(menu, 'Delete my data'))
  expect(await store.personal.exported(ADA)).not.toBe(null)
  const gone = await ask(button(sure, 'Delete permanently'))
  expect(gone.notice).toBe('All your data has been deleted.')
  expect(await store.personal.exported(ADA)).toBe(null)
})

test('whoever would rather keep it is back at the start', async () => {
  const { ask, store } = await chat()
  await fill(store, ADA, PLACE, 'run')
  const menu = await ask('/data')
  const sure = await ask('/data delete')
  expect(await ask(button(sure, 'Keep it'))).toEqual(menu)
  expect(await store.personal.exported(ADA)).not.toBe(null)
})

async function chat() {
  const store = await memoryStore()
  const log = { info() {}, warn() {}, error() {} }
  const tutor = tutorWith({ store, log, clock: () => 0 }, (parts) => [dataCommand(parts)])
  async function ask(asked: string | Action): Promise<Message> {
    const what = typeof asked === 'string' ? { text: asked } : asked
    const place = { channel: PLACE.channel, direct: false }
    const request = { id: '1', person: ADA, place, signal: new AbortController().signal, ...what }
    const messages = await Array.fromAsync(tutor.handle(request))
    const last = messages.at(-1)
    if (!last) throw new Error('no answer')
    return last
  }
  return { ask, store }
}

function button({ blocks }: Message, label: string): Action {
  const choices = blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []))
  const found = choices.find((choice) => choice.label === label)
  if (!found) throw new Error(`no button ${label}`)
  return found.action
}
