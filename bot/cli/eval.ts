/** `overlap eval`: asks a real tutor with a real jail every case, and prints how well they were answered. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Case, loadCases } from '../../lessons/cases.ts'
import { type Catalogue, InvalidLessonsError, loadLessons } from '../../lessons/lessons.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { createAdvisor } from '../analysis/advisor.ts'
import type { Config } from '../config.ts'
import { alarmBy } from '../core/clock.ts'
import { createEvents, type WorkspaceEvent } from '../core/events.ts'
import { createPlatforms } from '../core/platform.ts'
import { createTutor } from '../core/tutor.ts'
import { judgeOf } from '../features/ask/evaluation/judge.ts'
import { FIGURES, isBelow, type Measured, marksOf } from '../features/ask/evaluation/measure.ts'
import { observe } from '../features/ask/evaluation/observe.ts'
import {
  type Summary,
  summaryOf,
  summarySchema,
  tableOf,
} from '../features/ask/evaluation/report.ts'
import { createMemory } from '../features/ask/model/memory.ts'
import { createModel } from '../features/ask/model/model.ts'
import { knowledgeOnce } from '../features/ask/search/knowledge.ts'
import { createSettings, policiesOf } from '../features/settings/settings.ts'
import { closeWorkers } from '../lib/workers/workers.ts'
import { allFeatures, commandsOf } from '../main.ts'
import { reader } from '../reading/reader.ts'
import { openSqlite } from '../store/sqlite.ts'
import { type Store, storeOn } from '../store/store.ts'
import { parseArguments, wrongUsage } from './arguments.ts'
import { EXIT, Refusal, withoutJail } from './exit.ts'
import type { Terminal } from './terminal.ts'

/**
 * Measures the answers to all cases and returns 1 if a figure is below its minimum.
 *
 * @throws {Refusal} when the usage is wrong, the cases can't be read, a judge is asked for without a language model,
 *   or this machine has no sandbox.
 */
export async function evaluate(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const wanted = readArguments(args)
  const catalogue = await loadLessons()
  const cases = await casesOf(wanted, catalogue)
  const measured = await measureAll(cases, { config, wanted, catalogue, terminal })
  const summary = summaryOf(measured)
  const path = join(config.dataDir, lastName(wanted, config))
  const before = await lastOf(path)
  if (wanted.json) {
    for (const { asked, observed, marks } of measured) {
      terminal.out(
        `${JSON.stringify({ question: asked.question, kind: asked.kind, ...observed, marks })}\n`,
      )
    }
  }
  if (wanted.missed) for (const each of summary.missed) terminal.err(`missed: ${each}\n`)
  const out = wanted.json ? terminal.err : terminal.out
  out(`${tableOf(summary, before).join('\n')}\n`)
  await keep(path, summary)
  const isBad = FIGURES.some((figure) => isBelow(figure, summary.figures[figure.name] ?? null))
  return isBad ? EXIT.missing : EXIT.done
}

/** File for the last figures in the data folder: one for each set of cases, with and without a model. */
function lastName({ alone, cases, kind }: Wanted, { model }: Config): string {
  const which = [cases && basename(cases, '.yaml'), kind, model && !alone && 'model']
  return ['eval', ...which.filter(Boolean)].join('-').concat('.json')
}

const USAGE =
  'overlap eval [--cases FILE] [--kind KIND] [--without-model] [--judge MODEL] [--missed] [--json]'
const OPTIONS = {
  cases: { type: 'string' },
  kind: { type: 'string' },
  'without-model': { type: 'boolean' },
  judge: { type: 'string' },
  missed: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArguments(args, OPTIONS, USAGE)
  if (positionals.length > 0) throw wrongUsage(`what is ${positionals[0]}?`, USAGE)
  const { 'without-model': alone = false, missed = false, json = false, ...rest } = values
  return { ...rest, alone, missed, json }
}

type Wanted = ReturnType<typeof readArguments>

