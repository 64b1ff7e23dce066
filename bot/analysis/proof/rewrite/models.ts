/** The ways to do the calls of a loop: one row a model, in the order of the race. */

import type { Candidate } from './candidate.ts'
import { MODEL_LIMITS } from './limits.ts'
import type { Plan } from './plan.ts'

export const MODELS = ['sequential', 'threads', 'processes', 'async'] as const
export type Model = (typeof MODELS)[number]
export type Overlapping = Exclude<Model, 'sequential'>

/** What is known of the machine and, after the sequential run, of the items. */
export type Sizes = Readonly<{ items: number | null; cores: number }>

/** Lines in place of the loop; `module` are lines for the top level, before what holds the loop. */
export type Rewrite = Readonly<{ imports: readonly string[]; module?: string; lines: string }>

/** A string is the reason why this model cannot do it. */
export const REWRITES: Readonly<
  Record<Overlapping, (plan: Plan, sizes: Sizes) => Rewrite | string>
> = {
  threads: (plan, sizes) => {
    const most = Math.max(1, Math.min(sizes.items ?? MODEL_LIMITS.threads, MODEL_LIMITS.threads))
    return {
      imports: [
        ...(plan.candidate.awaited ? ['import asyncio'] : plan.imports),
        'from concurrent.futures import ThreadPoolExecutor',
      ],
      lines: inPool(plan, `ThreadPoolExecutor(max_workers=${most})`, threadCall(plan)),
    }
  },
  processes: (plan, sizes) => {
    const { candidate } = plan
    if (candidate.notInProcesses) return candidate.notInProcesses
    const helper = candidate.awaited ? `run_${plainName(plan)}` : null
    if (helper && !isOfModule(plan))
      return 'A coroutine that belongs to an object cannot be sent to another process.'
    const module = helper ? runner(helper, candidate) : undefined
    return {
      imports: [
        ...(helper ? ['import asyncio'] : []),
        'from concurrent.futures import ProcessPoolExecutor',
        ...plan.imports,
      ],
      ...(module ? { module } : {}),
      lines: inPool(plan, 'ProcessPoolExecutor()', processCall(plan, helper, sizes)),
    }
  },
  async: (plan, sizes) => {
    if (/(^asyncio\.run|\.run_until_complete)$/.test(plan.candidate.callee.text))
      return gatheredOnce(plan)
    if (!plan.candidate.awaited) return gatheredThreads(plan, sizes)
    const isBounded = (sizes.items ?? Number.POSITIVE_INFINITY) > MODEL_LIMITS.coroutines
    return isBounded ? gathered(plan) : gatheredFew(plan)
  },
}

/** A process runs its own event loop, one for each coroutine. */
function runner(name: string, { callee, call }: Candidate): string {
  const all = call.keywords.size > 0 ? '*given, **named' : '*given'
  return `def ${name}(${all}):\n    return asyncio.run(${callee.text}(${all}))\n`
}

type PoolCall = Readonly<{
  mapped: string
  lists: readonly string[] | null
  given: string
  chunk: string
}>

function threadCall(plan: Plan): PoolCall {
  const { candidate, mapped, lists, given } = plan
  if (!candidate.awaited) return { mapped, lists, given, chunk: '' }
  return {
    mapped: 'asyncio.run',
    lists: null,
    given: `${candidate.callee.text}(${given})`,
    chunk: '',
  }
}

function processCall(
  { mapped, lists, given, candidate }: Plan,
  helper: string | null,
  { items, cores }: Sizes,
): PoolCall {
  const size = Math.floor((items ?? 0) / (MODEL_LIMITS.chunksPerCore * cores))
  const name = helper ? mapped.replace(candidate.callee.text, helper) : mapped
  return { mapped: name, lists, given, chunk: size > 1 ? `, chunksize=${size}` : '' }
}

function inPool(plan: Plan, pool: string, { mapped, lists, given, chunk }: PoolCall): string {
  const { items, target, results } = plan
  const body = lists
    ? [`${results} = list(pool.map(${mapped}, ${lists.join(', ')}${chunk}))`]
    : [
        `futures = [pool.submit(${mapped}${given ? `, ${given}` : ''}) for ${target} in ${items}]`,
        `${results} = [future.result() for future in futures]`,
      ]
  return [`with ${pool} as pool:`, ...body.map((line) => `    ${line}`)].join('\n')
}

const plainName = ({ candidate }: Plan): string => candidate.callee.text.replace(/\W+/g, '_')

const isOfModule = ({ candidate: { call, facts } }: Plan): boolean =>
  call.target?.outer === facts.module && !call.target.class

/** One event loop for all coroutines, in the place of one for each. */
function gatheredOnce({ candidate, items, target, results, given }: Plan): Rewrite {
  return {
    imports: ['import asyncio'],
    lines: [
      'async def together():',
      `    return await asyncio.gather(*(${given} for ${target} in ${items}))`,
      '',
      `${results} = ${candidate.callee.text}(together())`,
    ].join('\n'),
  }
}

/** Coroutines that are few enough to start all of them. */
function gatheredFew({ candidate, items, target, results, given }: Plan): Rewrite {
  const calls = `${candidate.callee.text}(${given}) for ${target} in ${items}`
  return { imports: ['import asyncio'], lines: `${results} = await asyncio.gather(*(${calls}))` }
}

/** Coroutines: together, but no more than a limit at once. */
function gathered(plan: Plan): Rewrite {
  const { candidate, items, target, results, given } = plan
  return {
    imports: ['import asyncio'],
    lines: [
      `limit = asyncio.Semaphore(${MODEL_LIMITS.coroutines})  # at most so many at once`,
      '',
      'async def limited(coroutine):',
      '    async with limit:',
      '        return await coroutine',
      '',
      `${results} = await asyncio.gather(*(limited(${candidate.callee.text}(${given})) for ${target} in ${items}))`,
    ].join('\n'),
  }
}

/** Plain functions: each in a thread of the loop's own pool. */
function gatheredThreads(plan: Plan, { items: count, cores }: Sizes): Rewrite {
  const { candidate, items, target, results, given } = plan
  const call = `asyncio.to_thread(${candidate.callee.text}${given ? `, ${given}` : ''})`
  const gather = `await asyncio.gather(*(${call} for ${target} in ${items}))`
  const most = Math.min(count ?? MODEL_LIMITS.threads, MODEL_LIMITS.threads)
  // asyncio's own pool has cores + 4 threads.
  const pool =
    most > cores + 4
      ? [`asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=${most}))`]
      : []
  const imports = [
    'import asyncio',
    ...(pool.length > 0 ? ['from concurrent.futures import ThreadPoolExecutor'] : []),
  ]
  if (candidate.call.func.async)
    return { imports, lines: [...pool, `${results} = ${gather}`].join('\n') }
  return {
    imports,
    lines: [
      'async def together():',
      ...[...pool, `return ${gather}`].map((line) => `    ${line}`),
      '',
      `${results} = asyncio.run(together())`,
    ].join('\n'),
  }
}
