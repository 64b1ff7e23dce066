/**
 * `node tests/bench/class.ts [slack|discord|page] [--minutes 20] [--kills 3] [--people 30] [--speed 4] [--seed 7]`: a
 * class asks for so many minutes of its own time, and the program is killed meanwhile. Whatever was asked has to end.
 */
import { parseArgs } from 'node:util'
import { SPEED } from './class/faster.ts'
import { holdClass } from './class/hold.ts'
import { judge } from './figures.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '20' },
    kills: { type: 'string', default: '3' },
    people: { type: 'string', default: '30' },
    seed: { type: 'string', default: '7' },
  },
})
const platforms = positionals.length > 0 ? positionals : ['slack', 'discord', 'page']
const missed: string[] = []
for (const platform of platforms) {
  const held = await holdClass(platform, {
    minutes: Number(values.minutes),
    kills: Number(values.kills),
    people: Number(values.people),
    seed: Number(values.seed),
  })
  console.log(`${platform}, time ${SPEED} times as fast: ${held.summary}`)
  for (const line of held.lines) console.log(`  ${line}`)
  missed.push(...held.missed.map((each) => `${platform}: ${each}`))
}
judge(missed)
