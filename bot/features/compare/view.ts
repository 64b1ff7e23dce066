/** A comparison as messages: which program is running, then times, chart, outputs and differences. */

import { LIMITS } from '../../../sandbox/limits.ts'
import { code } from '../../analysis/wording.ts'
import type { Block, Message } from '../../core/message.ts'
import { sentence } from '../../lib/text/markdown.ts'
import { count, duration, list } from '../../lib/text/quantities.ts'
import type { NamedProgram } from '../../reading/program.ts'
import { type BarChart, barChart } from '../../timeline/bars.ts'
import { ending } from '../run/ending.ts'
import { outputBlocks } from '../run/output.ts'
import type { Compared, Comparing, Lane } from './compare.ts'
import type { Difference } from './output.ts'

/** The message shown while a program of the comparison runs. */
export function comparing({ round, name }: Comparing): Message {
  const line = round === 1 ? `Running ${code(name)}…` : `Running ${code(name)} again…`
  return message([markdown(`*${sentence(line)}*`)], line, false)
}

/** The result of a comparison. `advice`: a sentence on each program; `other`: the button that runs them as one program. */
export function comparedMessage(
  compared: Compared,
  programs: readonly NamedProgram[],
  advice: readonly (string | null)[],
  other: Block | null,
): Message {
  const { lanes } = compared
  const headline = headlineOf(compared)
  const notes = [...new Set(programs.flatMap(({ program }) => program.notes))]
  const blocks = [
    markdown(notes.join(' ')),
    markdown(`### Comparison\n\n**${sentence(headline)}**`),
    lanes.some(({ times }) => times)
      ? ({ kind: 'picture', ...barChart(chart(compared)) } as const)
      : null,
    markdown(
      remarks(compared)
        .map((each) => `- ${sentence(each)}`)
        .join('\n'),
    ),
    ...outputs(compared),
    about(lanes, advice),
    other,
  ]
  return message(blocks, headline, true)
}

const markdown = (text: string): Block | null => (text ? { kind: 'markdown', text } : null)

function message(blocks: readonly (Block | null)[], notice: string, done: boolean): Message {
  return { blocks: blocks.filter((block) => block !== null), notice, audience: 'everyone', done }
}

function headlineOf({ lanes, fastest }: Compared): string {
  const [best, ...ties] = fastest
  if (!best?.times) {
    const well = lanes.filter(({ times }) => times).length
    return well === 0 ? 'None of them ended well.' : 'Only one of them ended well.'
  }
  const time = duration(best.times.median)
  if (ties.length > 0) {
    const names = list(fastest.map(({ name }) => code(name)))
    const which = fastest.length === lanes.length ? names : `The fastest are ${names}:`
    return fastest.length === lanes.length
      ? `${which} take the same time, about ${time}: the difference is within the spread.`
      : `${which} about ${time} each, the difference is within the spread.`
  }
  const others = lanes.filter((lane) => lane !== best && lane.times)
  const slowest = others.toSorted((a, b) => (b.times?.median ?? 0) - (a.times?.median ?? 0))
  const factors = slowest.map(
    ({ name, times }) =>
      `${factor(times?.median ?? 0, best.times?.median ?? 1)} as fast as ${code(name)}`,
  )
  return `${code(best.name)} is the fastest: ${time}, ${list(factors)}.`
}

const factor = (more: number, less: number): string => {
  const times = more / Math.max(less, 1)
  return `${times >= 10 ? Math.round(times) : times.toFixed(1)} times`
}

function chart({ lanes, fastest }: Compared): BarChart {
  const winner = fastest.length === 1 ? fastest[0] : null
  return {
    title: 'Time of each program, in seconds',
    unit: 's',
    bars: lanes.map((lane) => ({
      label: lane.name,
      value: lane.times && lane.times.median / 1000,
      winner: lane.name === winner?.name,
      note: lane.times ? spread(lane) : 'did not end well',
    })),
  }
}

function spread({ times, runs }: Lane): string {
  if (!times || runs.length < 2) return 'one run'
  return `${duration(times.least)} to ${duration(times.most)} in ${count(runs.length, 'run')}`
}

function remarks(compared: Compared): readonly string[] {
  const { lanes, disturbed } = compared
  return [
    ...lanes.map(laneRemark),
    ...sameness(compared),
    `Each program ran by itself${disturbed ? ', but other programs ran at the same time: timings are approximate' : ', with nothing else running'}.`,
  ]
}

function laneRemark(lane: Lane): string {
  const { name, times, runs } = lane
  const [first] = runs
  if (!times) {
    const failed = runs.find(({ status }) => status !== 'ok') ?? first
    return `${code(name)}: ${(failed && ending(failed, LIMITS)) ?? 'it was not run.'}`
  }
  const cpu = first ? `, CPU ${duration(first.cpuMs)}` : ''
  return `${code(name)}: ${duration(times.median)} (${spread(lane)})${cpu}`
}

function sameness({ lanes, differences }: Compared): readonly string[] {
  const well = lanes.filter(({ times }) => times)
  if (well.length < 2) return []
  if (differences.length === 0) return ['They print the same.']
  return differences.map(differenceText)
}

function differenceText({ name, than, line, theirs, ours }: Difference): string {
  if (theirs === null)
    return `${code(name)} prints less than ${code(than)}: it stops before line ${line}.`
  if (ours === null) return `${code(name)} prints more than ${code(than)}, from line ${line} on.`
  return `${code(name)} doesn't print the same as ${code(than)}: line ${line} is ${code(theirs)}, not ${code(ours)}.`
}

/** The output once if all print the same, otherwise for each program; failed programs are always shown. */
function outputs({ lanes, differences }: Compared): readonly Block[] {
  const well = lanes.filter(({ times }) => times)
  const same = differences.length === 0 && well.length > 1
  return lanes.flatMap((lane) => {
    const [first] = lane.runs
    if (!first || (same && lane.times && lane !== well[0])) return []
    const whose = same && lane.times ? 'each program' : lane.name
    return outputBlocks(first.output).map((block) =>
      block.kind === 'code' ? { ...block, title: `${block.title} of ${whose}` } : block,
    )
  })
}

function about(lanes: readonly Lane[], advice: readonly (string | null)[]): Block | null {
  const text = lanes
    .flatMap(({ name }, at) => (advice[at] ? [`- ${code(name)}: ${sentence(advice[at])}`] : []))
    .join('\n')
  return text === '' ? null : { kind: 'fold', title: 'What about each program?', text }
}
