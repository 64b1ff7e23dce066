/** The composition root: configuration → store → sandbox → advisor → tutor → web page. The only place that wires them. */
import { totalmem } from 'node:os'
import { type Mount, startWeb, type WebOptions } from '../adapters/web/connect.ts'
import { PageTokenError, pageToken } from '../adapters/web/page-token.ts'
import { loadLessons } from '../lessons/lessons.ts'
import { POOL } from '../sandbox/limits.ts'
import { startSandbox, warmSlots } from '../sandbox/pool/pool.ts'
import { type Sandbox, SandboxUnavailableError } from '../sandbox/sandbox.ts'
import { type Advisor, createAdvisor } from './analysis/advisor.ts'
import { refuseStrangers } from './config/refuse-strangers.ts'
import type { Config } from './config.ts'
import { type Alarm, alarmBy, type Clock, type Random } from './core/clock.ts'
import { type Commands, commandRegistry } from './core/command.ts'
import { createEvents } from './core/events.ts'
import { type Background, type Feature, type HomeCard, inPlace } from './core/feature.ts'
import { trackInFlight } from './core/in-flight.ts'
import type { Log } from './core/log.ts'
import { createPlatforms, type Platforms } from './core/platform.ts'
import { PROOF_RATE, type RateTable } from './core/rates.ts'
import { createTutor, type Tutor } from './core/tutor.ts'
import { sweepInterrupted } from './delivery/interrupted.ts'
import { askFeature } from './features/ask/feature.ts'
import { createMemory } from './features/ask/model/memory.ts'
import { createModel } from './features/ask/model/model.ts'
import { knowledgeOnce } from './features/ask/search/knowledge.ts'
import { challengeFeature } from './features/challenge/feature.ts'
import { compareFeature } from './features/compare/feature.ts'
import { dataFeature } from './features/data/feature.ts'
import { helpFeature } from './features/help/feature.ts'
import { leaderboardFeature } from './features/leaderboard/feature.ts'
import { lessonsFeature } from './features/lessons/feature.ts'
import { progressFeature } from './features/progress/feature.ts'
import { quizFeature } from './features/quiz/feature.ts'
import { raceFeature } from './features/race/feature.ts'
import { reviewFeature } from './features/review/feature.ts'
import { runFeature } from './features/run/feature.ts'
import { settingsFeature } from './features/settings/feature.ts'
import { createSettings, policiesOf } from './features/settings/settings.ts'
import { statsFeature } from './features/stats/feature.ts'
import { tipsFeature } from './features/tips/feature.ts'
import { closeWorkers, warmWorkers } from './lib/workers/workers.ts'
import { pingedSparingly, statesOf } from './monitoring/readiness.ts'
import { startRetention } from './monitoring/retention.ts'
import { reader } from './reading/reader.ts'
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
  const events = createEvents()
  const platforms = createPlatforms()
  const metrics = (await measuring).createMetrics({ events, sandbox, platforms })
  asked = metrics.asked
  const memory = createMemory({ store, log })
  const timed = { store, platforms, settings, clock, alarm, log }
  const features = allFeatures({
    ...timed,
    advisor,
    catalogue,
    events,
    random,
    memory,
    limits: config.limits,
    knowledge: knowledgeOnce(catalogue),
    words: config.model && { model: createModel(config.model), config: config.model, log },
  })
  const { tutor, answered } = trackInFlight(
    createTutor({
      commands: commandsOf(features),
      reader,
      sandbox,
      policies: policiesOf(settings),
      conversations: memory,
      events,
      rates: ratesInStore(store, clock, rateTable(config)),
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
  const desk = {
    workspaces: store.workspaces.known,
    panels: inPlace(features.flatMap(({ desk = [] }) => desk)),
  }
  const page = { tutor, store, log, clock, probes: { metrics, states }, desk }
  const opening = isShard ? null : openPage(config, page)
  const web = await opening?.catch(async (error: unknown) => {
    await closeGround(ground)
    throw error
  })
  if (web) platforms.add(web)
  const home = inPlace(features.map(({ home }) => home))
  const parts = { tutor, store, clock, log: metrics.heard(log), mount: web?.mount, home }
  await addPlatforms(platforms, config, parts)
  const backgrounds = backgroundsOf(features, isShard)
  for (const each of backgrounds) await each.start()
  const finishing = isShard ? null : sweepInterrupted({ ...timed, isAlone: answersAlone(config) })
  const housekeeping = isShard ? null : startRetention(store, settings, { clock, alarm, log })
  warmWorkers()
  log.info({ url: web?.url ?? '', jail: noJail ?? sandbox.status() }, 'started')

  async function close(graceMs: number = POOL.closeGraceMs): Promise<void> {
    isStopping = true
    await Promise.all([sandbox.close(graceMs), answered(graceMs)])
    await Promise.all(backgrounds.map((each) => each.close?.()))
    await Promise.all(platforms.all().map((platform) => platform.close()))
    await Promise.all([advisor.close(), finishing?.close(), housekeeping?.close()])
    await closeWorkers()
    await Promise.all(backgrounds.map((each) => each.settle?.()))
    await store.close()
  }
  return { url: web?.url ?? '', adminLink: web?.adminLink ?? null, noJail, close }
}

type PageParts = Pick<WebOptions, 'tutor' | 'store' | 'log' | 'clock' | 'probes' | 'desk'>

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
  })
  const adminLink = web.adminToken === null ? page.loginLink(adminToken) : null
  return { ...page, adminLink }
}

