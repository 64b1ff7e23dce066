/** How a proof is asked for after the first answer, and what it may not do. */
import { expect, test } from 'vitest'
import type { Advice } from '../../../bot/analysis/advice.ts'
import type { Proposal } from '../../../bot/analysis/proof/proof.ts'
import type { Context } from '../../../bot/core/command.ts'
import { completed, type ProofDeps } from '../../../bot/features/run/completed.ts'
import type { Shown } from '../../../bot/features/run/run-program.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { Displaced, type Job, type RunResult } from '../../../sandbox/sandbox.ts'
import { ran, sandboxThat } from '../../core/results.ts'

const PROPOSAL: Proposal = {
  goal: 'faster',
  finding: null,
  corrects: false,
  reveals: false,
  programs: ['print(2)'],
  clocked: null,
}
const ADVICE: Advice = {
  verdict: 'threads',
  headline: 'Threads can do them together.',
  evidence: [],
  findings: [],
  change: null,
  prediction: 'At best 1 s.',
}

const SHOWN: Shown = {
  report: {
    program: { code: 'print(1)', files: [], stdin: null, args: [], notes: [] },
    input: null,
    result: ran({ wallMs: 2_000 }),
    advice: ADVICE,
    raceable: false,
    again: null,
  },
  job: { code: 'print(1)' },
}

function asked(run: (job: Job) => Promise<RunResult>, waitMs = 0) {
  const jobs: Job[] = []
  const kinds: string[] = []
  const bugs: unknown[] = []
  const giveUp = new AbortController()
  const context = {
    request: { signal: giveUp.signal },
    sandbox: sandboxThat((job) => {
      jobs.push(job)
      return run(job)
    }),
    async take(kind: string) {
      kinds.push(kind)
      return waitMs
    },
    bug(error: unknown) {
      bugs.push(error)
      return 'id'
    },
    advisor: { advise: async () => ADVICE, propose: async () => PROPOSAL },
    limits: LIMITS,
  } as unknown as Context & ProofDeps
  return { jobs, kinds, bugs, giveUp, answer: () => completed(SHOWN, context) }
}

test('the changed program runs in the background and pays from a budget of its own', async () => {
  const { jobs, kinds, answer } = asked(async () => ran({ wallMs: 1_000 }))
  const message = await answer()
  expect(jobs).toEqual([expect.objectContaining({ code: 'print(2)', background: true })])
  expect(kinds).toEqual(['proof'])
  expect(JSON.stringify(message?.blocks)).toContain('The changed program')
})

test('who had enough proofs for now keeps the first answer', async () => {
  const { jobs, answer } = asked(async () => ran({}), 5_000)
  expect(await answer()).toBeNull()
  expect(jobs).toEqual([])
})

test('an edit ends the proof, which is no bug', async () => {
  const proof = asked(() => {
    proof.giveUp.abort()
    return Promise.reject(new DOMException('edited', 'AbortError'))
  })
  expect(await proof.answer()).toBeNull()
  expect(proof.bugs).toEqual([])
})

test('a proof that made room for somebody is no bug either', async () => {
  const { bugs, answer } = asked(() => Promise.reject(new Displaced('others wait')))
  expect(await answer()).toBeNull()
  expect(bugs).toEqual([])
})
