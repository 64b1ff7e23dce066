/** The asker's progress: lessons, accuracy by part, streak, due reviews, and what to do next. */
import { z } from 'zod'
import { type Catalogue, type Lesson, PARTS } from '../../../lessons/lessons.ts'
import type { Clock } from '../../core/clock.ts'
import { type Command, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Block, Choice, Message } from '../../core/message.ts'
import { ownZone } from '../../core/own-zone.ts'
import type { Person } from '../../core/request.ts'
import { count, list } from '../../lib/text/quantities.ts'
import { suggestZones, zoneNamed } from '../../lib/time-zones.ts'
import type { Tally } from '../../store/answers.ts'
import type { Store } from '../../store/store.ts'
import { barChart } from '../../timeline/bars.ts'
import { type LessonStatus, standings } from '../lessons/status.ts'
import { dueReviews } from '../review/due.ts'
import type { Settings } from '../settings/settings.ts'
import { streakOf } from './streak.ts'

const options = z.strictObject({
  zone: z
    .string()
    .max(64)
    .optional()
    .meta({
      description: 'Your time zone, such as Europe/Berlin',
      rest: true,
    } satisfies OptionMeta),
})

export type ProgressDeps = Readonly<{
  catalogue: Catalogue
  store: Store
  settings: Settings
  clock: Clock
}>

/** Declares `/progress`: shows the asker's progress, and sets their time zone if one is given. */
export function progressCommand(deps: ProgressDeps): Command {
  const { store, clock } = deps
  return command({
    name: 'progress',
    summary: 'Your progress: lessons, accuracy, streak, reviews',
    options,
    complete: {
      zone: async (typed) => suggestZones(typed, 25).map((zone) => ({ label: zone, value: zone })),
    },
    async *answer({ zone }, { request }) {
      if (zone !== undefined) await store.people.setZone(request.person, meant(zone), clock())
      yield message(deps.catalogue, await standOf(request.person, deps))
    },
  })
}

function meant(zone: string): string {
  const found = zoneNamed(zone)
  if (found !== null) return found
  const near = suggestZones(zone, 3)
  const hint = near.length > 0 ? ` Did you mean ${list(near)}?` : ''
  throw new UserError(
    `Unknown time zone “${zone}”.${hint}`,
    `/progress ${near[0] ?? 'Europe/Berlin'}`,
  )
}

type Stand = Awaited<ReturnType<typeof standOf>>

async function standOf(person: Person, deps: ProgressDeps) {
  const { catalogue, store, clock } = deps
  const now = clock()
  const [zone, standing, tallies, times, dues] = await Promise.all([
    ownZone(person, deps),
    standings(catalogue.lessons, person, store),
    store.answers.tallies(person),
    store.answers.times(person, 0),
    store.reviews.dues(person),
  ])
  const due = dueReviews(catalogue, dues, now).due.length
  return { zone, standing, tallies, streak: streakOf(times, now, zone), due }
}

function message({ lessons }: Catalogue, stand: Stand): Message {
  const { standing, tallies, streak, due, zone } = stand
  const done = lessons.filter(({ number }) => standing.get(number) === 'done').length
  const total = sum(tallies)
  const notice = `${done} of ${lessons.length} lessons done, streak: ${count(streak.days, 'day')}.`
  const facts = [
    { label: 'Lessons done', value: `${done} of ${lessons.length}` },
    {
      label: 'Answers',
      value:
        total.answers > 0
          ? `${total.answers.toLocaleString('en')}, ${percent(total)} % right`
          : 'none yet',
    },
    { label: 'Streak', value: inARow(streak) },
    { label: 'Due for review', value: count(due, 'question') },
    { label: 'Your time zone', value: zone },
  ]
  const blocks: readonly Block[] = [
    { kind: 'facts', facts },
    ...chart(lessons, tallies),
    ...byLesson(lessons, tallies),
    { kind: 'choices', choices: nextSteps(lessons, standing, stand) },
  ]
  return { blocks, notice, audience: 'asker', done: true }
}