const SAME_TOKEN =
  'OVERLAP_WEB_TOKEN is the same as the token in the admin link, so every visitor would be an admin; set it to a different value'

export type FeatureParts = Parameters<typeof askFeature>[0] &
  Parameters<typeof runFeature>[0] &
  Parameters<typeof quizFeature>[0] &
  Parameters<typeof statsFeature>[0] &
  Parameters<typeof tipsFeature>[0]

/** In the order of the menus. */
export function allFeatures(given: FeatureParts): readonly Feature[] {
  const parts = { ...given, commands: () => commandsOf(features) }
  const features: readonly Feature[] = [
    runFeature(parts),
    raceFeature(parts),
    compareFeature(parts),
    lessonsFeature(parts),
    quizFeature(parts),
    challengeFeature(parts),
    leaderboardFeature(parts),
    reviewFeature(parts),
    progressFeature(parts),
    askFeature(parts),
    tipsFeature(parts),
    settingsFeature(parts),
    statsFeature(parts),
    dataFeature(parts),
    helpFeature(parts),
  ]
  return features
}

export function commandsOf(features: readonly Feature[]): Commands {
  return commandRegistry(features.flatMap(({ commands }) => commands))
}

function backgroundsOf(features: readonly Feature[], isShard: boolean): readonly Background[] {
  return features
    .flatMap(({ background }) => background ?? [])
    .filter(({ once }) => !(once && isShard))
}

const SHARD = { file: `${import.meta.dirname}/cli.ts`, args: ['shard'] }

/** Platforms connect in the background: one that fails keeps no other from starting. */
async function addPlatforms(
  platforms: Platforms,
  config: Config,
  parts: Readonly<{
    tutor: Tutor
    store: Store
    clock: Clock
    log: Log
    mount: Mount | undefined
    home: readonly HomeCard[]
  }>,
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

type Ground = Readonly<{
  sandbox: Sandbox
  /** Why code cannot be run here; null when it can. */
  noJail: string | null
  advisor: Advisor
  store: Store
}>

/** What everything else stands on, opened side by side. Throws when the store cannot be opened, with nothing left open. */
async function openGround(
  config: Config,
  log: Log,
  onAsked: (ms: number) => void,
): Promise<Ground> {
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
    if (!(error instanceof SandboxUnavailableError)) throw error
    return { sandbox: refusing(error), noJail: error.message }
  }
}

/** The sandbox of a machine that can't have one. */
function refusing(reason: SandboxUnavailableError): Sandbox {
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
  return { run: both(runsPerMinute), model: both(modelAnswersPerMinute), proof: PROOF_RATE }
}
