/** A class of people who ask, over processes that are killed meanwhile. All times are those of the class. */
import { setTimeout as delay } from 'node:timers/promises'
import { luckByHand } from '../../luck.ts'
import { type Asked, classOf } from './acts.ts'
import { discordRoom } from './discord.ts'
import { pageRoom } from './page.ts'
import { startProcesses } from './processes.ts'
import type { Room, Seat } from './room.ts'
import { slackRoom } from './slack.ts'
import { FAULTS, type Fate, fateOf } from './verdict.ts'

const ROOMS: Readonly<Record<string, () => Promise<Room>>> = {
  slack: slackRoom,
  discord: discordRoom,
  page: pageRoom,
}

const MINUTE_MS = 60_000
/** Between two things that somebody does, on average. */
const PAUSE_MS = 60_000
const QUIZ_MS = 5 * MINUTE_MS
/** After which no quiz begins, before the end. */
const LAST_QUIZ_MS = 3 * MINUTE_MS
/** For what is still being answered when the last was asked, at most; twice the lesson where that was short. */
const REST_MS = 10 * MINUTE_MS
const LOOK_MS = 100
/** What was confirmed so shortly before a kill may have been heard by nobody. */
const UNHEARD_MS = 1_500

/** `processes`: more than one share the PostgreSQL at `databaseUrl`. */
export type Plan = Readonly<{
  minutes: number
  kills: number
  people: number
  seed: number
  processes: number
  databaseUrl: string | null
}>

export type Held = Readonly<{
  summary: string
  lines: readonly string[]
  missed: readonly string[]
}>

type Sitting = Readonly<{ name: string; seat: Seat }> & { nextAt: number }

export async function holdClass(platform: string, plan: Plan): Promise<Held> {
  const open = ROOMS[platform]
  if (!open) throw new Error(`no ${platform}`)
  const room = await open()
  try {
    const processes = await startProcesses(room, plan.processes, plan.databaseUrl)
    try {
      return await lesson(room, plan, processes)
    } finally {
      await processes.end()
    }
  } finally {
    await room.close()
  }
}

async function lesson(
  room: Room,
  plan: Plan,
  { isUp, kill }: Awaited<ReturnType<typeof startProcesses>>,
): Promise<Held> {
  const luck = luckByHand(plan.seed)
  const sitting: Sitting[] = []
  for (let n = 0; n < plan.people; n++) {
    const name = `Ada ${n}`
    sitting.push({ name, seat: await room.enter(name), nextAt: Date.now() + luck() * PAUSE_MS })
  }
  const { asked, act } = classOf(luck, Date.now)
  const beganAt = Date.now()
  const endsAt = beganAt + plan.minutes * MINUTE_MS
  const killsAt = Array.from(
    { length: plan.kills },
    (_, n) => beganAt + ((n + 0.4 + luck() * 0.4) * plan.minutes * MINUTE_MS) / plan.kills,
  )
  const killedAt: number[] = []
  let killing = Promise.resolve()
  const later: { at: number; work: () => void }[] = []
  let quizAt = beganAt + MINUTE_MS / 2
  let quizzes = 0

  function everybody(now: number): void {
    for (const each of sitting) {
      if (now < each.nextAt || now > endsAt) continue
      each.nextAt = now + luck() * 2 * PAUSE_MS
      act(each.name, each.seat, isUp(), (ms, work) => later.push({ at: now + ms, work }))
    }
    for (const each of later.filter(({ at }) => at <= now)) {
      later.splice(later.indexOf(each), 1)
      each.work()
    }
  }

  function quiz(now: number): void {
    for (const { seat } of sitting) if (luck() < 0.05) seat.choose()
    if (now < quizAt || now > endsAt - LAST_QUIZ_MS) return
    quizAt = now + QUIZ_MS
    quizzes += 1
    sitting[0]?.seat.host()
  }

  function crash(now: number): void {
    if (killsAt[0] === undefined || now < killsAt[0]) return
    killsAt.shift()
    killedAt.push(now)
    killing = killing.then(kill)
  }

  while (Date.now() < endsAt || later.length > 0) {
    const now = Date.now()
    crash(now)
    if (isUp() || room.keeps) everybody(now)
    if (isUp()) quiz(now)
    await delay(LOOK_MS)
  }
  await killing
  const fates = fatesOf(asked, sitting, killedAt)
  const isBad = () => fates().some(({ is }) => FAULTS.includes(is)) || room.quizzes().open > 0
  const restUntil = Date.now() + Math.min(REST_MS, 2 * plan.minutes * MINUTE_MS)
  while (Date.now() < restUntil && isBad()) await delay(20 * LOOK_MS)
  const tookMs = Date.now() - beganAt
  const about = `${plan.people} people, ${(tookMs / MINUTE_MS).toFixed(1)} min, ${killedAt.length} kills`
  return report(room, fates(), about, quizzes)
}

type Fated = Readonly<{ asked: Asked; is: Fate }>

/** What came to somebody alone and names nothing is for the first of their questions that has no answer. */
function fatesOf(
  all: readonly Asked[],
  sitting: readonly Sitting[],
  killedAt: readonly number[],
): () => readonly Fated[] {
  const isUnheard = ({ at }: Asked) => killedAt.some((kill) => Math.abs(kill - at) < UNHEARD_MS)
  const fate = (asked: Asked) => fateOf(asked, isUnheard(asked))
  return () =>
    sitting.flatMap(({ name, seat }) => {
      const strays = [...seat.strays()]
      return all
        .filter(({ by }) => by === name)
        .map((asked) => {
          const is = fate(asked)
          const stray = ORPHANED.includes(is) ? strays.shift() : undefined
          if (!stray) return { asked, is }
          return { asked, is: /interrupted/.test(stray.text) ? 'interrupted' : 'refused' }
        })
    })
}

const ORPHANED: readonly Fate[] = ['lost', 'stale', 'unheard']

function report(room: Room, fated: readonly Fated[], about: string, hosted: number): Held {
  const counts = new Map<Fate, number>()
  for (const { is } of fated) counts.set(is, (counts.get(is) ?? 0) + 1)
  const all = [...counts].map(([fate, count]) => `${count} ${fate}`).join(', ')
  const wrong = fated.filter(({ is }) => FAULTS.includes(is))
  const { open, ended } = room.quizzes()
  const refusals = room.refusals()
  return {
    summary: [
      about,
      `${fated.length} asked: ${all}`,
      `${hosted} quizzes (${ended} ended, ${open} questions open)`,
      `${room.limited()} calls rate limited, ${refusals.length} refused`,
    ].join('; '),
    lines: [...wrong.map(lineOf), ...new Set(refusals)].slice(0, 20),
    missed: [
      ...FAULTS.filter((fate) => counts.has(fate)).map((fate) => `${counts.get(fate)} ${fate}`),
      ...(open > 0 ? [`${open} questions of quizzes open`] : []),
    ].map((each) => `${each}, bar 0`),
  }
}

function lineOf({ asked: { way, word, by, given }, is }: Fated): string {
  const answers = given.answers().map(({ text, isDone }) => [isDone, text.slice(0, 100)])
  return `${is}: ${way} ${word} of ${by}: ${JSON.stringify(answers)}`
}
