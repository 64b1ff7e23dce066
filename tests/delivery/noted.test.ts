/** An answer is noted in the store while it is given, so that after a kill it says that it was interrupted. */
import { expect, test } from 'vitest'
import type { Message } from '../../bot/core/message.ts'
import { createAnswers } from '../../bot/delivery/answers.ts'
import { createQuestions } from '../../bot/delivery/questions.ts'
import { createReplyRecords } from '../../bot/delivery/reply-records.ts'
import { memoryStore } from '../store/memory.ts'
import { timeByHand } from '../time.ts'
import { places, said } from './places.ts'

const log = { info() {}, warn() {}, error() {} }

test('a first word that is not the last waits until the answer is noted, and a last word does not', async () => {
  const time = timeByHand()
  const store = await memoryStore()
  const noting = Promise.withResolvers<void>()
  const steps: string[] = []
  const { channel, transport } = places()
  const lines = {
    ...channel,
    async post(piece: string) {
      steps.push(piece)
      return { channel: 'channel', id: piece }
    },
  }
  const answering = (...revisions: readonly Message[]) =>
    createAnswers({
      platform: 'test',
      tutor: {
        async *handle() {
          yield* revisions
        },
      },
      unfinished: {
        starts: () => noting.promise,
        begins: async () => {},
        ends: async () => void steps.push('ended'),
        leaves: async () => {},
      },
      store,
      clock: time.clock,
      standings: createReplyRecords({ platform: 'test', store, clock: time.clock }),
      questions: createQuestions({ store, clock: time.clock, time, log, owner: 'here' }),
      log,
      isOutside: () => true,
    })
  const ask = (...revisions: readonly Message[]) => {
    const person = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false }
    const request = { id: 'asked', person, place: { channel: 'C1', direct: false } }
    return answering(...revisions).answer(request, () => transport({ surfaces: () => [lines] }))
  }

  const slow = ask(said('Running…', false))
  const quick = ask(said('whole', true))
  await expect.poll(() => steps).toContain('whole')
  expect(steps).toEqual(['whole'])
  noting.resolve()
  await Promise.all([slow, quick])
  expect(steps.toSorted()).toEqual(['Running…', 'ended', 'ended', 'whole'])
  await store.close()
})
