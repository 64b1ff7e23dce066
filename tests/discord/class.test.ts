/** A class in one channel: Discord takes five messages and five edits in five seconds there, and no answer is lost over it. */
import { afterEach, expect, test } from 'vitest'
import { memberOf, startWithStandin } from '../scenarios/discord.ts'
import { textsOf } from '../standins/discord/standin.ts'

const PEOPLE = 18

let standin: Awaited<ReturnType<typeof startWithStandin>>['standin']
let program: Awaited<ReturnType<typeof startWithStandin>>['program']
afterEach(async () => {
  await program.close()
  await standin.close()
})

async function start() {
  ;({ standin, program } = await startWithStandin())
  return Array.from({ length: PEOPLE }, (_, n) => memberOf(standin, standin.world.join(`Ada ${n}`)))
}

/** How many messages say it. */
function count(text: string): number {
  const { messages, bot } = standin.world
  const said = [...messages.values()].filter(({ author }) => author === bot.id)
  return said.filter(({ components }) => textsOf(components).join().includes(text)).length
}

test.each(['mention', 'command'] as const)(
  '18 people run programs by %s, and every answer is finished, once',
  async (way) => {
    const people = await start()
    const asked = await Promise.all(
      people.map((each, n) => {
        const code = `import time\nfor _ in range(3):\n    print("answer ${n}.", flush=True)\n    time.sleep(0.7)`
        return way === 'mention'
          ? each.say(`\`\`\`python\n${code}\n\`\`\``)
          : each.command('run', { code })
      }),
    )
    for (const [n, each] of people.entries()) {
      const done = asked[n]
      if (done) await each.answer(done, ({ text }) => text.includes(`answer ${n}.`))
    }
    for (const [n] of people.entries()) expect(count(`answer ${n}.`)).toBe(1)
    // The client asks in parallel before it knows a limit.
    expect(standin.refusals.filter((each) => !each.includes('rate limited'))).toEqual([])
    expect(program.bugs).toEqual([])
  },
  180_000,
)
