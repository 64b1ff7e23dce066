/** A class of people who ask, over a program that is killed meanwhile. */
import { setTimeout as delay } from 'node:timers/promises'
import { luckByHand } from '../../luck.ts'
import { folders, type Real, startReal } from '../real.ts'
import { type Asked, classOf } from './acts.ts'
import type { Room, Seat } from './room.ts'
import { slackRoom } from './slack.ts'
import { FAULTS, type Fate, fateOf } from './verdict.ts'

const ROOMS: Readonly<Record<string, () => Promise<Room>>> = { slack: slackRoom }
const MINUTE_MS = 60_000
/** Between two things that somebody does, on average. */
const PAUSE_MS = 60_000
/** For what is still being answered when the last was asked. */
const REST_MS = 10 * MINUTE_MS
/** What was confirmed so shortly before a kill may have been heard by nobody, ms. */
const UNHEARD_MS = 1_500

export type Plan = Readonly<{ minutes: number; kills: number; people: number; seed: number }>

export type Held = Readonly<{
  summary: string
  lines: readonly string[]
  missed: readonly string[]
}>

/** All times are those of the class. */
export async function holdClass(platform: string, plan: Plan): Promise<Held> {
  const open = ROOMS[platform]
  if (!open) throw new Error(`no ${platform}`)
  const room = await open()
  const homes = await folders()
  const { CLASS_SPEED, CLASS_SINCE, NODE_V8_COVERAGE } = process.env
  const start = async () => {
    const real = await startReal(homes, {
      ...room.environment,
      NODE_OPTIONS: `--import=${import.meta.dirname}/faster.ts`,
      CLASS_SPEED,
      CLASS_SINCE,
      NODE_V8_COVERAGE,
      OVERLAP_LOG_LEVEL: process.env.CLASS_LOG ?? 'error',
    })
    await room.started(real.url)
    return real
  }
  let real: Real | undefined
  try {
    real = await start()
    const luck = luckByHand(plan.seed)
    const seats = await Promise.all(
      Array.from({ length: plan.people }, async (_, n) => {
        const name = `Ada ${n}`
        return { name, seat: await room.enter(name), nextAt: Date.now() + luck() * PAUSE_MS }
      }),
    )
    const { asked, act } = classOf(luck, Date.now)
    const beganAt = Date.now()
    const endsAt = beganAt + plan.minutes * MINUTE_MS
    const killsAt = Array.from(
      { length: plan.kills },
      (_, n) => beganAt + ((n + 0.5 + luck() * 0.4) * plan.minutes * MINUTE_MS) / plan.kills,
    )
    const killedAt: number[] = []
    const later: { at: number; work: () => void }[] = []
    let quizAt = beganAt + MINUTE_MS / 2
    let quizzes = 0
    while (Date.now() < endsAt || later.length > 0) {
      const now = Date.now()
      for (const seat of seats) {
        if (now < seat.nextAt || now > endsAt) continue
        seat.nextAt = now + luck() * 2 * PAUSE_MS
        act(seat.name, seat.seat, (ms, work) => later.push({ at: Date.now() + ms, work }))
      }
      for (const each of later.filter(({ at }) => at <= now)) {
        later.splice(later.indexOf(each), 1)
        each.work()
      }
      if (now > quizAt && now < endsAt - 3 * MINUTE_MS) {
        quizAt = now + 5 * MINUTE_MS
        quizzes += 1
        seats[0]?.seat.host('quiz --questions 2 --seconds 20 group mixed')
      }
      for (const { seat } of seats) if (luck() < 0.05) seat.choose()
      if (killsAt[0] !== undefined && now > killsAt[0]) {
        killsAt.shift()
        for (const a of asked)
          console.log(
            'K',
            Math.round(now - a.at),
            a.way,
            a.isErased,
            JSON.stringify(
              a.given.answers().map(({ text, isDone }) => [isDone, text.slice(0, 60)]),
            ),
          )
        await real.end('SIGKILL')
        killedAt.push(Date.now())
        real = await start()
      }
      await delay(100)
    }
    const fate = fatesOf(asked, seats, killedAt)
    const restUntil = Date.now() + REST_MS
    while (Date.now() < restUntil && fate().some(({ is }) => FAULTS.includes(is)))
      await delay(2_000)
    const tookMs = Date.now() - beganAt
    return report(room, fate(), {
      quizzes,
      kills: killedAt.length,
      minutes: tookMs / MINUTE_MS,
      people: plan.people,
    })
  } finally {
    await real?.end('SIGTERM')
    await room.close()
    await homes.remove()
  }
}

type Fated = Readonly<{ asked: Asked; is: Fate }>

function fatesOf(
  all: readonly Asked[],
  seats: readonly Readonly<{ name: string; seat: Seat }>[],
  killedAt: readonly number[],
): () => readonly Fated[] {
  const isUnheard = ({ at }: Asked) => killedAt.some((kill) => kill >= at && kill - at < UNHEARD_MS)
  return () => {
    const fated = all.map((asked) => ({ asked, is: fateOf(asked, isUnheard(asked)) }))
    return seats.flatMap(({ name, seat }) => {
      const strays = [...seat.strays()]
      const told = (is: Fate): Fate => {
        if (is !== 'lost' && is !== 'stale' && is !== 'unheard') return is
        const stray = strays.shift()
        if (!stray) return is
        return /restarted/.test(stray.text) ? 'interrupted' : 'refused'
      }
      const own = fated
        .filter(({ asked }) => asked.by === name)
        .map(({ asked, is }) => ({ asked, is: told(is) }))
      return own
    })
  }
}

function report(
  room: Room,
  fated: readonly Fated[],
  {
    quizzes,
    kills,
    minutes,
    people,
  }: Readonly<{ quizzes: number; kills: number; minutes: number; people: number }>,
): Held {
  const counts = new Map<Fate, number>()
  for (const { is } of fated) counts.set(is, (counts.get(is) ?? 0) + 1)
  const all = [...counts].map(([fate, count]) => `${count} ${fate}`).join(', ')
  const wrong = fated.filter(({ is }) => FAULTS.includes(is))
  const quiz = room.quizzes()
  const refusals = room.refusals()
  const missed = FAULTS.flatMap((fate) => {
    const count = counts.get(fate)
    return count ? [`${count} ${fate}, bar 0`] : []
  })
  return {
    summary: `${people} people, ${minutes.toFixed(1)} min, ${kills} kills, ${fated.length} asked: ${all}; ${quizzes} quizzes (${quiz.ended} ended, ${quiz.begun} open); ${room.limited()} calls rate limited, ${refusals.length} refused`,
    lines: [
      ...wrong
        .slice(0, 20)
        .map(
          ({ asked, is }) =>
            `${is}: ${asked.way} ${asked.word} of ${asked.by} ${JSON.stringify(asked.given.answers().map(({ text, isDone }) => [isDone, text.slice(0, 100)]))}`,
        ),
      ...[...new Set(refusals)].slice(0, 10),
    ],
    missed,
  }
}
