/** The composition root: configuration → store → sandbox → advisor → tutor → web page. The only place that wires them. */
import { totalmem } from 'node:os'
import { type Mount, startWeb, type WebOptions } from '../adapters/web/connect.ts'
import { PageTokenError, pageToken } from '../adapters/web/page-token.ts'
import { type Catalogue, loadLessons } from '../lessons/lessons.ts'
import { POOL } from '../sandbox/limits.ts'
import { startSandbox, warmSlots } from '../sandbox/pool/pool.ts'
import { type Sandbox, SandboxUnavailable } from '../sandbox/sandbox.ts'
import { type Advisor, createAdvisor } from './analysis/advisor.ts'
import { refuseStrangers } from './config/refuse-strangers.ts'
import type { Config } from './config.ts'
import { type Alarm, alarmBy, type Clock, type Random } from './core/clock.ts'
import { type Commands, commandRegistry } from './core/command.ts'
import { createHappenings } from './core/events.ts'
import { counted } from './core/in-flight.ts'
import type { Log } from './core/log.ts'
import { createPlatforms, type Platforms } from './core/platform.ts'
import type { RateTable } from './core/rates.ts'
import { createTutor, type Tutor } from './core/tutor.ts'
import { finishAnswers } from './delivery/interrupted.ts'
import { askCommand } from './features/ask/command.ts'
import { createModel } from './features/ask/model/model.ts'
import type { Words } from './features/ask/model-answer.ts'
import { type Knowledge, knowledgeOnce } from './features/ask/search/knowledge.ts'
import { challengeCommand } from './features/challenge/command.ts'
import { data } from './features/data/command.ts'
import { help } from './features/help/command.ts'
import { leaderboardCommand } from './features/leaderboard/command.ts'
import { lessonCommand } from './features/lessons/command.ts'
import { progressCommand } from './features/progress/command.ts'
import { quizCommand } from './features/quiz/command.ts'
import { type GroupQuizzes, startGroupQuizzes } from './features/quiz/group/runner.ts'
import { race } from './features/race/command.ts'
import { reviewCommand } from './features/review/command.ts'
import { run } from './features/run/command.ts'
import { settingsCommand } from './features/settings/command.ts'
import { createSettings } from './features/settings/settings.ts'
import { statsCommand } from './features/stats/command.ts'
import { keepCounts } from './features/stats/counts.ts'
import { tipsCommand } from './features/tips/command.ts'
import { startTips } from './features/tips/schedule/runner.ts'
import { tipCommand } from './features/tips/tip-command.ts'
import { closeWorkers, warmWorkers } from './lib/workers/workers.ts'
import { pingedSparingly, statesOf } from './monitoring/readiness.ts'
import { keepHouse } from './monitoring/retention.ts'
import { ratesInStore } from './store/shared-rates.ts'
import type { Store } from './store/store.ts'

export type Overlap = Readonly<{
  /** Address of the page; a shard has none. */
  url: string
  /** Logs its opener in as an admin; null where whoever runs Overlap has chosen the token. */
  adminLink: string | null
  /** Why code cannot be run here; null when it can. */
  noJail: string | null
  /** Refuses new runs, lets those under way finish and be answered for up to `graceMs`, then ends everything. */
  close(graceMs?: number): Promise<void>
}>

type Surroundings = Readonly<{
  log: Log
  clock: Clock
  random: Random
  alarm?: Alarm
  /** Of several processes, one has the page and does what is done once; the others only answer. */
  isShard?: boolean
}>

/**
 * Throws when the lessons are not valid, the page cannot listen or has no token, the store cannot be opened or strangers would meet a weak sandbox. Without a jail it starts all the same:
 * advice needs none.
 */
