/** Who has the most points from group quizzes, in the channel or the whole workspace. */
import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { type Command, command, type OptionMeta } from '../../core/command.ts'
import { personKey } from '../../core/keys.ts'
import type { Block, Choice, Message } from '../../core/message.ts'
import { count } from '../../lib/text/quantities.ts'
import type { Store } from '../../store/store.ts'
import { GROUP } from '../quiz/group/state.ts'
import { table } from '../quiz/group/table.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

const options = z.strictObject({
  time: z
    .enum(['week', 'all'])
    .default('week')
    .meta({ description: 'The last seven days, or all time' } satisfies OptionMeta),
  where: z
    .enum(['channel', 'workspace'])
    .default('channel')
    .meta({ description: 'This channel, or the whole workspace' } satisfies OptionMeta),
})

type Shown = z.output<typeof options>

export type LeaderboardDeps = Readonly<{ store: Pick<Store, 'points'>; clock: Clock }>

/** Declares `/leaderboard`: the top scores of group quizzes, and the asker's own rank. */
export function leaderboardCommand({ store, clock }: LeaderboardDeps): Command {
  return command({
    name: 'leaderboard',
    summary: 'Top scores, and where you stand',
    options,
    async *answer(shown, { request: { person, place } }) {
      const { platform, workspace } = person
      const channel = { platform, workspace, channel: place.channel }
      const board = {
        place: shown.where === 'channel' ? channel : { platform, workspace },
        since: shown.time === 'week' ? clock() - WEEK_MS : 0,
      }
      const [top, mine] = await Promise.all([
        store.points.top(board, GROUP.top),
        store.points.rank(board, person),
      ])
      const isTop = top.some((each) => each.person === personKey(person))
      const own =
        mine && !isTop ? `You're number ${mine.rank} with ${count(mine.points, 'point')}.` : null
      yield page(titleOf(shown), [
        ...(top.length > 0 ? [table('Points', top)] : [NOBODY]),
        ...(own ? [{ kind: 'markdown', text: own } as const] : []),
        HOW,
        { kind: 'choices', choices: others(shown) },
      ])
    },
  })
}

const NOBODY: Block = {
  kind: 'markdown',
  text: 'Nobody has points yet. Start with `/quiz group`.',
}

const HOW: Block = {
  kind: 'fold',
  title: 'How points work',
  text:
    'Points come from group quizzes: a right answer scores, a fast one scores more. Answers you give alone or in a review ' +
    "don't count. Only your first answer to a question in seven days scores, so repeating it gains nothing.",
}

function titleOf({ time, where }: Shown): string {
  const here = where === 'channel' ? 'in this channel' : 'in the whole workspace'
  return time === 'week' ? `The last seven days ${here}` : `All time ${here}`
}

/** Buttons that replace the board with another period or scope. */
function others({ time, where }: Shown): readonly Choice[] {
  const to = (label: string, options: Partial<Shown>): Choice => ({
    label,
    action: { command: 'leaderboard', options: { time, where, ...options }, replaces: true },
  })
  return [
    time === 'week' ? to('All time', { time: 'all' }) : to('Last seven days', { time: 'week' }),
    where === 'channel'
      ? to('Whole workspace', { where: 'workspace' })
      : to('This channel', { where: 'channel' }),
  ]
}

function page(title: string, blocks: readonly Block[]): Message {
  const heading: Block = { kind: 'markdown', text: `**${title}**` }
  return { blocks: [heading, ...blocks], notice: title, audience: 'asker', done: true }
}
