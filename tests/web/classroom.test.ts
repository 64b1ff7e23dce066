/** A class behind one address, and people who want to keep others from being answered, with the settings that Overlap comes with. */
import { expect, onTestFinished, test } from 'vitest'
import { fetchFrom } from '../bench/from.ts'
import { readHtml } from '../scenarios/html.ts'
import { startProgram } from '../scenarios/program.ts'
import { type Visitor, visit } from './visitor.ts'

const LEARNERS = 30
const RUNS_EACH = 4

/** The program with the rates of `.env.example`; its clock stands still, so that nothing is forgiven. */
async function open() {
  const program = await startProgram({ OVERLAP_RUNS_PER_PERSON: '', OVERLAP_RUNS_PER_CHANNEL: '' })
  onTestFinished(async () => {
    await program.close()
    expect(program.bugs).toEqual([])
  })
  return program.url
}

async function sit(url: string, name: string, channel: string, address?: string) {
  const visitor = await visit(url, name, {}, address ? fetchFrom(address) : fetch)
  const room = await visitor.enter(channel)
  expect(room.status).toBe(200)
  onTestFinished(room.leave)
  return { visitor, room, channel }
}

type Seat = Awaited<ReturnType<typeof sit>>

/** The text of the answer to a program. */
async function ran({ visitor, room, channel }: Seat, code: string): Promise<string> {
  const { html } = await room.answer(await visitor.say(channel, code, { run: true }))
  return [readHtml(html).text, ...readHtml(html).code].join('\n')
}

/** Types a command, letter by letter. */
async function suggested(visitor: Visitor, typed: string): Promise<readonly number[]> {
  const statuses: number[] = []
  for (let length = 1; length <= typed.length; length++) {
    const text = encodeURIComponent(typed.slice(0, length))
    const path = `/api/channels/lobby/suggestions?text=${text}`
    statuses.push((await visitor.call('GET', path)).status)
  }
  return statuses
}

/** Starts a quiz and answers its first question, whether right or not. */
async function quizzed({ visitor, room }: Seat): Promise<number> {
  await visitor.say('me', '/quiz --questions 3 5')
  const { id, html } = await room.until(() =>
    room.answers().find(({ html }) => html.includes('Question 1 of 3')),
  )
  const { controls, forms } = readHtml(html)
  const [form] = forms
  const [option] = controls
  const pressed = form
    ? { block: form.block, fields: { answer: '1' } }
    : { block: option?.block, choice: option?.choice }
  return (await visitor.call('POST', `/api/channels/me/answers/${id}/act`, pressed)).status
}

test('thirty learners behind one address are never refused in ordinary use', async () => {
  const url = await open()
  await Promise.all(
    Array.from({ length: LEARNERS }, async (_, at) => {
      const [lobby, own] = await Promise.all([
        sit(url, `Learner ${at}`, 'lobby'),
        sit(url, `Learner ${at}`, 'me'),
      ])
      expect(await suggested(own.visitor, '/lesson tasks')).not.toContain(429)
      for (let turn = 0; turn < RUNS_EACH; turn++) {
        const seat = turn % 2 === 0 ? lobby : own
        expect(await ran(seat, `print("learner", ${at}, ${turn})`)).toContain(
          `learner ${at} ${turn}`,
        )
      }
      expect(await quizzed(own)).toBe(204)
    }),
  )
}, 120_000)

const SLEEP = 'import time\ntime.sleep(60)'
const BUSY = '127.0.0.2'

test.each([
  ['another address', '127.0.0.3'],
  ['the same address', BUSY],
])(
  'twelve identities with ten sleeping runs each keep no newcomer from %s waiting',
  async (_, address) => {
    const url = await open()
    const seats = await Promise.all(
      Array.from({ length: 12 }, (_, at) => sit(url, `Sleeper ${at}`, 'lobby', BUSY)),
    )
    await Promise.all(
      seats.flatMap(({ visitor }) =>
        Array.from({ length: 10 }, () => visitor.say('lobby', SLEEP, { run: true })),
      ),
    )
    const newcomer = await sit(url, 'Newcomer', 'lobby', address)
    expect(await ran(newcomer, 'print("hello", "newcomer")')).toContain('hello newcomer')
    // A run is cut off after ten seconds, which may go by on a busy machine. Nobody's second run came first.
    const reports = newcomer.room.answers().filter(({ html }) => html.includes('class="facts"'))
    const ended = reports.map(({ asker }) => asker?.name).filter((name) => name !== 'Newcomer')
    expect(new Set(ended).size).toBe(ended.length)
    expect(ended.length).toBeLessThan(seats.length)
  },
  120_000,
)
