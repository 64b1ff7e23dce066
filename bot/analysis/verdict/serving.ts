/** A server that had test requests: what they measured decides. */
import { lineOf } from '../change.ts'
import { entriesOf } from '../facts/entries.ts'
import type { Call } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import type { Measures } from '../measure.ts'
import { clients, isInTurn, routeName, type Service, sentTogether, servicesOf } from '../visits.ts'
import { duration } from '../wording.ts'
import { type Case, type Decision, finding, openSites, type Step, siteMs } from './case.ts'
import { choose } from './model.ts'

/** A request that waits less (ms) is quick enough for anybody. */
const WORTH_MS = 100
/** Share of the time of all requests that was CPU, from which on they compute. */
const COMPUTES = 0.5

export const serving: Step = (about) => {
  const { measures } = about
  const services = servicesOf(about)
  if (measures?.result.status !== 'served' || services.length === 0) return null
  const broken = services.find(({ status }) => status !== null && status >= 500)
  if (broken) return fails(broken)
  const good = services.filter(({ status }) => status === null || status < 400)
  const [slow] = good.filter(isInTurn).toSorted((a, b) => b.lastMs - a.lastMs)
  if (slow) return inTurn(slow, about, measures)
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
  const { served, together, lastMs } = service
  const alone = duration(service.aloneMs ?? 0)
  if (together === 1) return `${routeName(served)} was answered after ${alone}.`
  const all = `${sentTogether(service)} took ${duration(lastMs)}`
  return (service.aloneMs ?? 0) > WORTH_MS
    ? `It already serves ${clients(served)} concurrently: one on its own took ${alone}, and ${all}.`
    : `It answers quickly: one on its own took ${alone}, and ${all}.`
}

/** Requests had to wait for each other. */
function inTurn(service: Service, about: Case, measures: Measures): Decision {
  const name = routeName(service.served)
  const what = clients(service.served)
  const last = `with ${sentTogether(service)}, the last one waited ${duration(service.lastMs)}`
  const told =
    service.atATime === 1
      ? `handles one ${what.slice(0, -1)} at a time: ${last}`
      : `makes ${what} wait for each other: ${last}`
  const [block] = measures.blocks.toSorted((a, b) => b.ms - a.ms)
  const line = block?.lines.find((each) => each > 0)
  const frees = about.facts.calls.some((call) => call.line === line && call.library?.freesGil)
  if (!frees && (block ? finding(about, 'cpu-in-async') : computes(service, measures)))
    return {
      verdict: 'processes',
      headline: `${name} computes for ${duration(service.aloneMs ?? 0)}${line ? ` (line ${line})` : ''}, and the server ${told}. Move the work to a ProcessPoolExecutor, or start several worker processes.`,
    }
  if (block && line)
    return {
      verdict: 'fix-first',
      headline: `Line ${line} holds the event loop for up to ${duration(block.ms)}, so the server ${told}. Use an async library there, or \`await asyncio.to_thread(...)\`.`,
    }
  return oneByOne(service, about, told)
}

/** The samples of a plain handler say so. */
function computes({ served, together, quickestMs }: Service, { line }: Measures): boolean {
  if (!served.func || served.func.async) return false
  const functions = [served.func, ...reachedFrom(served.func).map(({ call }) => call.target)]
  let cpuMs = 0
  for (const func of new Set(functions))
    for (let at = func?.line ?? 1; at <= (func?.endLine ?? 0); at += 1) cpuMs += line(at).cpuMs
  return cpuMs > COMPUTES * (together + 1) * quickestMs
}

/** A server that goes on to the next client when it has done with one. */
function oneByOne({ served }: Service, about: Case, told: string): Decision {
  const { facts } = about
  const made = facts.calls.find(({ name }) => ONE_BY_ONE.test(name))
  const accepts = facts.calls.find(({ name }) => name.endsWith('.accept'))
  const at = made ?? accepts
  const where = at ? `line ${at.line}` : routeName(served)
  const isAsync = served.func?.async === true
  const mend = isAsync
    ? 'something they share, such as a lock, makes them wait for each other'
    : made
      ? 'use a threading server, which gives each its own thread'
      : 'handle each in its own thread, or use asyncio'
  return {
    verdict: isAsync ? 'fix-first' : 'threads',
    headline: `The server (${where}) ${told}; ${mend}.`,
    change: made ? threading(about, made) : null,
  }
}

const ONE_BY_ONE =
  /(?:^|\.)(?:HTTPServer|TCPServer|UnixStreamServer|make_server)$|^flask\.Flask\(\)\.run$/

function threading({ facts }: Case, made: Call): string | null {
  if (/(HTTP|TCP|UnixStream)Server$/.test(made.name))
    return lineOf(facts, made.line).replace(
      /\b(HTTPServer|TCPServer|UnixStreamServer)\(/,
      'Threading$1(',
    )
  if (entriesOf(facts).some(({ framework }) => framework.module === 'flask'))
    return 'app.run(threaded=True)'
  return null
}