function inARow({ days, today, forgiven }: Stand['streak']): string {
  const missing = today || days === 0 ? '' : '; today is still to come'
  return `${count(days, 'day')}${missing}${forgiven ? '; you’ve used this week’s free day' : ''}`
}

function chart(lessons: readonly Lesson[], tallies: readonly Tally[]): readonly Block[] {
  const bars = [...Map.groupBy(lessons, ({ part }) => part)].flatMap(([part, ofPart]) => {
    const total = sumOf(ofPart, tallies)
    if (total.answers === 0) return []
    const note = `${PARTS[part]}, ${count(total.answers, 'answer')}`
    return [{ label: `Part ${part}`, value: percent(total), note }]
  })
  if (bars.length === 0) return []
  const chart = { title: 'Right answers by part', unit: '%', bars, whole: 100, small: true }
  return [{ kind: 'picture', ...barChart(chart) }]
}

function byLesson(lessons: readonly Lesson[], tallies: readonly Tally[]): readonly Block[] {
  const lines = lessons.flatMap((lesson) => {
    const total = sumOf([lesson], tallies)
    if (total.answers === 0) return []
    const share = `${total.correct} of ${count(total.answers, 'answer')} right`
    return [`- **${lesson.number}** ${lesson.title}: ${share}`]
  })
  if (lines.length === 0) return []
  return [{ kind: 'fold', title: 'Right answers by lesson', text: lines.join('\n') }]
}

/** Sums the answers to questions of these lessons. */
function sumOf(lessons: readonly Lesson[], tallies: readonly Tally[]) {
  const ids = new Set(lessons.flatMap(({ questions }) => questions.map(({ id }) => id)))
  return sum(tallies.filter(({ question }) => ids.has(question)))
}

function sum(tallies: readonly Tally[]): Readonly<{ answers: number; correct: number }> {
  return tallies.reduce(
    (all, { answers, correct }) => ({
      answers: all.answers + answers,
      correct: all.correct + correct,
    }),
    { answers: 0, correct: 0 },
  )
}

function percent({ answers, correct }: Readonly<{ answers: number; correct: number }>): number {
  return Math.round((100 * correct) / answers)
}

/** Buttons: due reviews first, then the first lesson that isn't done, then a quiz on the weakest lesson. */
function nextSteps(
  lessons: readonly Lesson[],
  standing: ReadonlyMap<number, LessonStatus>,
  { due, tallies }: Stand,
): readonly Choice[] {
  const lesson = lessons.find(({ number }) => standing.get(number) !== 'done')
  const weak = weakest(lessons, tallies)
  const review: Choice = {
    label: `Review ${count(due, 'question')}`,
    action: { command: 'review', options: {} },
  }
  const steps: readonly Choice[] = [
    ...(due > 0 ? [review] : []),
    ...(lesson
      ? [
          {
            label: `Continue: ${lesson.number}. ${lesson.title}`,
            action: { command: 'lesson', options: { name: `${lesson.number}` } },
          },
        ]
      : []),
    ...(weak
      ? [
          {
            label: `Quiz on ${weak.number}. ${weak.title}`,
            action: { command: 'quiz', options: { topic: `${weak.number}` } },
          },
        ]
      : []),
  ]
  return steps.map((step, index) => (index === 0 ? { ...step, style: 'primary' } : step))
}

/** The lesson with the lowest accuracy among those with three answers or more; undefined if all answers are right. */
function weakest(lessons: readonly Lesson[], tallies: readonly Tally[]): Lesson | undefined {
  return lessons
    .map((lesson) => ({ lesson, ...sumOf([lesson], tallies) }))
    .filter(({ answers, correct }) => answers >= 3 && correct < answers)
    .toSorted((a, b) => a.correct / a.answers - b.correct / b.answers)[0]?.lesson
}
