/** Texts that take minutes to parse, posted on the page: what people see, and that nothing goes on working afterwards. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cpuMsOf } from '../cpu.ts'
import { openSite } from '../web/site.ts'
import { visit } from '../web/visitor.ts'

let site: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  site = await openSite()
})
afterAll(async () => {
  await site.close()
  expect(site.errors).toEqual([])
})

const TANGLED = 'too complex to analyse'

/** Somebody new: who has just sent such a text waits for the next, and on a busy machine for long. */
let people = 0
const newcomer = () => visit(site.url, `Ada ${people++}`)

test('such a program runs, shows its output and says why there is no advice', async () => {
  const ada = await newcomer()
  const lobby = await ada.enter('lobby')
  const code = `print(6 * 7)\n${'\\\n'.repeat(80_000)}x = 1\n`
  const answer = await lobby.answer(await ada.say('lobby', code, { run: true }))
  expect(answer.html).toContain('42')
  expect(answer.html).toContain(TANGLED)
  lobby.leave()
})

test.each([
  ['lines that go on', `${'\\\n'.repeat(80_000)}x`],
  ['rows of a table', `${'|'.repeat(120_000)}\n${'|-'.repeat(60_000)}`],
])(
  'a message of %s is offered to be run, and no thread works on it afterwards',
  async (_, text) => {
    const ada = await newcomer()
    const lobby = await ada.enter('lobby')
    const answer = await lobby.answer(await ada.say('lobby', text))
    expect(answer.html).toContain(TANGLED)
    lobby.leave()
    // What replaces a thread loads its modules first.
    await expect.poll(() => cpuMsOf(1_000)).toBeLessThan(300)
  },
)
