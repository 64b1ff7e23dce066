/** Slack over HTTP under load: how soon each event is confirmed, and whether each is answered once. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { mention } from '../standins/slack/people.ts'
import { type Standin, startStandin, TOKENS } from '../standins/slack/standin.ts'
import { BOT } from '../standins/slack/world.ts'

const CHECKOUT = join(import.meta.dirname, '../..')
const SECONDS = 30
const EVENTS_PER_SECOND = 100
const RUNS_PER_SECOND = 2
const PEOPLE = 200
const CHANNELS = 50
const BAR_MS = 100
/** For what is still being answered when the last event was sent. */
const REST_MS = 15_000

export async function benchSlack() {
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
  const first = Array.from({ length: PEOPLE }, (_, n) => send(standin, crowd, n, false))
  await answered(standin, first)
  await answered(standin, [send(standin, crowd, 0, true)])
  standin.acks.length = 0
}

/** One event; gives the `ts` by which its answer is known. */
function send(standin: Standin, { users, channels }: Crowd, n: number, isRun: boolean): string {
  const channel = channels[n % CHANNELS] ?? ''
  const user = users[n % PEOPLE] ?? ''
  const text = isRun ? `${mention} \`\`\`print(${n})\`\`\`` : `${mention} help`
  const { ts } = standin.world.addMessage({ channel, user, text })
  const event = { type: 'app_mention', channel, user, ts, text, event_ts: ts }
  void standin.deliver(standin.envelope(event))
  return ts
}

async function load(standin: Standin, crowd: Crowd): Promise<string[]> {
  const asked: string[] = []
  const began = performance.now()
  const every = EVENTS_PER_SECOND / RUNS_PER_SECOND
  for (let n = 0; n < SECONDS * EVENTS_PER_SECOND; n++) {
    const waitMs = began + (n * 1000) / EVENTS_PER_SECOND - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    asked.push(send(standin, crowd, n, n % every === 0))
  }
  return asked
}

/** How often each was answered: the tutor answers in the thread of what asked. */
function answersTo({ world }: Standin): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { user, thread = '' } of world.messages) {
    if (user === BOT.user) counts.set(thread, (counts.get(thread) ?? 0) + 1)
  }
  return counts
}

async function answered(standin: Standin, asked: readonly string[]): Promise<void> {
  const until = performance.now() + REST_MS
  for (;;) {
    const counts = answersTo(standin)
    if (asked.every((ts) => counts.has(ts)) || performance.now() > until) return
    await sleep(100)
  }
}

function report(standin: Standin, asked: readonly string[]) {
  const counts = answersTo(standin)
  const times = standin.acks.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN
  const lost = asked.filter((ts) => !counts.has(ts)).length
  const doubled = asked.filter((ts) => (counts.get(ts) ?? 0) > 1).length
  console.log(
    `Slack, ${asked.length} events in ${SECONDS} s: confirmed p50 ${at(0.5).toFixed(1)}, p95 ${at(0.95).toFixed(1)}, ` +
      `p99 ${at(0.99).toFixed(1)}, longest ${at(0.9999).toFixed(1)} ms (bar: p99 ${BAR_MS}); ${lost} lost, ${doubled} doubled`,
  )
  return [
    { name: 'Slack confirms an event', p50Ms: at(0.5), p95Ms: at(0.95), bar: `p99 ≤ ${BAR_MS} ms` },
  ]
}

if (import.meta.main) await benchSlack()
