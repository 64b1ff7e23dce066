/**
 * Runs the labelled programs in the jail and prints what the advisor said of each, and the confusion
 * matrix. A program's first line names the acceptable verdicts: `# verdict: async, threads`.
 *
 *     node tests/analysis/confusion.ts [part of a file name]
 */

import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { VERDICTS } from '../../bot/core/verdict.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { labelledPrograms } from './labelled.ts'

const only = process.argv[2] ?? ''
const sandbox = await startSandbox({
  python: null,
  ociRuntime: null,
  limits: LIMITS,
  stateDir: null,
})
const advisor = await createAdvisor()
const matrix = new Map<string, number>()
let right = 0

const programs = labelledPrograms().filter(({ name }) => name.includes(only))
for (const { name, code, acceptable } of programs) {
  const result = await sandbox.run({ code, limits: { wallMs: 5_000 } })
  const advice = await advisor.advise(code, result)
  const [label = ''] = acceptable
  const said = acceptable.includes(advice.verdict) ? label : advice.verdict
  matrix.set(`${label} ${said}`, (matrix.get(`${label} ${said}`) ?? 0) + 1)
  if (said === label) right += 1
  const mark = said === label ? ' ' : '✗'
  console.log(
    `${mark} ${name.padEnd(34)} ${advice.verdict.padEnd(11)} ${result.status.padEnd(8)} ${advice.headline}`,
  )
  if (said !== label) console.log(`    wanted ${acceptable.join(' or ')}`)
  if (only)
    console.dir(
      {
        result: {
          ...result,
          lanes: result.lanes.length,
          files: 0,
          trace: process.argv[3] ? result.trace : 0,
        },
        advice,
      },
      { depth: 6 },
    )
}

console.log(`\n${right} of ${programs.length} acceptable; rows are labels, columns what was said`)
console.log(''.padEnd(12) + VERDICTS.map((said) => said.padStart(12)).join(''))
for (const label of VERDICTS) {
  const counts = VERDICTS.map((said) => String(matrix.get(`${label} ${said}`) ?? '·').padStart(12))
  console.log(label.padEnd(12) + counts.join(''))
}
advisor.close()
await sandbox.close(0)
