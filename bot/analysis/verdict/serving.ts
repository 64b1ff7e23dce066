/** Decides for servers by what their test requests measured. */
import { reachedFrom, waitsIn } from '../facts/running.ts'
import type { Block, Measures } from '../measure.ts'
import { clients, isInTurn, routeName, type Service, sentTogether, servicesOf } from '../visits.ts'
import { duration } from '../wording.ts'
import { type Case, type Decision, finding, openSites, type Step, siteMs } from './case.ts'
import { choose } from './model.ts'

/** Requests that wait less than this (ms) are fast enough. */
const WORTH_MS = 100
/** CPU time of a request (ms) above which distributing it over cores is worthwhile. */
const COMPUTES_MS = 50

/** A block of the loop that took at least this share of a request's time is its cause. */
const CAUSE = 0.7

/** Decides for a server that got test requests; null for every other program. */
export const serving: Step = (about) => {
  const { measures } = about
  const services = servicesOf(about)
  if (measures?.result.status !== 'served' || services.length === 0) return null
  // Other error statuses mean that the request wasn't what the server expects.
  const broken = services.find(({ status }) => status === 500)
  if (broken) return fails(broken)
  const good = services.filter(({ status }) => status === null || status < 400)
  const [slow] = good.filter(isInTurn).toSorted((a, b) => b.lastMs - a.lastMs)
  if (slow) return inTurn(slow, about, measures)
  const [longest] = good.toSorted((a, b) => (b.aloneMs ?? 0) - (a.aloneMs ?? 0))
  if (longest && computesOnLoop(about, measures)) return computing(longest, measures, MEANWHILE)
  const heavy = good.find((service) => computes(service, measures))
  if (heavy) return computing(heavy, measures, 'threads take turns on one core')
  const block = longestBlock(measures)
  if (longest && block && isCause(block, longest)) return holding(block, MEANWHILE)
  const site = openSites(about).find((each) => siteMs(each, measures) > WORTH_MS)
  const isLong = good.some(({ aloneMs }) => (aloneMs ?? 0) > WORTH_MS)
  if (site && isLong) return choose(about)
  return keep(good, services)
}

const fails = ({ served, status }: Service): Decision => ({
  verdict: 'fix-first',
  headline: `${routeName(served)} fails with status ${status}: the error output says why.`,
})

function keep(good: readonly Service[], all: readonly Service[]): Decision {
  const [longest] = good.toSorted((a, b) => (b.aloneMs ?? 0) - (a.aloneMs ?? 0))
  if (!longest) {
    const names = all.map(({ served, status }) => `${routeName(served)}: ${status}`).join(', ')
    return {
      verdict: 'keep',
      headline: `It serves, but it refused my test requests (${names}), so nothing was measured.`,
      quiet: true,
    }
  }
  return { verdict: 'keep', headline: quick(longest), quiet: true }
}

function quick(service: Service): string {
  const { served, together, atATime, lastMs } = service
  const alone = duration(service.aloneMs ?? 0)
  if (together < 3 || atATime * 2 <= together)
    return `${routeName(served)} was answered after ${alone}.`
  const all = `${sentTogether(service)} took ${duration(lastMs)}`
  return (service.aloneMs ?? 0) > WORTH_MS
    ? `It already serves ${clients(served)} concurrently: one on its own took ${alone}, and ${all}.`
    : `It answers quickly: one on its own took ${alone}, and ${all}.`
}

/** Requests had to wait for each other. */
function inTurn(service: Service, about: Case, measures: Measures): Decision {
  const what = clients(service.served)
  const last = `with ${sentTogether(service)}, the last one waited ${duration(service.lastMs)}`
  const told =
    service.atATime === 1
      ? `the server handles one ${what.slice(0, -1)} at a time: ${last}`
      : `the server makes ${what} wait for each other: ${last}`
  const block = longestBlock(measures)
  if (block ? computesOnLoop(about, measures) : computes(service, measures))
    return computing(service, measures, told)
  if (block && isCause(block, service)) return holding(block, told)
  return oneByOne(service, about, told)
}

const MEANWHILE = 'nobody else is answered meanwhile'

/** Whether it took most of a request's time; on a busy machine, short ones do too. */
const isCause = (block: Block, { quickestMs }: Service): boolean =>
  lineIn(block) !== undefined && block.ms >= WORTH_MS && block.ms > CAUSE * quickestMs

const holding = (block: Block, told: string): Decision => ({
  verdict: 'fix-first',
  headline: `Line ${lineIn(block)} holds the event loop for up to ${duration(block.ms)}, so ${told}. Use an async library there, or \`await asyncio.to_thread(...)\`.`,
})

function computing({ served, aloneMs }: Service, measures: Measures, told: string): Decision {
  const line = lineIn(longestBlock(measures))
  return {
    verdict: 'processes',
    headline: `${routeName(served)} computes for ${duration(aloneMs ?? 0)}${line ? ` (line ${line})` : ''}, and ${told}. Move the work to a ProcessPoolExecutor, or start several worker processes.`,
  }
}

/** Code that releases the GIL is better off in a thread. */
function computesOnLoop(about: Case, measures: Measures): boolean {
  const line = lineIn(longestBlock(measures))
  const frees = about.facts.calls.some((call) => call.line === line && call.library?.freesGil)
  return !frees && finding(about, 'cpu-in-async') !== undefined
}

const longestBlock = ({ blocks }: Measures): Block | undefined =>
  blocks.toSorted((a, b) => b.ms - a.ms)[0]

const lineIn = (block: Block | undefined): number | undefined =>
  block?.lines.find((each) => each > 0)

/** A plain handler that doesn't wait and used much CPU in each request, according to its samples. */
function computes({ served: { func }, aloneMs, answered }: Service, { line }: Measures): boolean {
  if (!func || func.async || waitsIn(func).length > 0) return false
  const functions = [func, ...reachedFrom(func).map(({ call }) => call.target)]
  let cpuMs = 0
  for (const each of new Set(functions))
    for (let at = each?.line ?? 1; at <= (each?.endLine ?? 0); at += 1) cpuMs += line(at).cpuMs
  return cpuMs > COMPUTES_MS * (answered + (aloneMs === null ? 0 : 1))
}

/** A server that handles the next client only when it is done with the previous one. */
function oneByOne({ served }: Service, about: Case, told: string): Decision {
  const { facts } = about
  const made = facts.calls.find(({ name }) => ONE_BY_ONE.test(name))
  const accepts = facts.calls.find(({ name }) => name.endsWith('.accept'))
  const at = made ?? accepts
  const where = at ? `line ${at.line}` : routeName(served)
  const isAsync = served.func?.async === true
  const note = isAsync
    ? 'something they share, such as a lock, makes them wait for each other'
    : made
      ? 'use a threading server, which gives each its own thread'
      : 'handle each in its own thread, or use asyncio'
  return {
    verdict: isAsync ? 'fix-first' : 'threads',
    headline: `At ${where} ${told}; ${note}.`,
  }
}

const ONE_BY_ONE =
  /(?:^|\.)(?:HTTPServer|TCPServer|UnixStreamServer|make_server)$|^flask\.Flask\(\)\.run$/