export async function startOverlap(config: Config, surroundings: Surroundings): Promise<Overlap> {
  const { log, clock, random, alarm = alarmBy(clock), isShard = false } = surroundings
  const catalogue = await loadLessons()
  const measuring = import('./monitoring/metrics.ts')
  let asked = (_ms: number) => {}
  const ground = await openGround(config, log, (ms) => asked(ms))
  const { sandbox, noJail, advisor, store } = ground
  try {
    // Without any jail nobody's code runs here, so there is nothing to protect.
    if (noJail === null) refuseStrangers(config, sandbox.status().cgroups !== null)
  } catch (error) {
    await closeGround(ground)
    throw error
  }
  const settings = createSettings(store, clock)
  const happenings = createHappenings()
  const counts = keepCounts(store, happenings, { clock, alarm, log })
  const rates = ratesInStore(store, clock, rateTable(config))
  const platforms = createPlatforms()
  const metrics = (await measuring).createMetrics({ happenings, sandbox, platforms })
  asked = metrics.asked
  const words = config.model && { model: createModel(config.model), config: config.model, log }
  const groups = startGroupQuizzes({ store, platforms, catalogue, clock, alarm, log })
  const knowledge = knowledgeOnce(catalogue)
  const commands = allCommands(catalogue, words, groups, knowledge)
  const { tutor, answered } = counted(
    createTutor({
      sandbox,
      advisor,
      store,
      commands,
      platforms,
      settings,
      happenings,
      limits: config.limits,
      rates,
      log,
      clock,
      random,
    }),
  )
  let isStopping = false
  const jail = noJail === null ? sandbox.status : null
  const needs = { platforms, jail, isStopping: () => isStopping }
  const probed = { ...needs, store: pingedSparingly(store, clock) }
  const states = () => statesOf(probed)
  const page = { tutor, store, log, clock, probes: { metrics, states } }
  const opening = isShard ? null : openPage(config, page)
  const web = await opening?.catch(async (error: unknown) => {
    await closeGround(ground)
    throw error
  })
  if (web) platforms.add(web)
  const parts = { tutor, store, clock, log: metrics.heard(log), mount: web?.mount }
  await addPlatforms(platforms, config, parts)
  await groups.look()
  const timed = { store, platforms, settings, clock, alarm, log }
  const tips = isShard ? null : startTips({ ...timed, catalogue, happenings, random })
  const finishing = isShard ? null : finishAnswers({ ...timed, isAlone: answersAlone(config) })
  const housekeeping = isShard ? null : keepHouse(store, settings, { clock, alarm, log })
  warmWorkers()
  // The first question finds it ready, and the start has not waited for it.
  knowledge().catch((err: unknown) => log.error({ err }, 'no answers from the lessons'))
  log.info({ url: web?.url ?? '', jail: noJail ?? sandbox.status() }, 'started')

  async function close(graceMs: number = POOL.closeGraceMs): Promise<void> {
    isStopping = true
    await Promise.all([sandbox.close(graceMs), answered(graceMs)])
    await Promise.all([groups.close(), tips?.close()])
    await Promise.all(platforms.all().map((platform) => platform.close()))
    await Promise.all([advisor.close(), finishing?.close(), housekeeping?.close()])
    await closeWorkers()
    await counts.settle()
    await store.close()
  }
  return { url: web?.url ?? '', adminLink: web?.adminLink ?? null, noJail, close }
}

type PageParts = Pick<WebOptions, 'tutor' | 'log' | 'clock' | 'probes'> & Readonly<{ store: Store }>

/** Throws a `PageTokenError`, or what `startWeb` throws. */
async function openPage({ web, dataDir }: Config, parts: PageParts) {
  const { host, port, visitorToken, open, proxy } = web
  const adminToken = web.adminToken ?? pageToken(dataDir)
  if (adminToken === visitorToken) throw new PageTokenError(SAME_TOKEN)
  const page = await startWeb({
    ...parts,
    host,
    port,
    proxy,
    access: { adminToken, visitorToken, open },
    workspaces: parts.store.workspaces.known,
  })
  const adminLink = web.adminToken === null ? page.loginLink(adminToken) : null
  return { ...page, adminLink }
}

const SAME_TOKEN =
  "OVERLAP_WEB_TOKEN is the token of the admin's link, so all visitors would be admins; set it to another"

/** In the order of the menus. */
export function allCommands(
  catalogue: Catalogue,
  words: Words | null = null,
  groups: GroupQuizzes | null = null,
  knowledge: () => Promise<Knowledge> = knowledgeOnce(catalogue),
): Commands {
  return commandRegistry([
    run,
    race,
    lessonCommand(catalogue),
    quizCommand(catalogue, groups),
    challengeCommand(catalogue),
    leaderboardCommand,
    reviewCommand(catalogue),
    progressCommand(catalogue),
    askCommand(catalogue, words, knowledge),
    tipCommand(catalogue),
    tipsCommand(catalogue),
    settingsCommand,
    statsCommand,
    data,
    help,
  ])
}

