/** Slack over HTTP under load: how soon each event is confirmed, and whether each is answered once. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { isWhole, textOf } from '../slack/program.ts'
import { mention } from '../standins/slack/people.ts'
import { type Standin, startStandin, TOKENS } from '../standins/slack/standin.ts'
import { BOT, type Message } from '../standins/slack/world.ts'
import { allOf, atMost, present, quantile, type Row, timesRow } from './figures.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const SECONDS = 30
const EVENTS_PER_SECOND = 100
const RUNS_PER_SECOND = 2
const PEOPLE = 200
const CHANNELS = 50
/** p99. */
const BARS = {
  /** Until an event is confirmed. */
  confirmedMs: 50,
  /** Until the asker sees something of an answer. */
  firstSignMs: 1000,
} as const
/** For what is still being answered when the last event was sent. */
const REST_MS = 60_000

export async function benchSlack(): Promise<Row> {
  // The load is that of many workspaces, so no workspace's limits are held.
  const standin = await startStandin({ limits: null })
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-bench-slack-'))
  const overlap = spawn(process.execPath, ['bot/cli.ts', 'serve'], {
    cwd: CHECKOUT,
    env: {
      PATH: process.env.PATH,
      OVERLAP_WEB_PORT: '0',
      OVERLAP_ADMIN_TOKEN: 'the-secret-of-the-bench',
      OVERLAP_DATA_DIR: dataDir,
      OVERLAP_RUNS_PER_PERSON: '10000',
      OVERLAP_RUNS_PER_CHANNEL: '10000',
      SLACK_BOT_TOKEN: TOKENS.bot,
      SLACK_SIGNING_SECRET: TOKENS.signing,
      SLACK_API_URL: standin.apiUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(createInterface(overlap.stdout), 'line')
    const url = /http:\S+/.exec(String(line))?.[0]
    if (!url) throw new Error(`no address in: ${line}`)
    standin.callAt(new URL('/slack/events', url).href)
    const crowd = crowdOf(standin)
    await warm(standin, crowd)
    const asked = await load(standin, crowd)
    await answered(standin, asked)
    return report(standin, asked)
  } finally {
    overlap.kill('SIGTERM')
    await once(overlap, 'close')
    await standin.close()
    await rm(dataDir, { recursive: true })
  }
}

type Crowd = Readonly<{ users: readonly string[]; channels: readonly string[] }>

function crowdOf({ world }: Standin): Crowd {
  const users = Array.from({ length: PEOPLE }, (_, n) => world.addUser(`Person ${n}`).id)
  const channels = Array.from({ length: CHANNELS }, (_, n) => `C${1000 + n}`)
  for (const id of channels) for (const user of users) world.channel(id).members.add(user)
  return { users, channels }
}

/** Everybody is known, and the jails are warm: the load is that of a day, not of a start. */
async function warm(standin: Standin, crowd: Crowd): Promise<void> {
  const first = Array.from({ length: PEOPLE }, (_, n) =>
    send(standin, crowd, n, { word: `first${n}.`, isRun: false }),
  )
  await answered(standin, first)
  await answered(standin, [send(standin, crowd, 0, { word: 'warm.', isRun: true })])
  standin.acks.length = 0
}

/** What somebody asked: an answer for all stands in the thread of it, one for the asker alone names `word`. */
type Asked = Readonly<{ ts: string; word: string; isRun: boolean }>

function send(
  standin: Standin,
  { users, channels }: Crowd,
  n: number,
  { isRun, word }: Pick<Asked, 'isRun' | 'word'>,
): Asked {
  // Another place each round, so that the runs are not all of a few people in one channel.
  const place = n + Math.floor(n / CHANNELS)
  const channel = channels[place % CHANNELS] ?? ''
  const user = users[place % PEOPLE] ?? ''
  const text = isRun ? `${mention} \`\`\`print("${word}")\`\`\`` : `${mention} help ${word}`
  const { ts } = standin.world.addMessage({ channel, user, text })
  const event = { type: 'app_mention', channel, user, ts, text, event_ts: ts }
  void standin.deliver(standin.envelope(event))
  return { ts, word, isRun }
}

async function load(standin: Standin, crowd: Crowd): Promise<Asked[]> {
  const asked: Asked[] = []
  const began = performance.now()
  const every = EVENTS_PER_SECOND / RUNS_PER_SECOND
  for (let n = 0; n < SECONDS * EVENTS_PER_SECOND; n++) {
    const waitMs = began + (n * 1000) / EVENTS_PER_SECOND - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    asked.push(send(standin, crowd, n, { word: `word${n}.`, isRun: n % every === 0 }))
  }
  return asked
}

/** The answers to each: for the asker alone by the word in them, others by their thread. */
function answersTo({ world }: Standin): Map<string, Message[]> {
  const answers = new Map<string, Message[]>()
  for (const message of world.messages) {
    if (message.user !== BOT.user) continue
    const key = message.only ? wordIn(message) : (message.thread ?? '')
    answers.set(key, [...(answers.get(key) ?? []), message])
  }
  return answers
}

function wordIn(message: Message): string {
  return /[a-z]+\d+\./.exec(textOf(message))?.[0] ?? ''
}

type Answered = Readonly<{ lost: number; doubled: number; unfinished: number }>

/** The answers to one question. */
function givenTo({ isRun, ts, word }: Asked, answers: Map<string, Message[]>): readonly Message[] {
  return answers.get(isRun ? ts : word) ?? []
}

/** Ms from each question to the first message that is left of its answer; a lost one is counted elsewhere. */
function firstSigns(standin: Standin, asked: readonly Asked[]): readonly number[] {
  const answers = answersTo(standin)
  return asked.flatMap((each) => {
    const times = givenTo(each, answers).map(({ ts }) => (Number(ts) - Number(each.ts)) * 1000)
    return times.length > 0 ? [Math.min(...times)] : []
  })
}

function counted(standin: Standin, asked: readonly Asked[]): Answered {
  const answers = answersTo(standin)
  const all = asked.map((each) => ({ each, given: givenTo(each, answers) }))
  return {
    lost: all.filter(({ given }) => given.length === 0).length,
    doubled: all.filter(({ given }) => given.length > 1).length,
    unfinished: all.filter(({ each, given }) => given.length > 0 && !given.some(isLast(each)))
      .length,
  }
}

/** The last state of an answer, and not that it will come. */
function isLast({ word, isRun }: Asked) {
  return (message: Message) => textOf(message).includes(word) && (!isRun || isWhole(message))
}

async function answered(standin: Standin, asked: readonly Asked[]): Promise<void> {
  const until = performance.now() + REST_MS
  for (;;) {
    const { lost, unfinished } = counted(standin, asked)
    if (lost + unfinished === 0 || performance.now() > until) return
    await sleep(100)
  }
}

function report(standin: Standin, asked: readonly Asked[]): Row {
  const times = standin.acks.map(({ ms }) => ms)
  const p99Ms = quantile(times, 0.99)
  const firstMs = quantile(firstSigns(standin, asked), 0.99)
  const { lost, doubled, unfinished } = counted(standin, asked)
  const bar = allOf(
    atMost(p99Ms, BARS.confirmedMs, 'ms', 'p99 '),
    atMost(firstMs, BARS.firstSignMs, 'ms', 'first sign p99 '),
    atMost(lost + doubled + unfinished, 0, 'lost, doubled, unfinished'),
  )
  return timesRow(`Slack confirms ${asked.length} events, ${EVENTS_PER_SECOND}/s`, times, bar, {
    beside: `p99 ${p99Ms.toFixed(0)} ms, first sign p99 ${firstMs.toFixed(0)} ms; ${lost} lost, ${doubled} doubled, ${unfinished} unfinished`,
  })
}

if (import.meta.main) present([await benchSlack()])
