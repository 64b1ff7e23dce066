/** Scheduled tips: admins create, list, pause, change and stop schedules. */
import { z } from 'zod'
import { type Command, command, type OptionMeta, usage } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { ownZone } from '../../core/own-zone.ts'
import { suggestZones } from '../../lib/time-zones.ts'
import { suggestTopics } from '../lessons/suggest.ts'
import { page } from '../settings/admin-page.ts'
import { one, readerOf, type ScheduleContext, which } from './acting.ts'
import { pause, resume, skip, stop } from './actions.ts'
import { suggestDays, suggestSchedules, suggestTimes } from './complete.ts'
import type { TipsDeps } from './deps.ts'
import { edit, IN_CHANNEL, preview, schedule, unfit } from './plans.ts'
import { PARTS, readLine, type Typed } from './schedule/split-line.ts'
import { send } from './send.ts'
import { listPage, newPage } from './view.ts'

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

/** Synonyms of actions. */
const ALSO: Readonly<Record<string, Act>> = {
  now: 'send',
  change: 'edit',
  delete: 'stop',
  remove: 'stop',
}

const part = (description: string) => z.string().max(200).optional().meta({ description })

const options = z.strictObject({
  do: z
    .enum(ACTS)
    .optional()
    .meta({ description: 'What to do; leave empty to list all schedules' }),
  time: part('When, such as 09:00'),
  zone: part('Time zone, such as Europe/Berlin'),
  days: part('weekdays, daily, mon wed fri, every 3 days, or a cron line'),
  topics: part('Numbers, names or parts of lessons; all'),
  as: z.enum(['plain', 'quiz']).optional().meta({ description: 'A tip to read, or a question' }),
  schedule: part('Which one, by its number'),
  until: part('Day the pause ends, such as 2026-12-24'),
  grace: part('How many hours late a tip may still be posted'),
  words: z
    .string()
    .max(300)
    .optional()
    .meta({
      description: 'The whole schedule in one line: 09:00 Europe/Berlin weekdays',
      rest: true,
    } satisfies OptionMeta),
})

/** Declares `/tips`: admins schedule tips for a channel, and list, change, pause and stop schedules. */
export function tipsCommand(deps: TipsDeps): Command {
  const self: Command = command({
    name: 'tips',
    summary: 'For admins: scheduled tips for this channel',
    admin: true,
    options,
    complete: {
      time: async (typed) => suggestTimes(typed),
      zone: async (typed) => suggestZones(typed, 25).map((zone) => ({ label: zone, value: zone })),
      days: async (typed) => suggestDays(typed),
      topics: async (typed) => suggestTopics(deps.catalogue, typed),
      schedule: (typed, { person }) => suggestSchedules(typed, person, deps.store),
    },
    async *answer({ do: named, words: text = '', ...parts }, context) {
      const { act, words } = named ? { act: named, words: text } : meant(text)
      const line = readLine(words, { numbered: act !== 'schedule' })
      const typed = { ...line, ...given(parts) }
      if (act === undefined && PARTS.some((part) => part !== 'schedule' && typed[part])) {
        throw new UserError(`To schedule it: /tips schedule ${words}`, usage(self))
      }
      const acting = { ...context, ...deps }
      try {
        yield await ACTIONS[act ?? 'list'](typed, acting)
      } catch (error) {
        const isForm = words === '' && (act === 'schedule' || act === 'edit')
        if (!isForm || !(error instanceof UserError)) throw error
        yield await unfit(act, typed, error, acting)
      }
    },
  })
  return self
}

const ACTIONS: Readonly<Record<Act, (typed: Typed, context: ScheduleContext) => Promise<Message>>> =
  {
    schedule,
    list,
    preview: (typed, context) => (isNew(typed) ? preview : list)(typed, context),
    pause,
    resume,
    skip,
    send,
    edit,
    stop,
  }

/** Whether a new schedule was described: no number, but other parts. */
function isNew(typed: Typed): boolean {
  return !typed.schedule && Object.keys(typed).length > 0
}

function meant(text: string): Readonly<{ act: Act | undefined; words: string }> {
  const [first = '', words = ''] = text.trim().split(/\s+(.*)/s)
  const act = ALSO[first.toLowerCase()]
  return act ? { act, words } : { act, words: text }
}

async function list(typed: Typed, context: ScheduleContext): Promise<Message> {
  if (typed.schedule) return one(await which(typed, context), context)
  const all = await context.store.tips.of(context.request.person)
  const [only] = all
  if (only && all.length === 1) return one(only, context)
  if (all.length > 0) return listPage(all, await readerOf(context))
  if (context.request.place.direct) return page(`No tips are scheduled. ${IN_CHANNEL}`, [])
  return newPage(await ownZone(context.request.person, context), 'No tips are scheduled here.')
}

/** The parts given; empty form fields are ignored. */
function given(parts: Readonly<Record<string, string | undefined>>): Typed {
  return Object.fromEntries(
    Object.entries(parts).filter(([, text]) => text !== undefined && text.trim() !== ''),
  )
}
