/** Tips that come by themselves: scheduled, looked at, paused, changed and stopped by admins. */
import { z } from 'zod'
import type { Catalogue } from '../../lessons/lessons.ts'
import { type Command, type Context, command, type OptionMeta, usage } from '../command.ts'
import { UserError } from '../errors.ts'
import { newRun } from '../learning/run.ts'
import { suggestTopics } from '../learning/suggest.ts'
import type { Message } from '../message.ts'
import { knownZone, ownZone } from '../own-zone.ts'
import { PARTS, readLine, type Typed } from '../scheduling/line.ts'
import { planned } from '../scheduling/planning.ts'
import { claimNow, deliver, type PostingParts, planOf } from '../scheduling/posting.ts'
import { readDay } from '../scheduling/reading.ts'
import { localDay, next, startOfDay } from '../scheduling/recurrence.ts'
import { timeSaid } from '../scheduling/words.ts'
import type { Schedule } from '../store/tips.ts'
import { dayAndMoment } from '../text/moments.ts'
import { suggestZones } from '../zones.ts'
import { page } from './page.ts'
import { suggestDays, suggestSchedules, suggestTimes } from './tips/complete.ts'
import {
  editPage,
  listPage,
  newPage,
  previewPage,
  type Reader,
  schedulePage,
} from './tips/pages.ts'

const ACTS = [
  'schedule',
  'list',
  'preview',
  'pause',
  'resume',
  'skip',
  'send',
  'edit',
  'stop',
] as const
type Act = (typeof ACTS)[number]

const part = (description: string) => z.string().max(200).optional().meta({ description })

const options = z.strictObject({
  do: z
    .enum(ACTS)
    .optional()
    .meta({ description: 'What to do; without it all schedules are shown' }),
  time: part('When, such as 09:00'),
  zone: part('Time zone, such as Europe/Berlin'),
  days: part('weekdays, daily, mon wed fri, every 3 days, or a cron line'),
  topics: part('Numbers, names or parts of lessons; all'),
  as: z.enum(['plain', 'quiz']).optional().meta({ description: 'A tip to read, or a question' }),
  schedule: part('Which one, by its number'),
  until: part('The day on which a pause ends, such as 2026-12-24'),
  grace: part('How many hours late it may come when I was away'),
  words: z
    .string()
    .max(300)
    .optional()
    .meta({
      description: 'All of it in one line: 09:00 Europe/Berlin weekdays',
      rest: true,
    } satisfies OptionMeta),
})

