/** Describes the picture of a run in words, for screen readers and where no picture can be shown. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { list } from '../lib/text/quantities.ts'
import { type Row, type Stretch, telling } from './row.ts'
import { STATES, type State } from './states.ts'
import { label } from './svg.ts'
import { duration, durations } from './time.ts'

/** Anything shorter than this, in ms, is left out. */
const TRIFLE_MS = 30
/** Average number of concurrent items from which they count as overlapping. */
const OVERLAP = 1.3

/** Describes a run in plain sentences. Names from the learner's code are made safe to draw and shortened. */
export function describe(rows: readonly Row[], result: RunResult): string {
  const sentences = [stuck(result), blocked(rows), story(rows)].filter(Boolean)
  if (sentences.length) return sentences.join(' ')
  return `The program ran for ${duration(result.wallMs)}; there was nothing to overlap.`
}

/** Names the longest block, since that is the one to fix first. */
function blocked(rows: readonly Row[]): string {
  const blocks = blocksOf(rows)
  const [longest] = [...blocks].sort((a, b) => length(b) - length(a))
  if (!longest) return ''
  const where = longest.line ? ` at line ${longest.line}` : ''
  const ready = total(rows.flatMap((row) => (row.kind === 'task' ? ofStates(row, ['ready']) : [])))
  const kept =
    ready > TRIFLE_MS ? `; other tasks could not go on for ${duration(ready)} together` : ''
  const all = duration(total(blocks))
  if (blocks.length === 1) return `The event loop was blocked for ${all}${where}${kept}.`
  const times = `${count(blocks.length)} times, ${all} in all, longest ${duration(length(longest))}`
  return `The event loop was blocked ${times}${where}${kept}.`
}

function blocksOf(rows: readonly Row[]): readonly Stretch[] {
  const loop = rows.filter((row) => row.kind === 'loop')
  return (loop.length ? loop : rows).flatMap((row) => ofStates(row, ['blocked']))
}

/** What the rows that do the work mostly did, and how much of it overlapped. */
function story(rows: readonly Row[]): string {
  const [team = [], ...others] = teamsOf(rows)
  const next = others[0] ?? []
  const told = tell(team, rows, next.length === 0)
  return atWork(team).length > 1 ? told : [told, tell(next, rows, false)].filter(Boolean).join(' ')
}

function tell(team: readonly Row[], rows: readonly Row[], all: boolean): string {
  const states = mainStates(team)
  const busy = team.filter((row) => total(ofStates(row, states)) > TRIFLE_MS / 3)
  const [first] = busy
  if (!first) return ''
  // A blocked loop matters more than the waits that it prolonged.
  if (states !== COMPUTING && total(blocksOf(rows)) > total(ofStates(first, states)) / 2) return ''
  if (busy.length === 1) {
    const working = atWork(team)
    return working.length > 1 ? together(working, ANYTHING) : alone(first, states, all)
  }
  return states === COMPUTING && busy.every((row) => row.kind !== 'task')
    ? computed(busy)
    : together(busy, states)
}

function atWork(team: readonly Row[]): readonly Row[] {
  return team.filter((row) => total(ofStates(row, ANYTHING)) > TRIFLE_MS)
}

const COMPUTING: readonly State[] = ['running', 'blocked']
/** What a row can mainly be doing; lock waits count only if there is nothing else. */
const DOINGS: readonly (readonly State[])[] = [
  COMPUTING,
  ['sleep'],
  ['network'],
  ['child'],
  ['pipe'],
]

/** For rows that each do something different. */
const ANYTHING: readonly State[] = DOINGS.flat()

function mainStates(rows: readonly Row[]): readonly State[] {
  const time = (states: readonly State[]) => total(rows.flatMap((row) => ofStates(row, states)))
  const [most] = [...DOINGS].sort((a, b) => time(b) - time(a))
  if (most && time(most) > TRIFLE_MS) return most
  return time(['lock']) > TRIFLE_MS ? ['lock'] : []
}

/**
 * Tasks, processes and threads that did a substantial share of the work. The main thread counts only if nothing else
 * was at work.
 */
function teamsOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind)
  const threads = of('loop').length > 0 ? of('thread') : of('thread').slice(1)
  const work = (team: readonly Row[]) => total(team.flatMap((row) => ofStates(row, ANYTHING)))
  const teams = [of('task'), of('process'), threads]
  const most = Math.max(TRIFLE_MS, work(rows) / (teams.length + 1))
  const busy = teams.filter((team) => work(team) > most / 2)
  return busy.length > 0 ? busy : [rows]
}

/** `all`: no other row did anything. */
function alone(row: Row, states: readonly State[], all: boolean): string {
  const waits = ofStates(row, states)
  const seen = telling(waits)
  const who = row.kind === 'task' ? `The task ${label(row.name, 40)}` : WHO[row.kind]
  const line = states !== COMPUTING && seen[0]?.line ? ` at line ${seen[0].line}` : ''
  const time = duration(total(waits))
  const end = all ? '; nothing overlapped.' : '.'
  const often = states !== COMPUTING && seen.length > 2
  if (!often) return `${who} ${did(states)} for ${time}${line}${end}`
  const each = durations(seen.map(length))
  return `${who} ${did(states)} ${count(seen.length)} times in a row${line}, ${each} each, ${time} in all${end}`
}

const WHO = { loop: 'The program', thread: 'The program', process: 'One process' } as const

