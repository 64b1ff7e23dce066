/** Answers questions about concurrent Python: in a model's words where there is one, else in those of the lessons. */
import { z } from 'zod'
import type { Catalogue } from '../../lessons/lessons.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { refusal } from '../answering/budget.ts'
import { cut } from '../answering/prompt.ts'
import { retrievalOnce } from '../answering/retrieval.ts'
import { type Command, type Context, command, type OptionMeta } from '../command.ts'
import { UserError } from '../errors.ts'
import type { Message } from '../message.ts'
import { checkWait } from '../rates.ts'
import type { Program } from '../reading/program.ts'
import { beside, read } from '../reading/read.ts'
import { oneLine } from '../text/visible.ts'
import { TooTangled } from '../workers/errors.ts'
import type { Answer, Question } from './ask/answer.ts'
import { inLessons, NO_MODEL } from './ask/lessons.ts'
import { smallTalk } from './ask/talk.ts'
import { voteButtons, voted, votedDown } from './ask/votes.ts'
import { inWords, type Words } from './ask/words.ts'
import { type Ran, runProgram } from './run.ts'

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
  /** A vote on it. */
  exchange: z.string().max(100).optional().meta(hidden),
  vote: z.enum(['up', 'down']).optional().meta(hidden),
})

/** `words` is null where no model is configured. */
export function askCommand(catalogue: Catalogue, words: Words | null): Command {
  const retrieval = retrievalOnce(catalogue)

  return command({
    name: 'ask',
    summary: 'Ask about concurrent Python; I answer from the lessons',
    options,
    async *answer({ question = '', voted: listed, exchange, vote }, context) {
      if (exchange !== undefined && vote) yield await voted(exchange, vote, context)
      else if (listed) yield await votedDown(context)
      else yield* answerTo(question, context)
    },
  })

  async function* answerTo(typed: string, context: Context): AsyncGenerator<Message, void> {
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
    const found = retrieval().lessons(text, ...(ran ? [shownBy(ran.ran)] : []))
    const question: Question = { text, ran, found }
    const refused = words ? await refusal(words.config, context) : NO_MODEL
    const answer =
      words && refused === null
        ? yield* inWords(question, { words, catalogue, retrieval: retrieval(), context })
        : inLessons(question, catalogue, refused ?? NO_MODEL)
    yield await kept(question, answer, context)
  }
}

/** Shows the run as the beginning of an answer that goes on. */
async function* runFirst(
  program: Program,
  typed: string,
  context: Context,
): AsyncGenerator<Message, Question['ran']> {
  let run: Question['ran'] = null
  for await (const { message, ran } of runProgram(program, program.stdin, typed, context)) {
    yield { ...message, done: false }
    if (ran) run = { ran, report: message.blocks }
  }
  return run
}

/** What a run has shown, to be searched for as well: “why?” alone says little. */
function shownBy({ result, advice }: Ran): string {
  const error = result?.trace?.error
  return [
    error ? `${error.type}: ${error.message}` : '',
    advice?.headline ?? '',
    ...(advice?.findings.map(({ name }) => name.replaceAll('-', ' ')) ?? []),
  ].join('\n')
}

/** Characters. */
const KEPT = { question: 4000, answer: 8000 } as const

/** The last message; the exchange is noted first, so that it can be voted on. */
async function kept(question: Question, answer: Answer, context: Context): Promise<Message> {
  const { request, memory, clock, random, bug } = context
  const { person, place } = request
  const report = question.ran?.report ?? []
  const { audience } = answer
  const message = { notice: oneLine(answer.notice), audience, done: true }
  const now = clock()
  const id = `${now.toString(36)}-${Math.floor(random() * 2 ** 48).toString(36)}`
  // Programs are not kept, so that a report cannot be shown again; thanks for the rest are shown to everyone.
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

/** Of a text that is too tangled to analyse, the words alone are answered. */
async function readUntangled(text: string, attachments: Context['request']['attachments']) {
  try {
    return await read(text, attachments)
  } catch (error) {
    if (error instanceof TooTangled) return null
    throw error
  }
}
