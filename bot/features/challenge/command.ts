/** Challenges: read one, post an answer, and have it marked in the jail. */
import { z } from 'zod'
import type { Catalogue, Challenge, Lesson } from '../../../lessons/lessons.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import type { Clock } from '../../core/clock.ts'
import { type Command, type Context, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import { checkWait } from '../../core/rates.ts'
import { readOutright } from '../../reading/read.ts'
import type { Store } from '../../store/store.ts'
import { findLesson } from '../lessons/find.ts'
import { suggestLessons } from '../lessons/suggest.ts'
import { challengeList } from './list.ts'
import { marked, marking } from './marked.ts'
import { mark } from './marking.ts'
import { hints, task } from './task.ts'

const options = z.strictObject({
  name: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Lesson number or name' } satisfies OptionMeta),
  code: z
    .string()
    .max(LIMITS.codeBytes)
    .optional()
    .meta({
      description: 'Your solution: as text, in a code block, or as a file',
      rest: true,
    } satisfies OptionMeta),
  /** How many hints to show. */
  hints: z
    .int()
    .min(1)
    .optional()
    .meta({ hidden: true } satisfies OptionMeta),
})

export type ChallengeDeps = Readonly<{ catalogue: Catalogue; store: Store; clock: Clock }>

/** Declares `/challenge`: lists challenges, shows one with its hints, and marks answers in the sandbox. */
export function challengeCommand(deps: ChallengeDeps): Command {
  const { catalogue, store } = deps
  const withExercise = catalogue.lessons.filter(({ exercise }) => exercise !== null)
  return command({
    name: 'challenge',
    summary: 'Solve a Python task and have your answer checked and measured',
    options,
    complete: { name: async (typed) => suggestLessons(withExercise, typed) },
    async *answer(given, context) {
      const { request } = context
      const hasFile = (request.attachments ?? []).length > 0
      const { name, code } = apart(given, hasFile)
      if (name === '') {
        yield challengeList(catalogue, await store.challenges.of(request.person))
        return
      }
      const { lesson, challenge } = withChallenge(findLesson(catalogue, name))
      if (given.hints !== undefined) yield hints(lesson, challenge, given.hints)
      else if (code.trim() !== '' || hasFile)
        yield* answerTo(lesson, challenge, code, { ...deps, ...context })
      else yield task(lesson, challenge)
    },
  })
}

async function* answerTo(
  lesson: Lesson,
  challenge: Challenge,
  code: string,
  context: Context & ChallengeDeps,
) {
  const { request, sandbox, store, clock } = context
  const { person, attachments, signal } = request
  const program = await readOutright(code, attachments)
  if (program.code.trim() === '') throw new UserError('There is no Python in this answer.')
  checkWait(await context.take('run'))
  yield marking(challenge)
  const result = await mark(challenge, program.code, sandbox, { signal })
  const { passed, run } = result
  const at = clock()
  // The answer ran alone only if time is measured; otherwise its time means little.
  const measuredMs = challenge.measured.length > 0 ? run.wallMs : null
  const kept = await store.together(async ({ challenges, lessons }) => {
    if (passed) await lessons.done(person, lesson.slug, at)
    return challenges.attempted(person, lesson.slug, { passed, measuredMs, at })
  })
  yield marked(lesson, challenge, program.code, result, kept)
}

/** In free text, the challenge's name comes before the code: on the first line, or before the code block. */
function apart(given: z.output<typeof options>, hasFile: boolean) {
  const { name, code = '' } = given
  if (name !== undefined) return { name: name.trim(), code }
  const typed = code.trim()
  const [first = ''] = /^[^\n`]*/.exec(typed) ?? []
  const rest = typed.slice(first.length)
  if (first === '' && (rest !== '' || hasFile)) throw WHICH
  return { name: first.trim(), code: rest }
}

const WHICH = new UserError('Which challenge is this for?', '/challenge 5 CODE')

function withChallenge(lesson: Lesson): { lesson: Lesson; challenge: Challenge } {
  if (lesson.exercise) return { lesson, challenge: lesson.exercise }
  throw new UserError(`Lesson ${lesson.number} has no challenge.`, '/challenge')
}