export function tipsCommand(catalogue: Catalogue): Command {
  const self: Command = command({
    name: 'tips',
    summary: 'For admins: tips that come to this channel by themselves',
    admin: true,
    options,
    complete: {
      time: async (typed) => suggestTimes(typed),
      zone: async (typed) => suggestZones(typed, 25).map((zone) => ({ label: zone, value: zone })),
      days: async (typed) => suggestDays(typed),
      topics: async (typed) => suggestTopics(catalogue, typed),
      schedule: suggestSchedules,
    },
    async *answer({ do: act, words = '', ...parts }, context) {
      const line = readLine(words, { numbered: act !== 'schedule' })
      const typed = { ...line, ...given(parts) }
      if (act === undefined && PARTS.some((part) => part !== 'schedule' && typed[part])) {
        throw new UserError(`Shall I schedule it? Say so: /tips schedule ${words}`, usage(self))
      }
      yield await ACTIONS[act ?? 'list'](typed, context)
    },
  })

  const ACTIONS: Readonly<Record<Act, (typed: Typed, context: Context) => Promise<Message>>> = {
    schedule,
    list,
    preview,
    pause,
    resume,
    skip,
    send,
    edit,
    stop,
  }

  async function schedule(typed: Typed, context: Context): Promise<Message> {
    const { request, store, clock, random } = context
    if (Object.keys(typed).length === 0) {
      return newPage(
        await ownZone(context.request.person, context),
        'When shall tips come to this channel?',
      )
    }
    const { person, place } = request
    const now = clock()
    const plan = await planFrom(typed, null, context)
    const id = newRun('solo', now, random)
    const { platform, workspace } = person
    const where = { platform, workspace, channel: place.channel }
    const number = await store.together(async ({ settings, tips, audit }) => {
      await settings.hold(person, now)
      const fresh = { schedule: id, place: where, plan, nextAt: next(plan, now) }
      const number = await tips.add(fresh, person, now)
      await audit.add({ ...change(context), to: `${number}: ${timeSaid(plan)}` })
      return number
    })
    return one(await known(id, context), context, `Schedule ${number} is set.`)
  }

  async function list(typed: Typed, context: Context): Promise<Message> {
    if (typed.schedule) return one(await which(typed, context), context)
    const all = await context.store.tips.of(context.request.person)
    const [only] = all
    if (only && all.length === 1) return one(only, context)
    if (all.length > 0) return listPage(all, await readerOf(context))
    if (context.request.place.direct) return page(`No tips are scheduled. ${IN_CHANNEL}`, [])
    return newPage(await ownZone(context.request.person, context), 'No tips are scheduled here.')
  }

  async function preview(typed: Typed, context: Context): Promise<Message> {
    if (typed.schedule) return one(await which(typed, context), context)
    const plan = await planFrom(typed, null, context)
    return previewPage(plan, await readerOf(context), typed)
  }

  async function pause(typed: Typed, context: Context): Promise<Message> {
    const before = await which(typed, context)
    const plan = planOf(before)
    if (!typed.until) {
      const paused = { paused: 'asked', nextAt: null, resumesAt: null } as const
      return changed(before, paused, 'paused', context)
    }
    const day = readDay(typed.until, localDay(context.clock(), plan.zone))
    const resumesAt = startOfDay(day, plan.zone)
    const course = { paused: 'asked', resumesAt, nextAt: next(plan, resumesAt - 1) } as const
    return changed(before, course, `paused until ${day}`, context)
  }

  async function resume(typed: Typed, context: Context): Promise<Message> {
    const before = await which(typed, context)
    if (before.paused === null)
      return one(before, context, `Schedule ${before.number} is not paused.`)
    const nextAt = next(planOf(before), context.clock())
    return changed(before, { paused: null, resumesAt: null, nextAt }, 'resumed', context)
  }

  async function skip(typed: Typed, context: Context): Promise<Message> {
    const before = await which(typed, context)
    const { nextAt: at, number, schedule } = before
    if (at === null) throw new UserError(`Schedule ${number} is paused: there is nothing to skip.`)
    const plan = planOf(before)
    const zone = (await knownZone(context.request.person, context)) ?? plan.zone
    const now = context.clock()
    const isSkipped = await context.store.together(async ({ tips, audit }) => {
      if (!(await tips.change(before, { nextAt: next(plan, at) }))) return false
      await tips.skip({ schedule, at }, now)
      await audit.add({ ...change(context), to: `${number}: one skipped` })
      return true
    })
    if (!isSkipped) throw meanwhile(number)
    return one(await known(schedule, context), context, `${dayAndMoment(at, zone)} is skipped.`)
  }

  async function send(typed: Typed, context: Context): Promise<Message> {
    const schedule = await which(typed, context)
    const parts: PostingParts = { ...context, catalogue, bug: (error) => void context.bug(error) }
    const claim = await claimNow(schedule, parts)
    if (!claim) throw new UserError('One was sent in this minute. Look at the channel.')
    const delivery = await deliver(claim, schedule, parts)
    await context.store.audit.add({ ...change(context), to: `${schedule.number}: one sent` })
    return one(await known(schedule.schedule, context), context, SENT[delivery])
  }

  async function edit(asked: Typed, context: Context): Promise<Message> {
    const before = await which(asked, context)
    const { schedule: _, ...typed } = asked
    if (Object.keys(typed).length === 0) return editPage(before, await readerOf(context))
    const plan = await planFrom(typed, before, context)
    const now = context.clock()
    const nextAt =
      before.paused === null
        ? next(plan, now)
        : before.resumesAt && next(plan, before.resumesAt - 1)
    return changed(before, { plan, nextAt }, timeSaid(plan), context)
  }

  async function stop(typed: Typed, context: Context): Promise<Message> {
    const { schedule, number } = await which(typed, context)
    await context.store.together(async ({ tips, audit }) => {
      const isMine = await tips.end(schedule, context.clock())
      if (isMine) await audit.add({ ...change(context), to: `${number}: stopped` })
    })
    return page(`Schedule ${number} is stopped.`, [])
  }

  /** Whoever changes a schedule answers for it from then on. */
  async function changed(
    before: Schedule,
    course: Parameters<Context['store']['tips']['change']>[1],
    what: string,
    context: Context,
  ): Promise<Message> {
    const by = { person: context.request.person, at: context.clock() }
    const { number, schedule } = before
    const isChanged = await context.store.together(async ({ tips, audit }) => {
      if (!(await tips.change(before, course, by))) return false
      await audit.add({ ...change(context), to: `${number}: ${what}` })
      return true
    })
    if (!isChanged) throw meanwhile(number)
    const isNew = course.plan !== undefined
    const news = `Schedule ${number} is ${isNew ? 'changed' : what}.`
    return one(await known(schedule, context), context, news)
  }

  async function one(schedule: Schedule, context: Context, news?: string): Promise<Message> {
    return schedulePage(schedule, await readerOf(context), news)
  }

  async function readerOf(context: Context): Promise<Reader> {
    return {
      now: context.clock(),
      zone: await knownZone(context.request.person, context),
      catalogue,
    }
  }

  async function planFrom(typed: Typed, before: Schedule | null, context: Context) {
    const { place } = context.request
    if (before === null && place.direct) throw new UserError(IN_CHANNEL)
    const channel = place.name ?? place.channel
    const ground = {
      catalogue,
      now: context.clock(),
      channel,
      zone: await ownZone(context.request.person, context),
    }
    return planned(typed, before && planOf(before), ground)
  }

  return self
}

