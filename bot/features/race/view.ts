/** A race as messages: lane by lane while it runs, then times, chart and the winner's code. */
import type { Advice } from '../../analysis/advice.ts'
import { NOISY } from '../../analysis/measure.ts'
import { code } from '../../analysis/wording.ts'
import type { Block, Message } from '../../core/message.ts'
import { sentence } from '../../lib/text/markdown.ts'
import { count, duration, list } from '../../lib/text/quantities.ts'
import { visible } from '../../lib/text/visible.ts'
import { type BarChart, barChart } from '../../timeline/bars.ts'
import { verdictWords } from '../run/verdict.ts'
import { elsewhere, outcome, quoteRace, timesOf } from './quote.ts'
import type { RaceLane, RaceResult, Racing } from './race.ts'

/** The message shown during a race: times so far and the model that runs next. */
export function racing({ done, next }: Racing): Message {
  const before = done.length > 0 ? `${lower(timesOf(done))}, ` : ''
  const line = `Racing: ${before}${next} …`
  return message([markdown(`*${sentence(line)}*`)], line, false)
}

/** Says why there was no race. */
export function unraced(reason: string, notes: readonly string[]): Message {
  return message(
    [markdown(notes.join(' ')), markdown(sentence(reason))],
    'There was nothing to race.',
    true,
  )
}

/** The result of a race. `advice` on the sequential run is updated with what was measured. */
export function raced(race: RaceResult, advice: Advice | null, notes: readonly string[]): Message {
  const { lanes, winner } = race
  const quoted = advice && quoteRace(advice, race)
  const verdict = quoted?.verdict ?? winner ?? 'keep'
  const headline = `${timesOf(lanes)}: ${outcome(race)}.`
  const blocks = [
    markdown(notes.join(' ')),
    markdown(`### ${verdictWords(verdict)}\n\n**${sentence(headline)}**`),
    quoted?.verdict === 'fix-first' ? markdown(sentence(quoted.headline)) : null,
    { kind: 'picture' as const, ...barChart(chart(race)) },
    markdown(
      remarks(race)
        .map((each) => `- ${sentence(each)}`)
        .join('\n'),
    ),
    winnersCode(race),
  ]
  return message(blocks, headline, true)
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

const markdown = (text: string): Block | null => (text ? { kind: 'markdown', text } : null)

function message(blocks: readonly (Block | null)[], notice: string, done: boolean): Message {
  return { blocks: blocks.filter((block) => block !== null), notice, audience: 'everyone', done }
}

function chart({ candidate, lanes, winner }: RaceResult): BarChart {
  return {
    title: `The loop at line ${candidate.line}, in seconds`,
    unit: 's',
    bars: lanes.map((lane) => ({
      label: lane.model,
      value: lane.seconds,
      winner: lane.model === winner,
      ...note(lane),
    })),
  }
}

function note({ same, status, reason }: RaceLane): { note?: string } {
  if (status === 'failed') return { note: (reason ?? 'failed').replaceAll('`', '') }
  return same === false ? { note: 'gives other results' } : {}
}

function remarks(race: RaceResult): string[] {
  const { candidate, items, lanes, uncompared, disturbed } = race
  const calls = items === null ? 'calls' : count(items, 'call')
  const failed = lanes.filter((lane) => lane.status === 'failed')
  const further = elsewhere(race)
  return [
    `Raced: the ${calls} of ${code(candidate.callee.text)} in the loop at line ${candidate.line}, one version after another${disturbed ? '' : ', with no other program running'}.`,
    ...(uncompared ? [uncompared] : sameness(lanes)),
    ...spread(lanes),
    ...failed.map(({ model, reason }) => `No time for ${model}: ${reason ?? 'it failed'}.`),
    ...candidate.notes,
    ...(further ? [further] : []),
    ...(disturbed || isNoisy(race) ? ['Timings are approximate: the machine was busy.'] : []),
  ]
}

/** How much the two runs of a lane differ. */
function spread(lanes: readonly RaceLane[]): string[] {
  const told = lanes.flatMap(({ model, seconds, slowest }) =>
    seconds === null || slowest === null
      ? []
      : [`${model} ${range(seconds * 1000, slowest * 1000)}`],
  )
  const once = lanes.filter(({ seconds, slowest }) => seconds !== null && slowest === null)
  if (told.length === 0) return []
  const rest = once.length > 0 ? `; once: ${list(once.map(({ model }) => model))}` : ''
  return [`Timed twice, and the faster run counts: ${told.join(', ')}${rest}.`]
}

function range(fromMs: number, toMs: number): string {
  const [from, to] = [duration(fromMs), duration(toMs)]
  return from === to ? from : `${from} to ${to}`
}

/** Whether the plain loop, which needs one core, had to wait for it. */
function isNoisy({ sequential: { queuedMs, cpuMs } }: RaceResult): boolean {
  return queuedMs > 100 && queuedMs / (queuedMs + cpuMs) > NOISY
}

function sameness(lanes: readonly RaceLane[]): string[] {
  const timed = lanes.filter(({ status }) => status === 'ok')
  const others = timed.filter(({ same }) => same === false).map(({ model }) => model)
  if (others.length > 0)
    return [`Other results than the loop as it is: ${list(others)}. They do not count.`]
  return timed.length > 1 ? ['All gave the same results.'] : []
}

/** From this many lines on, the program is folded. */
const FOLD = 40

function winnersCode({ lanes, winner }: RaceResult): Block | null {
  const lane = lanes.find(({ model }) => model === winner)
  if (!lane?.code || lane.model === 'sequential') return null
  const long = lane.code.split('\n').length > FOLD
  return {
    kind: 'code',
    text: visible(lane.code),
    language: 'python',
    title: `The program with ${lane.model}`,
    name: `${lane.model}.py`,
    ...(long ? { fold: true } : {}),
  }
}
