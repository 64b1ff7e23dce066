/** The smallest change, as code of at most eight lines. */

import type { Verdict } from '../core/verdict.ts'
import type { Finding } from './advice.ts'
import type { Call, Facts, Loop } from './facts/facts.ts'
import { isRun, type Site } from './facts/sites.ts'
import { type Node, part } from './facts/syntax.ts'
import { WORKERS } from './predict.ts'
import type { Case } from './verdict/case.ts'
import { fanOf, piecesOf } from './verdict/case.ts'

const MAX_LINES = 8
const MAX_WIDTH = 100

const joined = (...lines: string[]): string => lines.slice(0, MAX_LINES).join('\n')

type Mend = (line: string, call: Call | null) => string | null

/** How a finding's line is written instead. */
const MENDS: Readonly<Record<string, Mend>> = {
  'blocking-sleep-in-async': (line) => line.replace(/\b(time\.)?sleep\(/, 'await asyncio.sleep('),
  'blocking-http-in-async': inThread,
  'blocking-file-in-async': () => null,
  'blocking-subprocess-in-async': () =>
    joined(
      'process = await asyncio.create_subprocess_exec(',
      "    'ls', '-l', stdout=asyncio.subprocess.PIPE)",
      'output, _ = await process.communicate()',
    ),
  'blocking-socket-or-db-in-async': inThread,
  'blocking-input-in-async': inThread,
  'blocking-lock-or-queue-in-async': (_, call) =>
    /\.get$/.test(call?.name ?? '')
      ? joined('queue = asyncio.Queue()', 'item = await queue.get()')
      : inThread(_, call),
  'indirect-blocking': inThread,
  'forgotten-await': (line, call) => (call ? awaitedLine(line, call) : null),
  'nested-asyncio-run': (line) =>
    line.replace(/(asyncio\.run|(?<!\w)\w+\.run_until_complete)\((.*)\)\s*$/, 'await $2'),
  'dangling-task': () =>
    joined('async with asyncio.TaskGroup() as group:', '    group.create_task(work())'),
  'consumer-never-ends': (_, call) =>
    call && !call.func.async
      ? joined(
          'queue.put(None)   # one for each consumer, after the last item',
          '',
          'if item is None:',
          '    break',
        )
      : joined(
          'consumers = [asyncio.create_task(consumer(queue))]',
          'await producer(queue)',
          'await queue.join()   # the consumer calls queue.task_done() for each item',
          'for task in consumers:',
          '    task.cancel()',
          'await asyncio.wait(consumers)',
        ),
  'queue-task-done-missing': () =>
    joined(
      'item = await queue.get()',
      'try:',
      '    handle(item)',
      'finally:',
      '    queue.task_done()',
    ),
  'race-across-await': () =>
    joined(
      'lock = asyncio.Lock()',
      'async with lock:',
      '    ...   # read, await and write in here',
    ),
  'shared-state-race': (line) => {
    const value = /^([\w.]+)\.value\b/.exec(line)?.[1]
    if (value) return joined(`with ${value}.get_lock():`, `    ${line}`)
    return joined('lock = threading.Lock()', 'with lock:', '    ...   # read and write in here')
  },
  'lock-reentrancy': () => 'lock = threading.RLock()',
  'pipe-deadlock': () => 'output, errors = process.communicate()',
  'missing-main-guard': () => joined("if __name__ == '__main__':", '    main()'),
  'cpu-in-async': () =>
    joined(
      'loop = asyncio.get_running_loop()',
      'with ProcessPoolExecutor() as pool:',
      '    result = await loop.run_in_executor(pool, compute, data)',
    ),
  'thread-called-not-passed': (line) =>
    line
      .replace(/\b(submit|to_thread)\(([\w.]+)\(([^()]*)\)/, (_, start, name, given: string) =>
        given.trim() === '' ? `${start}(${name}` : `${start}(${name}, ${given}`,
      )
      .replace(/target=\s*([\w.]+)\(([^()]*)\)/, (_, name: string, given: string) =>
        given.trim() === '' ? `target=${name}` : `target=${name}, args=(${given},)`,
      ),
}

/** The change that mends a finding; null when it takes more than a line or two. */
export function changeFor(finding: Finding, { facts }: Case): string | null {
  const mend = MENDS[finding.name]
  if (!mend || finding.line === null) return null
  const line = lineOf(facts, finding.line)
  const call = callAt(finding, facts)
  const change = mend(line, call)
  return change === null || change === line ? null : change.slice(0, MAX_LINES * MAX_WIDTH)
}

/** A line of the program, without its indentation. */
export function lineOf({ files }: Facts, line: number): string {
  const file = files.find(({ root }) => root.line <= line && line <= root.endLine)
  const text = file?.source.split('\n')[line - file.root.line] ?? ''
  return text.trim().slice(0, MAX_WIDTH)
}

function callAt(finding: Finding, facts: Facts): Call | null {
  const here = facts.calls.filter((call) => call.line === finding.line && !call.awaited)
  if (finding.name === 'forgotten-await')
    return (
      here.find((call) => call.target?.async || call.library?.coroutine) ??
      here.find((call) => call.discarded) ??
      null
    )
  return (
    here.find((call) => call.library?.waits && !call.library.coroutine) ??
    here.find((call) => call.target) ??
    null
  )
}

/** `x = f(a)` → `x = await asyncio.to_thread(f, a)` */
function inThread(line: string, call: Call | null): string | null {
  const called = call && part(call.node, 'function')
  if (!call || !called) return null
  const given = part(call.node, 'arguments')?.text.slice(1, -1).trim() ?? ''
  const wrapped = `await asyncio.to_thread(${called.text}${given === '' ? '' : `, ${given}`})`
  const whole = line.replace(call.node.text, wrapped)
  return whole === line ? wrapped : whole
}

function awaitedLine(line: string, call: Call): string {
  const written = call.func.async ? `await ${call.node.text}` : `asyncio.run(${call.node.text})`
  const whole = line.replace(call.node.text, written)
  return whole === line ? written : whole
}

/** The rewrite that a change of model asks for. */
export function changeForSite(about: Case, verdict: Verdict, site: Site | null): string | null {
  const names = site ? namesOf(site) : namesOfSpawn(about)
  if (site && STARTED.test(site.calls[0]?.name ?? '')) return allStarted(site, names)
  switch (verdict) {
    case 'async':
      return site && asTasks(site, names)
    case 'threads':
      return joined(
        'from concurrent.futures import ThreadPoolExecutor',
        '',
        `with ThreadPoolExecutor(max_workers=${workers(site, about)}) as pool:`,
        ...inPool(names, '').map((line) => `    ${line}`),
      )
    case 'processes':
      return computesInCoroutine(about, site)
        ? inProcessesOfLoop(names)
        : joined(
            'from concurrent.futures import ProcessPoolExecutor',
            '',
            "if __name__ == '__main__':",
            '    with ProcessPoolExecutor() as pool:',
            ...inPool(names, chunk(site, about)).map((line) => `        ${line}`),
          )
    case 'sequential':
      return `results = [${names.work}(item) for item in ${names.items}]`
    case 'vectorise':
      return joined(
        'import numpy as np',
        '',
        'values = np.asarray(values)',
        'result = values * values   # the whole array at once',
      )
    default:
      return null
  }
}

type Names = Readonly<{
  work: string
  items: string
  item: string
  /** The arguments where the item alone is not enough. */
  given: string | null
}>
const FALLBACK: Names = { work: 'work', items: 'items', item: 'item', given: null }

/** The results, from a pool named `pool`. */
function inPool({ work, items, item, given }: Names, chunksize: string): string[] {
  if (given === null) return [`results = list(pool.map(${work}, ${items}${chunksize}))`]
  return [
    `futures = [pool.submit(${work}, ${given}) for ${item} in ${items}]`,
    'results = [future.result() for future in futures]',
  ]
}

/** A thread or process that is started and awaited before the next one. */
const STARTED = /(^|\.)(Thread|Process)$/

function allStarted({ calls: [call] }: Site, { item, items }: Names): string {
  return joined(
    `workers = [${call ? oneLine(call.node) : 'Thread(target=work)'} for ${item} in ${items}]`,
    'for worker in workers:',
    '    worker.start()',
    'for worker in workers:',
    '    worker.join()',
  )
}

const computesInCoroutine = ({ facts }: Case, site: Site | null): boolean =>
  site
    ? site.calls.some((call) => call.target?.async)
    : facts.spawns.some((spawn) => spawn.kind === 'task')

/** A process pool runs plain functions: what the coroutine computes has to become one. */
function inProcessesOfLoop({ items }: Names): string {
  return joined(
    'loop = asyncio.get_running_loop()',
    'with ProcessPoolExecutor() as pool:   # compute: what the coroutine does, as a plain def',
    '    results = await asyncio.gather(',
    `        *(loop.run_in_executor(pool, compute, item) for item in ${items}))`,
  )
}

/** Names of the learner's own that are short enough to be used in the rewrite. */
function namesOf(site: Site): Names {
  const [call] = site.calls
  if (!call) return FALLBACK
  if (call.name === 'map') {
    const [given = null, items = null] = call.arguments
    return {
      work: simple(given, 40) ?? FALLBACK.work,
      items: simple(items, 40) ?? FALLBACK.items,
      item: FALLBACK.item,
      given: null,
    }
  }
  const work = simple(part(call.node, 'function'), 40) ?? FALLBACK.work
  const items = site.loop ? (simple(site.loop.iterable, 40) ?? FALLBACK.items) : rowItems(site)
  const targets = [...(site.loop?.targets ?? [])]
  const item = targets.join(', ') || FALLBACK.item
  const turns = site.loop && whileTurns(site.loop)
  if (turns) return { work, ...turns, given: given(call, [turns.item]) }
  return { work, items, item, given: site.loop && given(call, targets) }
}

/** What a `while` walks through, where `for` can say it. */
function whileTurns({ node, iterable, targets }: Loop): Pick<Names, 'item' | 'items'> | null {
  if (node.type !== 'while_statement') return null
  const condition = part(node, 'condition')
  const [item] = targets
  const queue = /^not ([\w.]+)\.empty\(\)$/.exec(condition?.text ?? '')?.[1]
  // The call takes its item itself where no name is given to it.
  if (queue && !item) return { item: '_', items: `range(${queue}.qsize())` }
  if (queue && item)
    return { item, items: `[${queue}.get_nowait() for _ in range(${queue}.qsize())]` }
  if (iterable && !item) return { item: '_', items: `range(len(${iterable.text}))` }
  const [, stop] = condition?.children.filter((each) => each.field !== 'operators') ?? []
  const counted = /^\w+ < /.test(condition?.text ?? '') && item && stop
  return counted ? { item, items: `range(${startOf(item, node)}${stop.text})` } : null
}

/** `i = 1` before the loop. */
function startOf(counter: string, loop: Node): string {
  const before = (loop.parent?.children ?? []).filter((each) => each.line < loop.line)
  const start = before.map((each) => new RegExp(`^${counter} = (\\d+)$`).exec(each.text)?.[1])
  const last = start.findLast((each) => each !== undefined)
  return last === undefined || last === '0' ? '' : `${last}, `
}

/** Null where the call is given the item and nothing else, as `map` gives it. */
function given(call: Call, targets: readonly string[]): string | null {
  const text = part(call.node, 'arguments')?.text.slice(1, -1).trim() ?? ''
  if (targets.length === 1 && text === targets[0]) return null
  return text !== '' && text.length <= 60 && !text.includes('\n') ? text : null
}

/** The first arguments of calls in a row. */
function rowItems(site: Site): string {
  const given = site.calls.map((call) => call.arguments[0]?.text ?? '')
  const list = `[${given.slice(0, 4).join(', ')}${given.length > 4 ? ', ...' : ''}]`
  return given.every((each) => each !== '' && each.length < 30 && !each.includes('\n'))
    ? list
    : FALLBACK.items
}

function namesOfSpawn({ facts }: Case): Names {
  const spawn = facts.spawns.find((each) => each.target) ?? facts.spawns[0]
  if (!spawn) return FALLBACK
  const mapped = /map$/.test(spawn.call.name) ? spawn.call.arguments[1] : undefined
  const work =
    spawn.target && /^\w+$/.test(spawn.target.name)
      ? spawn.target.name
      : (simple(spawn.handed, 40) ?? FALLBACK.work)
  return { ...FALLBACK, work, items: simple(mapped ?? null, 40) ?? FALLBACK.items }
}

const simple = (node: Node | null, limit: number): string | null =>
  node && node.text.length <= limit && !node.text.includes('\n') && node.type !== 'call'
    ? node.text
    : node?.type === 'call' && node.text.length <= limit && /^range\(|^\w+\(\w*\)$/.test(node.text)
      ? node.text
      : null

function asTasks(site: Site, names: Names): string {
  const [call] = site.calls
  const blocking = site.kind === 'blocking'
  if (site.loop && call) {
    const made = blocking
      ? `asyncio.to_thread(${names.work}, ${names.item})`
      : oneLine(awaitedWhole(call))
    if (isRun(call))
      return joined(
        'async def all_of_them():',
        `    return await asyncio.gather(*(${oneLine(call.node)} ${turnsOf(site, site.loop, names)}))`,
        '',
        'results = asyncio.run(all_of_them())',
      )
    return joined(
      'async with asyncio.TaskGroup() as group:',
      `    tasks = [group.create_task(${made})`,
      `             ${turnsOf(site, site.loop, names)}]`,
      'results = [task.result() for task in tasks]',
    )
  }
  const calls = site.calls
    .slice(0, 4)
    .map(
      (each) => `    ${blocking ? `asyncio.to_thread(${names.work}, ...)` : oneLine(each.node)},`,
    )
  return joined(
    'results = await asyncio.gather(',
    ...calls,
    ...(site.calls.length > 4 ? ['    ...,'] : []),
    ')',
  )
}

/** `for item in items`, with the loops around it where they only repeat it. */
function turnsOf(site: Site, inner: Loop, { item, items }: Names): string {
  const outer = (site.calls[0]?.loops ?? [])
    .filter((loop) => loop !== inner && loop.kind === 'for' && loop.iterable && !loop.async)
    .map((loop) => `for ${[...loop.targets].join(', ')} in ${loop.iterable?.text} `)
  const around = outer.join('')
  const own = `${inner.async ? 'async for' : 'for'} ${item} in ${items}`
  return around.length <= 60 && !around.includes('\n') ? around + own : own
}

/** With the `asyncio.wait_for` around it. */
function awaitedWhole({ node, awaited }: Call): Node {
  const around = node.parent?.parent
  return awaited && node.parent?.type === 'argument_list' && around ? around : node
}

const oneLine = (node: Node): string =>
  node.text.length <= 60 && !node.text.includes('\n') ? node.text : 'work(item)'

const workers = (site: Site | null, about: Case): number =>
  Math.max(2, Math.min(WORKERS, (site && fanOf(site, about.measures)) ?? 10))

/** Pieces of work are sent in chunks, so that sending does not cost more than the work. */
function chunk(site: Site | null, about: Case): string {
  const fan = site && piecesOf(site, about.measures)
  const size = Math.floor((fan ?? 0) / (4 * (about.measures?.result.cores ?? 2)))
  return size > 1 ? `, chunksize=${size}` : ''
}
