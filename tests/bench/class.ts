/**
 * `node tests/bench/class.ts [slack|discord|page] [--minutes 20] [--kills 3] [--people 30] [--seed 7] [--postgres]`: a
 * class asks for so many minutes of its own time, which goes `CLASS_SPEED` times as fast, and a process is killed
 * meanwhile. Whatever was asked has to end. With `--postgres`, two processes answer on a database of `TEST_DATABASE_URL`.
 */
import { parseArgs } from 'node:util'
import { freshDatabase } from '../store/server.ts'
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
    postgres: { type: 'boolean', default: false },
  },
})
const platforms = positionals.length > 0 ? positionals : ['slack', 'discord', 'page']
const database = values.postgres ? await freshDatabase() : null
const missed: string[] = []
for (const platform of platforms) {
  const held = await holdClass(platform, {
    minutes: Number(values.minutes),
    kills: Number(values.kills),
    people: Number(values.people),
    seed: Number(values.seed),
    processes: values.postgres ? 2 : 1,
    databaseUrl: database?.url.href ?? null,
  })
  console.log(`${platform}, time ${SPEED} times as fast: ${held.summary}`)
  for (const line of held.lines) console.log(`  ${line}`)
  missed.push(...held.missed.map((each) => `${platform}: ${each}`))
}
await database?.remove()
judge(missed)
