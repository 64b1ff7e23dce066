/** The messages of `/tips`: all schedules, one schedule, and the form that creates or changes one. */
import type { Catalogue } from '../../../lessons/lessons.ts'
import type { Action, Block, Choice, Fact, Message } from '../../core/message.ts'
import { dayAndMoment, moment } from '../../lib/text/moments.ts'
import { count } from '../../lib/text/quantities.ts'
import type { Schedule } from '../../store/tip-schedules.ts'
import { page } from '../settings/admin-page.ts'
import {
  daysTyped,
  graceSaid,
  kindSaid,
  pauseSaid,
  timeSaid,
  topicsSaid,
  topicsTyped,
} from './schedule/format.ts'
import { HOUR_MS, type Plan } from './schedule/plan.ts'
import { planOf } from './schedule/posting.ts'
import { between } from './schedule/recurrence.ts'
import type { Typed } from './schedule/split-line.ts'

/** `now`: epoch ms. `zone`: the reader's own time zone; null if unknown. */
export type Reader = Readonly<{ now: number; zone: string | null; catalogue: Catalogue }>

const PREVIEW = 5

/** All schedules, with a button for each. */
export function listPage(schedules: readonly Schedule[], reader: Reader): Message {
  const text = `${count(schedules.length, 'tip schedule')} here.`
  const facts = schedules.map((schedule) => {
    const plan = planOf(schedule)
    const value = [`#${plan.channel}`, timeSaid(plan), nextSaid(schedule, reader)].join('; ')
    return { label: `Schedule ${schedule.number}`, value, ...nextAt(schedule) }
  })
  const choices = schedules.map((each) => button(`Schedule ${each.number}`, 'list', each))
  return page(text, [
    { kind: 'facts', facts },
    { kind: 'choices', choices },
  ])
}

/** A schedule, with buttons for what can be done with it. */
export function schedulePage(schedule: Schedule, reader: Reader, news?: string): Message {
  const plan = planOf(schedule)
  const by = schedule.by?.name ?? 'someone whose data was deleted'
  const setAt = moment(schedule.setAt, reader.zone ?? plan.zone)
  const { paused, number } = schedule
  const facts = [
    ...factsOf(plan, reader),
    { label: 'Set by', value: `${by}, ${setAt}`, at: schedule.setAt },
    ...(paused === null ? [] : [{ label: 'Paused', value: pausedSaid(schedule, reader) }]),
  ]
  const from = schedule.nextAt === null ? [] : preview(plan, schedule.nextAt - 1, reader)
  const first = paused === null ? ('pause' as const) : ('resume' as const)
  const choices = [
    button(first === 'pause' ? 'Pause' : 'Resume', first, schedule),
    ...(schedule.nextAt === null ? [] : [button('Skip the next', 'skip', schedule)]),
    button('Send one now', 'send', schedule),
    button('Change', 'edit', schedule),
    button('Stop', 'stop', schedule, 'danger'),
    button('All schedules', 'list'),
  ]
  return page(
    `Schedule ${number}, in #${plan.channel}.`,
    [{ kind: 'facts', facts }, ...from, { kind: 'choices', choices }],
    news,
  )
}

/** A plan that isn't scheduled yet, with a button to schedule it. */
export function previewPage(plan: Plan, reader: Reader, parts: Action['options']): Message {
  return page('Nothing scheduled yet.', [
    { kind: 'facts', facts: factsOf(plan, reader) },
    ...preview(plan, reader.now, reader),
    {
      kind: 'choices',
      choices: [
        {
          label: 'Schedule it',
          style: 'primary',
          action: { command: 'tips', options: { ...parts, do: 'schedule' }, replaces: true },
        },
      ],
    },
  ])
}

/** The form for a new schedule. `typed`: what was entered before. */
export function newPage(zone: string, text: string, typed: Typed = {}): Message {
  const usual = { time: '09:00', zone, days: 'weekdays', topics: 'all', as: 'plain', grace: '2' }
  const fields = refilled(usual, typed)
  return page(text, [
    { kind: 'code', text: '/tips schedule 09:00 Europe/Berlin weekdays', language: 'text' },
    form('Schedule tips in this channel', 'Schedule', { do: 'schedule' }, fields),
  ])
}

