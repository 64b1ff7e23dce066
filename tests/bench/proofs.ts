/**
 * `overlap run --json FILES… | node tests/bench/proofs.ts`: how many of the programs that ask for a change have one that
 * was proved, and how far predictions were from what was measured.
 */
import { text } from 'node:stream/consumers'
import { runReportSchema } from '../../bot/cli/report/json.ts'

const reports = (await text(process.stdin))
  .split('\n')
  .filter(Boolean)
  .map((line) => runReportSchema.parse(JSON.parse(line)))

const rows = reports.flatMap(({ file, advice }) => {
  const proof = advice?.proof
  if (!advice || !proof || proof.reason === 'There is nothing to change.') return []
  const [, number, unit] = /^At best ([\d.]+) (ms|s)\b/.exec(advice.prediction ?? '') ?? []
  const boundMs = number === undefined ? null : Number(number) * (unit === 's' ? 1000 : 1)
  const { status, reason, beforeMs, afterMs } = proof
  return [
    {
      file: file.split('/').at(-1),
      verdict: advice.verdict,
      status,
      reason,
      beforeMs,
      afterMs,
      boundMs,
    },
  ]
})
console.table(rows.map(({ reason, ...row }) => ({ ...row, reason: reason.slice(0, 60) })))

const proved = rows.filter(({ status }) => status === 'proved')
const errors = proved
  .flatMap(({ boundMs, afterMs }) =>
    boundMs === null || afterMs === null ? [] : [Math.abs(boundMs - afterMs) / afterMs],
  )
  .toSorted((a, b) => a - b)
const median = errors[Math.floor(errors.length / 2)]
console.log(
  `${proved.length} of ${rows.length} programs that ask for a change have one that was proved; ` +
    `${errors.length} predictions${median === undefined ? '' : `, off by ${(100 * median).toFixed(1)} % in the median`}.`,
)
