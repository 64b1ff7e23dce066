/** Answers questions about concurrent Python, with a language model if there is one, otherwise from the lessons. */
import { z } from 'zod'
import type { Catalogue } from '../../../lessons/lessons.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { countingVerdicts } from '../../analysis/count-verdicts.ts'
import type { Clock, Random } from '../../core/clock.ts'
import { type Command, command, type OptionMeta } from '../../core/command.ts'
import { StoreUnavailableError, UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { checkWait } from '../../core/rates.ts'
import { oneLine } from '../../lib/text/visible.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import type { Program } from '../../reading/program.ts'
import { beside, read } from '../../reading/read.ts'
import type { Store } from '../../store/store.ts'
import { againOf } from '../run/given.ts'
import { type RunDeps, runProgram } from '../run/run-program.ts'
import type { Settings } from '../settings/settings.ts'
import type { Answer, Question } from './answer.ts'
import type { AskContext } from './context.ts'
import { inLessons, NO_MODEL } from './lessons-answer.ts'
import { refusal } from './model/budget.ts'
import type { Memory } from './model/memory.ts'
import { shownBy } from './model/outcome.ts'
import { cut } from './model/prompt.ts'
import { inWords, type Words } from './model-answer.ts'
import { find } from './search/find.ts'
import type { Knowledge } from './search/knowledge.ts'
import { smallTalk } from './small-talk.ts'
import { voteButtons, voted, votedDown } from './votes.ts'

const hidden = { hidden: true } satisfies OptionMeta

const options = z.strictObject({
  voted: z
    .enum(['down'])
    .optional()
    .meta({ description: 'For admins: the answers that were voted down' } satisfies OptionMeta),
  question: z
    .string()
    .max(LIMITS.codeBytes)
    .optional()
    .meta({
      description: 'What you want to know; a program in a code block is run first',
      rest: true,
      multiline: true,
    } satisfies OptionMeta),
  /** Id of the answer that `vote` is about. */
  exchange: z.string().max(100).optional().meta(hidden),
  vote: z.enum(['up', 'down']).optional().meta(hidden),
  /** Id of the ready answer that the asker chose. */
  faq: z.string().max(100).optional().meta(hidden),
})

export type AskDeps = RunDeps &
  Readonly<{
    catalogue: Catalogue
    /** Null if no model is configured. */
    words: Words | null
    knowledge: () => Promise<Knowledge>
    memory: Memory
    store: Store
    settings: Settings
    clock: Clock
    random: Random
  }>

/**
 * Declares `/ask`: answers a question with the language model if one is configured, otherwise from the lessons.
 *
 * @example In chat
 * /ask what is a task
 */
export function askCommand(deps: AskDeps): Command {
  const { catalogue, words, knowledge } = deps
  return command({
    name: 'ask',
    summary: 'Ask about concurrent Python; I answer from the lessons',
    options,
    async *answer({ question = '', voted: listed, exchange, vote, faq }, given) {
      const advisor = countingVerdicts(deps.advisor, given.emit)
      const memory = deps.memory.of(given.request)
      const context = { ...deps, ...given, advisor, memory }
      if (exchange !== undefined && vote) yield await voted(exchange, vote, context)
      else if (faq !== undefined) yield await chosen(faq, context)
      else if (listed) yield await votedDown(context)
      else yield* answerTo(question, context)
    },
  })

  async function chosen(id: string, context: AskContext): Promise<Message> {
    const { answers } = await knowledge()
    const answer = answers.get(id)
    if (!answer) throw new UserError('That answer is no longer here. Ask again.')
    const lessons = catalogue.lessons
      .filter(({ slug }) => answer.lessons.includes(slug))
      .map((lesson) => ({ lesson, score: 0, passages: [], bestAnswer: 0 }))
    const found = { answers: [answer], lessons, note: null }
    const question: Question = { text: answer.question, ran: null, found }
    return kept(question, inLessons(question, catalogue, null), context)
  }

  async function* answerTo(typed: string, context: AskContext): AsyncGenerator<Message, void> {
    const reading = await readUntangled(typed, context.request.attachments)
    const program = reading?.how === 'marked' ? reading.program : null
    const text = (program ? await beside(typed) : typed).trim()
    if (text === '' && !program) throw new UserError('Ask me something.', '/ask what is a task')
    const talk = program ? null : smallTalk(text)
    if (talk) {
      yield talk
      return
    }
    if (program) checkWait(await context.take('run'))
    const ran = program && (yield* runFirst(program, typed, context))
    const known = await knowledge()
    const before = await questionBefore(context)
    const found = find(
      { text, before, shown: ran ? shownBy(ran.ran.result, ran.ran.advice) : '' },
      known,
      catalogue,
    )
    const question: Question = { text, ran, found }
    const refused = words ? await refusal(words.config, context) : NO_MODEL
    const answer =
      words && refused === null
        ? yield* inWords(question, { words, catalogue, retrieval: known.retrieval, context })
        : inLessons(question, catalogue, refused ?? NO_MODEL)
    yield await kept(question, answer, context)
  }
}

/** The previous question in this conversation, if it is recent. */
async function questionBefore(context: AskContext): Promise<string | null> {
  const { request, memory, clock } = context
  const { person, place } = request
  const spot = { platform: person.platform, workspace: person.workspace, ...place }
  try {
    const since = clock() - CONTEXT_MS
    const [last] = await memory.recent(person, spot, { since, limit: 1 })
    return last?.question ?? null
  } catch (error) {
    if (error instanceof StoreUnavailableError) return null
    throw error
  }
}

/** How long a question may refer to the previous one. */
const CONTEXT_MS = 30 * 60_000

/** Runs the program and shows its report as the first part of the answer. */
async function* runFirst(
  program: Program,
  typed: string,
  context: AskContext,
): AsyncGenerator<Message, Question['ran']> {
  let run: Question['ran'] = null
  const again = againOf(typed, program, context.request)
  for await (const { message, ran } of runProgram(program, program.stdin, again, context)) {
    yield { ...message, done: false }
    if (ran) run = { ran, report: message.blocks }
  }
  return run
}

/** Limits in characters. */
const KEPT = { question: 4000, answer: 8000 } as const

/** The final message. The exchange is stored first, so that people can vote on it. */
async function kept(question: Question, answer: Answer, context: AskContext): Promise<Message> {
  const { request, memory, clock, random, bug } = context
  const { person, place } = request
  const report = question.ran?.report ?? []
  const { audience } = answer
  const message = { notice: oneLine(answer.notice), audience, done: true }
  const now = clock()
  const id = `${now.toString(36)}-${Math.floor(random() * 2 ** 48).toString(36)}`
  // Programs aren't stored, so an answer with a run report can't be shown again when somebody votes.
  const blocks = question.ran || audience === 'asker' ? null : answer.blocks
  try {
    const spot = { platform: person.platform, workspace: person.workspace, ...place }
    const said = {
      question: cut(question.text, KEPT.question),
      answer: cut(answer.text, KEPT.answer),
    }
    const isKept = await memory.keep(person, { id, place: spot, blocks, ...said }, now)
    if (!isKept) return { ...message, blocks: [...report, ...answer.blocks] }
  } catch (error) {
    bug(error)
    return { ...message, blocks: [...report, ...answer.blocks] }
  }
  const votes = voteButtons(id, blocks !== null)
  return { ...message, blocks: [...report, ...answer.blocks, votes] }
}

/** If the text is too complex to analyse, it is treated as a question without a program. */
async function readUntangled(text: string, attachments: AskContext['request']['attachments']) {
  try {
    return await read(text, attachments)
  } catch (error) {
    if (error instanceof TooComplexError) return null
    throw error
  }
}
