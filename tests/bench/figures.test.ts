/** What `npm run bench` says at its end, and how it ends. */
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

function presented(ms: number) {
  const code = `import { atMost, present, timesRow } from './figures.ts'
    present([timesRow('kept', [1], atMost(1, 1, 'ms')), timesRow('an answer', [${ms}], atMost(${ms}, 60, 'ms'))])`
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  })
  return { status, lines: stdout.trim().split('\n') }
}

test.each([70, Number.NaN])('a bar that %s ms miss is named, and the bench fails', (ms) => {
  const { status, lines } = presented(ms)
  expect(status).toBe(1)
  expect(lines.filter((line) => line.startsWith('missed: '))).toEqual([
    `missed: an answer: ${ms.toFixed(1)} ms, ${ms.toFixed(1)} ms; bar ≤ 60 ms`,
  ])
})

test('with all bars kept, the bench succeeds', () => {
  const { status, lines } = presented(60)
  expect(status).toBe(0)
  expect(lines.at(-1)).toBe('all bars held')
})
