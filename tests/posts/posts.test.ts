/** Programs as people post them, with libraries: each runs, or the first line of its answer says what it lacks. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import type { Block } from '../../bot/core/message.ts'
import { report } from '../../bot/features/run/report.ts'
import { closeWorkers } from '../../bot/lib/workers/workers.ts'
import type { RunResult } from '../../sandbox/sandbox.ts'
import { removeFolder, startLanes } from '../jail/jails.ts'
import { type Post, posts } from './post.ts'

const LANES = 2
vi.setConfig({ maxConcurrency: LANES, testTimeout: 120_000 })
/** Enough also where both cores are busy; what serves for ever ends with it. */
const LIMITS = { wallMs: 40_000, cpuMs: 60_000 }
/** Of the posts, those that run or whose first line says what they lack. */
const SHARE = 0.85

const all = posts()
const outcomes = new Map<string, string>()
let lanes: Awaited<ReturnType<typeof startLanes>>
let advisor: Advisor

beforeAll(async () => {
  lanes = await startLanes(LANES)
  advisor = await createAdvisor()
})

afterAll(async () => {
  await Promise.all([lanes.close(), advisor.close(), closeWorkers()])
  await removeFolder(lanes.stateDir)
})

describe.concurrent('a program as people post it', () => {
  test.for(all)('$name', async (post, { expect }) => {
    const { result, first } = await answered(post)
    outcomes.set(post.name, outcomeOf(result, first))
    expect(`${outcomeOf(result, first)}: ${textOf(result).slice(-600)}`).toMatch(
      new RegExp(`^${post.outcome}`),
    )
    for (const said of post.says) expect(first).toContain(said)
  })
})

test('enough of them run, or say in their first line what they lack', () => {
  const good = [...outcomes.values()].filter((outcome) => outcome !== 'fails')
  console.log(`${good.length} of ${outcomes.size} run or say what they lack`)
  expect(all.length).toBeGreaterThanOrEqual(40)
  expect(good.length / all.length).toBeGreaterThanOrEqual(SHARE)
})

/** What came of a post, and what its answer says in words first. */
async function answered({ code, args, serves }: Post) {
  const limits = serves ? { ...LIMITS, wallMs: 3_000 } : LIMITS
  const result = await lanes.use((sandbox) => sandbox.run({ code, args, limits }))
  const advice = await advisor.advise(code, result)
  const program = { code, files: [], stdin: null, args, notes: [] }
  const { blocks } = report({
    program,
    input: null,
    result,
    advice,
    raceable: false,
    again: code,
  })
  return { result, first: firstWords(blocks) }
}

/** The headline: it comes first where something is lacking, and after the output where not. */
function firstWords(blocks: readonly Block[]): string {
  const said = blocks.find((block) => block.kind === 'markdown' && /^(###|\*\*)/.test(block.text))
  return said?.kind === 'markdown' ? said.text : ''
}

/** `runs`, `lacks …` in the words of the first line, or `fails`. */
function outcomeOf(result: RunResult, first: string): string {
  const died = (result.trace?.threadErrors ?? []).length > 0
  if (result.status === 'ok' && !died) return 'runs'
  if (result.status === 'timeout') return 'serves'
  return LACKS.test(first) ? 'lacks' : 'fails'
}

const LACKS = /isn't installed here|, and [\w ]+ here is \d|the arguments it needs|the sandbox /

function textOf({ output }: RunResult): string {
  return output.map(({ text }) => text).join('')
}