function together(rows: readonly Row[], states: readonly State[]): string {
  const parts = rows.map((row) => ofStates(row, states))
  const { peak, union } = overlap(parts.flat())
  const sum = total(parts.flat())
  const each = parts.every((part) => part.length < 4) ? `, ${durations(parts.map(total))} each` : ''
  const held = states === COMPUTING && parts.flat().some((one) => one.state === 'blocked')
  const start = `${subject(rows)} ${held ? 'held the event loop' : did(states)}`
  const saved = `${duration(union)} in all instead of ${duration(sum)} one after another`
  const told =
    sum / union < OVERLAP
      ? `${start} one after another${each}, ${duration(union)} in all.`
      : peak >= rows.length
        ? `${start} at the same time${each}, ${saved}.`
        : `${start}, at most ${count(peak)} at the same time${each}, ${saved}.`
  return [told, locked(rows, states, sum, peak < rows.length)].filter(Boolean).join(' ')
}

/** Mentions waits for a lock or queue if they took at least a third as long as the work. */
function locked(
  rows: readonly Row[],
  states: readonly State[],
  sum: number,
  others: boolean,
): string {
  const lock = total(rows.flatMap((row) => ofStates(row, ['lock'])))
  if (lock < sum / 3 || states.includes('lock')) return ''
  if (others) return 'The others waited for a lock or queue meanwhile.'
  return `They waited for a lock or queue for ${duration(lock)} together.`
}

/** For threads and processes, CPU time is measured and shows whether they took turns. */
function computed(rows: readonly Row[]): string {
  const spans = rows.map((row) => ({
    from: row.stretches[0]?.from ?? 0,
    to: row.stretches.at(-1)?.to ?? 0,
  }))
  const { peak, union } = overlap(spans)
  const cpu = rows.reduce((sum, row) => sum + row.cpuMs, 0)
  const cores = `${duration(cpu)} of computing in ${duration(union)}, ${(cpu / union).toFixed(1)} cores`
  const turns = cpu / union < OVERLAP && (peak === 1 || rows.every((row) => row.kind === 'thread'))
  const how = turns ? 'took turns computing' : 'computed at the same time'
  return `${subject(rows)} ${how}: ${cores}.`
}

/** `Ten tasks`, or their names if there are two or three different ones. */
function subject(rows: readonly Row[]): string {
  const names = new Set(rows.map((row) => row.name))
  const kinds = new Set(rows.map((row) => row.kind))
  const [kind] = kinds
  const noun = kinds.size > 1 || !kind ? 'lanes' : NOUNS[kind]
  if (names.size === rows.length && rows.length <= 3 && kind !== 'process') {
    const said = [...names].map((name) => label(name, 30))
    return `The ${noun} ${list(said)}`
  }
  return capital(`${count(rows.length)} ${noun}`)
}

const NOUNS = { loop: 'lanes', task: 'tasks', thread: 'threads', process: 'processes' } as const

/** What was still running when the run was stopped, and where. */
function stuck({ status, wallMs, trace }: RunResult): string {
  if (status !== 'timeout') return ''
  const tasks =
    trace?.stuckTasks.map((one) => ({ name: one.coro, at: one.waitingIn, line: one.line })) ?? []
  const threads =
    trace?.stuckThreads.map((one) => ({ name: one.func, at: one.leaf, line: one.line })) ?? []
  const known = (tasks.length ? tasks : threads).filter((one) => one.line > 0)
  const telling = known.filter(
    (one) => one.name !== '<module>' && (one.at !== one.name || !tasks.length),
  )
  const where = (telling.length ? telling : known).slice(0, 3).map(({ name, at, line }) => {
    const call = at && at !== name ? ` in ${label(at, 20)}` : ''
    return `${label(name, 30)}${call} at line ${line}`
  })
  return `Stopped at ${duration(wallMs)}${where.length ? `; not ended: ${where.join(', ')}` : ''}.`
}

type Span = Readonly<{ from: number; to: number }>

/** The largest number of concurrent spans, and how long there was at least one, in ms. */
function overlap(spans: readonly Span[]): { peak: number; union: number } {
  // Spans that overlap by less than the sampling noise don't count as overlapping.
  const noise = (span: Span) => Math.min(5, length(span) / 10)
  const trimmed = spans.map((span) => ({
    from: span.from + noise(span),
    to: span.to - noise(span),
  }))
  return { peak: sweep(trimmed).peak, union: Math.max(sweep(spans).union, 1) }
}

function sweep(spans: readonly Span[]): { peak: number; union: number } {
  const edges = spans
    .flatMap(({ from, to }) => [
      { at: from, step: 1 },
      { at: to, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.step - b.step)
  let [now, peak, union, since] = [0, 0, 0, 0]
  for (const { at, step } of edges) {
    if (now > 0) union += at - since
    now += step
    since = at
    peak = Math.max(peak, now)
  }
  return { peak, union }
}

function did(states: readonly State[]): string {
  return states === ANYTHING ? 'were at work' : STATES[states[0] ?? 'other'].did
}

function ofStates(row: Row, states: readonly State[]): readonly Stretch[] {
  return row.stretches.filter((one) => states.includes(one.state))
}

const length = (stretch: Span) => stretch.to - stretch.from
const total = (spans: readonly Span[]) => spans.reduce((sum, one) => sum + length(one), 0)

const WORDS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const count = (value: number) => WORDS[value] ?? String(value)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