const IN_CHANNEL = 'Tips come to a channel: say it in the one you mean.'

const SENT = {
  posted: 'One is sent.',
  away: 'The platform does not answer now. I try again, until it would be too late.',
  failed: 'That did not work.',
  closed: 'I cannot write in that channel any more, so it is paused now.',
  rights:
    'Whoever set it is not an admin any more, so it is paused now. Resume it, and it is yours.',
} as const

/** An empty field of a form says nothing. */
function given(parts: Readonly<Record<string, string | undefined>>): Typed {
  return Object.fromEntries(
    Object.entries(parts).filter(([, text]) => text !== undefined && text.trim() !== ''),
  )
}

/** By number or, from a button, by its id; without either the only one of the channel or of the workspace. */
async function which({ schedule }: Typed, { request, store }: Context): Promise<Schedule> {
  const all = await store.tips.of(request.person)
  if (schedule) {
    const name = schedule.trim().replace(/^#/, '')
    const found = all.find((each) => each.schedule === name || `${each.number}` === name)
    if (found) return found
    throw new UserError(`There are no tips ${name.slice(0, 20)} any more.`, '/tips list')
  }
  const here = all.filter(({ place }) => place.channel === request.place.channel)
  const [only, ...more] = here.length > 0 ? here : all
  if (only && more.length === 0) return only
  throw only
    ? new UserError('There are several; say which one by its number.', '/tips list')
    : new UserError('No tips are scheduled.', '/tips schedule 09:00 Europe/Berlin weekdays')
}

async function known(id: string, { store }: Context): Promise<Schedule> {
  const schedule = await store.tips.find(id)
  if (!schedule) throw new Error('a schedule is gone')
  return schedule
}

function change({ request: { person }, clock }: Context) {
  return { workspace: person, by: person, what: 'tips', from: null, at: clock() }
}

function meanwhile(number: number): UserError {
  return new UserError(`Schedule ${number} changed just now. Look again.`, `/tips list ${number}`)
}
