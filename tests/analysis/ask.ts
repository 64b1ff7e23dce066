/**
 * Runs the programs of `questions/` in the jail and prints how many get the verdict, cause and line of an expert.
 *
 *     node tests/analysis/ask.ts open|shut|all [part of a file name]
 */

import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { VERDICTS } from '../../bot/core/verdict.ts'
import { scriptOfCells } from '../../bot/reading/notebook.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { judge, questions } from './questions.ts'

const [, , half = 'open', only = ''] = process.argv
if (half !== 'open' && half !== 'shut' && half !== 'all') throw new Error('open, shut or all')
const settings = { python: null, ociRuntime: null, limits: LIMITS, stateDir: null }
const sandbox = await startSandbox(settings)
const advisor = await createAdvisor()
const asked = questions(half).filter(({ name }) => name.includes(only))
const confused = new Map<string, number>()
let verdicts = 0
let whole = 0
for (const question of asked) {
  // As a post is read before it runs.
  const code = scriptOfCells(question.code)?.code ?? question.code
  const result = await sandbox.run({ code, limits: { wallMs: 6_000 } })
  const advice = await advisor.advise(code, result)
  const right = judge(question, advice)
  const [label = ''] = question.acceptable
  const said = `${label} ${right.verdict ? label : advice.verdict}`
  confused.set(said, (confused.get(said) ?? 0) + 1)
  verdicts += Number(right.verdict)
  whole += Number(right.verdict && right.cause)
  console.log(
    `${right.verdict ? 'V' : '-'}${right.cause ? 'C' : '-'} ${question.name.padEnd(32)} ${result.status.padEnd(8)} ${advice.verdict.padEnd(10)} ${advice.headline}`,
  )
  for (const { name, severity, line, message } of advice.findings)
    console.log(`      ${name} ${severity} ${line}: ${message}`)
}
console.log(`\n${asked.length} programs: verdict ${verdicts}, verdict + cause + line ${whole}`)
console.log(''.padEnd(12) + VERDICTS.map((said) => said.padStart(12)).join(''))
for (const label of VERDICTS)
  console.log(
    label.padEnd(12) +
      VERDICTS.map((said) => String(confused.get(`${label} ${said}`) ?? '·').padStart(12)).join(''),
  )
advisor.close()
await sandbox.close(0)