/** The form that changes a schedule. `typed`: what was entered before; `news`: what was wrong with it. */
export function editPage(
  schedule: Schedule,
  { catalogue }: Reader,
  typed: Typed = {},
  news?: string,
): Message {
  const plan = planOf(schedule)
  const { rhythm, zone, as } = plan
  const present = {
    time: rhythm.kind === 'cron' ? '' : rhythm.time,
    zone,
    days: daysTyped(rhythm),
    topics: topicsTyped(plan, catalogue),
    as,
    grace: `${plan.graceMs / HOUR_MS}`,
  }
  const options = { do: 'edit', schedule: schedule.schedule }
  return page(
    `Schedule ${schedule.number}, in #${plan.channel}.`,
    [
      form('New value', 'Change', options, refilled(present, typed)),
      { kind: 'choices', choices: [button('Leave it as it is', 'list', schedule)] },
    ],
    news,
  )
}

type Fields = Readonly<Record<string, string>>

function refilled(fields: Fields, typed: Typed): Fields {
  const written: Readonly<Record<string, string | undefined>> = typed
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, written[name] ?? value]),
  )
}

function factsOf(plan: Plan, { catalogue }: Reader): readonly Fact[] {
  return [
    { label: 'When', value: timeSaid(plan) },
    { label: 'What', value: `${kindSaid(plan)}; ${topicsSaid(plan, catalogue)}` },
    { label: 'If Overlap was down', value: graceSaid(plan) },
  ]
}

/** The next dates, in the reader's time zone if it is known. */
function preview(plan: Plan, after: number, reader: Reader): readonly Block[] {
  const zone = reader.zone ?? plan.zone
  const dates = between(plan, { after, until: Infinity, most: PREVIEW })
  const lines = dates.map((at) => `- ${dayAndMoment(at, zone)}`)
  if (lines.length === 0) return [{ kind: 'markdown', text: 'This schedule never runs.' }]
  return [{ kind: 'markdown', text: `**Next tips (${zone}):**\n\n${lines.join('\n')}` }]
}

function nextAt({ nextAt, paused }: Schedule): Pick<Fact, 'at'> {
  return nextAt === null || paused !== null ? {} : { at: nextAt }
}

function nextSaid(schedule: Schedule, reader: Reader): string {
  if (schedule.paused !== null) return `paused: ${pausedSaid(schedule, reader)}`
  if (schedule.nextAt === null) return 'never runs'
  const zone = reader.zone ?? planOf(schedule).zone
  return `next ${dayAndMoment(schedule.nextAt, zone)} ${zone}`
}

function pausedSaid({ paused, resumesAt, plan }: Schedule, { zone }: Reader): string {
  if (resumesAt !== null) {
    return `until ${dayAndMoment(resumesAt, zone ?? planOf({ plan }).zone)}`
  }
  return pauseSaid(paused ?? 'asked')
}

const LABELS: Readonly<Record<string, string>> = {
  time: 'Time',
  zone: 'Time zone',
  days: 'Days: weekdays, daily, mon wed fri, every 3 days, a cron line',
  topics: 'Lessons: all, or numbers, names, parts',
  grace: 'Still post if late by (hours)',
}

function form(title: string, submit: string, options: Action['options'], values: Fields): Block {
  const fields = Object.entries(values).map(([name, value]) =>
    name === 'as'
      ? { name, label: 'What', value, choices: KINDS }
      : { name, label: LABELS[name] ?? name, value },
  )
  return {
    kind: 'form',
    title,
    submit,
    action: { command: 'tips', options, replaces: true },
    fields,
  }
}

const KINDS = [
  { label: 'A tip to read', value: 'plain' },
  { label: 'A question to answer', value: 'quiz' },
]

function button(label: string, what: string, schedule?: Schedule, style?: Choice['style']): Choice {
  const options = schedule ? { do: what, schedule: schedule.schedule } : { do: what }
  const action = { command: 'tips', options, replaces: true }
  return style ? { label, action, style } : { label, action }
}