async function casesOf(wanted: Wanted, catalogue: Catalogue): Promise<readonly Case[]> {
  try {
    const cases = await loadCases(catalogue, wanted.cases)
    const chosen = cases.filter(({ kind }) => wanted.kind === undefined || kind === wanted.kind)
    if (chosen.length === 0) throw wrongUsage(`no case is of the kind ${wanted.kind}`, USAGE)
    return chosen
  } catch (error) {
    if (!(error instanceof InvalidLessonsError)) throw error
    const lines = error.problems.map(
      ({ place, message }) => `${place.file}:${place.line} ${message}`,
    )
    throw new Refusal(EXIT.noInput, lines.join('\n'))
  }
}

type Parts = Readonly<{ config: Config; wanted: Wanted; catalogue: Catalogue; terminal: Terminal }>

async function measureAll(cases: readonly Case[], parts: Parts): Promise<readonly Measured[]> {
  const { config, catalogue, terminal } = parts
  const sandbox = await startSandbox(config).catch(withoutJail)
  const advisor = await createAdvisor()
  const store = await storeOn(openSqlite(':memory:'))
  const measured: Measured[] = []
  try {
    const asking = await askingWith({ ...parts, sandbox, advisor, store })
    for (const [at, asked] of cases.entries()) {
      terminal.status(`${at + 1} of ${cases.length}`)
      const observed = await observe(asked, at, { ...asking, catalogue })
      measured.push({ asked, observed, marks: marksOf(asked, observed) })
    }
  } finally {
    terminal.status('')
    await Promise.all([advisor.close(), sandbox.close(0), closeWorkers()])
    await store.close()
  }
  return measured
}

type Built = Parts &
  Readonly<{ sandbox: Sandbox; advisor: Awaited<ReturnType<typeof createAdvisor>>; store: Store }>

/** Builds a tutor as `serve` does, without rate limits. */
async function askingWith({ config, wanted, catalogue, terminal, sandbox, advisor, store }: Built) {
  const clock = Date.now
  const { random } = Math
  const log = {
    info() {},
    warn: (detail: object, what: string) => terminal.err(`${what} ${JSON.stringify(detail)}\n`),
    error: (detail: object, what: string) => terminal.err(`${what} ${JSON.stringify(detail)}\n`),
  }
  const settings = createSettings(store, clock)
  const events = createEvents()
  const spent: ModelUse[] = []
  events.listen((each) => {
    if (each.kind === 'model') spent.push(each)
  })
  const knowledge = knowledgeOnce(catalogue)
  const memory = createMemory({ store, log })
  // Each case has its own person but all share a workspace, whose budget isn't what is measured.
  const tokensPerDay = { person: Number.MAX_SAFE_INTEGER, workspace: Number.MAX_SAFE_INTEGER }
  const model = wanted.alone || !config.model ? null : { ...config.model, tokensPerDay }
  const deps = {
    ...{ advisor, alarm: alarmBy(clock), catalogue, clock, events, knowledge, memory },
    ...{ limits: config.limits, log, platforms: createPlatforms(), random, settings, store },
    words: model && { model: createModel(model), config: model, log },
  }
  const tutor = createTutor({
    commands: commandsOf(allFeatures(deps)),
    reader,
    sandbox,
    policies: policiesOf(settings),
    conversations: memory,
    events,
    rates: { take: async () => 0 },
    log,
    clock,
    random,
  })
  if (wanted.judge !== undefined && !config.model) {
    throw new Refusal(
      EXIT.config,
      'a judge needs a language model: set OVERLAP_MODEL and its server',
    )
  }
  const judge =
    wanted.judge !== undefined && config.model
      ? judgeOf(createModel({ ...config.model, name: wanted.judge, temperature: null }))
      : null
  const { answers } = await knowledge()
  return { tutor, answers, clock, judge, used: () => spent.splice(0) }
}

type ModelUse = Extract<WorkspaceEvent, { kind: 'model' }>

/** Null if there is none, or it has an older format. */
async function lastOf(path: string): Promise<Summary | null> {
  try {
    return summarySchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

async function keep(path: string, summary: Summary): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(summary, null, 2)}\n`)
}