const SHARD = { file: `${import.meta.dirname}/cli.ts`, args: ['shard'] }

/** Platforms connect in the background: one that fails keeps no other from starting. */
async function addPlatforms(
  platforms: Platforms,
  config: Config,
  parts: Readonly<{ tutor: Tutor; store: Store; clock: Clock; log: Log; mount: Mount | undefined }>,
): Promise<void> {
  const { mount } = parts
  if (config.slack && mount) {
    const { startSlack } = await import('../adapters/slack/connect.ts')
    platforms.add(startSlack({ ...parts, config: config.slack, mount }))
  }
  if (config.discord?.sharded) {
    const { startShards } = await import('../adapters/discord/shards.ts')
    platforms.add(startShards({ config: config.discord, ...parts }, SHARD))
  } else if (config.discord) {
    const { startDiscord } = await import('../adapters/discord/connect.ts')
    platforms.add(startDiscord({ config: config.discord, ...parts }))
  }
}

/** No other process answers on the same store. */
function answersAlone({ databaseUrl, discord }: Config): boolean {
  return databaseUrl === null && !discord?.sharded
}

type Ground = Awaited<ReturnType<typeof openGround>>

/** What everything else stands on, opened side by side. Throws when the store cannot be opened, with nothing left open. */
async function openGround(config: Config, log: Log, onAsked: (ms: number) => void) {
  const starting = Promise.all([sandboxOrReason(config, log), warmAdvisor()])
  const opening = openedStore(config, log, onAsked)
  // A failure is met in its turn, once the jails can be closed.
  opening.catch(() => {})
  const [{ sandbox, noJail }, advisor] = await starting
  const store = await opening.catch(async (error: unknown) => {
    await Promise.all([sandbox.close(0), advisor.close(), closeWorkers()])
    throw error
  })
  return { sandbox, noJail, advisor, store }
}

async function closeGround({ sandbox, advisor, store }: Ground): Promise<void> {
  await Promise.all([sandbox.close(0), advisor.close(), store.close(), closeWorkers()])
}

/** Its parser and its linter load while the jails start, not while the first learner waits. */
async function warmAdvisor(): Promise<Advisor> {
  const advisor = await createAdvisor()
  await advisor.advise('', null)
  return advisor
}

/** Loaded while the jails start. */
async function openedStore(
  config: Config,
  log: Log,
  onAsked: (ms: number) => void,
): Promise<Store> {
  const { openStore } = await import('./store/store.ts')
  return openStore(config, (err) => log.warn({ err }, 'database connection lost'), onAsked)
}

async function sandboxOrReason(config: Config, log: Log) {
  try {
    const sandbox = await startSandbox({
      ...config,
      warm: config.warmSlots ?? warmSlots(totalmem()),
      log: (event, details) => log.warn({ ...details }, event),
    })
    return { sandbox, noJail: null }
  } catch (error) {
    if (!(error instanceof SandboxUnavailable)) throw error
    return { sandbox: refusing(error), noJail: error.message }
  }
}

/** The sandbox of a machine that can't have one. */
function refusing(reason: SandboxUnavailable): Sandbox {
  return {
    run: () => Promise.reject(reason),
    status: () => ({
      slots: 0,
      running: 0,
      waiting: 0,
      renewals: 0,
      cgroups: null,
      runtime: '',
      python: '',
      libraries: [],
    }),
    close: async () => {},
  }
}

/** Half of a minute's may come at once. */
function rateTable({ runsPerMinute, modelAnswersPerMinute }: Config): RateTable {
  const rate = (perMinute: number) => ({ perMinute, burst: Math.ceil(perMinute / 2) })
  const both = ({ person, channel }: Config['runsPerMinute']) => ({
    person: rate(person),
    channel: rate(channel),
  })
  return { run: both(runsPerMinute), model: both(modelAnswersPerMinute) }
}
