import { configDefaults, defineConfig } from 'vitest/config'

/**
 * Tests whose programs are measured in the jail, so that a busy neighbour would change what they see. They have the
 * machine to themselves, one file at a time.
 */
const MEASURING = [
  'tests/{analysis,bench,cli,hostile,jail,lessons}/**/*.test.ts',
  'tests/features/{ask,race}/**/*.test.ts',
  'tests/features/learning/*.test.ts',
]

/** The others mostly wait, for a socket or a database. */
const ALL = ['tests/**/*.test.ts']

/** Only what fails takes so long, on a busy machine too. */
const patience = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'measuring',
          include: MEASURING,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          ...patience,
        },
      },
      {
        test: {
          name: 'waiting',
          include: ALL,
          exclude: [...configDefaults.exclude, ...MEASURING],
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          ...patience,
        },
      },
    ],
  },
})
