import { expect, test } from 'vitest'
import { overlap } from './overlap.ts'

test('on a machine that is set up, everything is found and the jail proves itself', async () => {
  const { stdout, exitCode } = await overlap(['doctor'])
  expect(stdout).toMatch(/✓ Node: 26/)
  expect(stdout).toMatch(/✓ a jail starts/)
  expect(stdout).toMatch(/✓ host files are out of reach/)
  expect(stdout).not.toContain('✗')
  expect(exitCode).toBe(0)
})

test('what is missing is named with the line that mends it, and the exit code is 1', async () => {
  const { stdout, exitCode } = await overlap(['doctor'], { OVERLAP_PYTHON: '/nowhere/python3' })
  expect(stdout).toMatch(/✗ .*\n {4}\S/)
  expect(stdout).toContain('Missing: ')
  expect(exitCode).toBe(1)
})
