/** Streams an answer by the model: written from passages, with tools, and checked when it is complete. */

import type { Catalogue, Challenge, Lesson } from '../../../lessons/lessons.ts'
import type { Log } from '../../core/log.ts'
import type { Block, Message } from '../../core/message.ts'
import { DAY_MS } from '../../lib/days.ts'
import { UNTRUSTED } from '../../lib/text/untrusted-limits.ts'
import type { Tokens } from '../../store/usage.ts'
import type { Answer, Question } from './answer.ts'
import { checked, cited, faultOf, sofar } from './checked-blocks.ts'
import type { AskContext } from './context.ts'
import { inLessons, openLessons } from './lessons-answer.ts'
import type { ModelConfig } from './model/config.ts'
import type { Model } from './model/model.ts'
import { outcomeText } from './model/outcome.ts'
import { paced } from './model/paced.ts'
import { type Programs, programsOf } from './model/programs.ts'
import { type Material, materialMarks, type Prompt, promptOf } from './model/prompt.ts'
import { type Tools, toolsOf } from './model/tools.ts'
import { type Draft, type Written, write } from './model/write.ts'
import { openChallenge, solves } from './open-challenge.ts'
import { knownOf } from './search/find.ts'
import type { Retrieval } from './search/retrieval.ts'

export type Words = Readonly<{ model: Model; config: ModelConfig; log: Log }>

/** Milliseconds between two edits of a growing answer. Platforms may be slower. */
const PACE_MS = 400

/** How much of a conversation is remembered. */
const MEMORY = {
  exchanges: 6,
  ms: DAY_MS,
  said: 'I remember our last 6 questions here, for a day.',
}

type Parts = Readonly<{
  words: Words
  catalogue: Catalogue
  retrieval: Retrieval
  context: AskContext
}>

/**
 * Streams an answer as the model writes it, and returns the finished answer with its code run and its sources linked.
 * Aborts the model when the consumer stops reading.
 */
export async function* inWords(question: Question, parts: Parts): AsyncGenerator<Message, Answer> {
  const { words, context } = parts
  const left = new AbortController()
  const signal = AbortSignal.any([context.request.signal, left.signal])
  const ready = await prepared(question, parts)
  let booked: Promise<void> | null = null
  const writing = write(ready.prompt, {
    model: words.model,
    tools: ready.tools,
    review: (text) => faultOf(text, ready.programs, ready.material),
    signal,
    onEnd(tokens, failed) {
      booked = book(tokens, failed, context)
    },
  })
  const drafts = paced(writing, PACE_MS)
  yield await growing({ text: '', doing: 'Thinking…' }, question, ready)
  try {
    let step = await drafts.next()
    for (; !step.done; step = await drafts.next()) {
      yield await growing(step.value, question, ready)
    }
    await booked
    return await finished(step.value, question, ready, parts)
  } finally {
    left.abort()
  }
}

/** Everything needed to write an answer. */
type Ready = Readonly<{
  prompt: Prompt
  tools: Tools
  programs: Programs
  material: Material
  /** Lessons that may be cited; searches by the model add to them. */
  found: ReadonlySet<Lesson>
  challenge: Challenge | null
  remembers: boolean
}>

async function prepared(
  { text, found: nearest, ran: run }: Question,
  { catalogue, retrieval, context }: Parts,
): Promise<Ready> {
  const { request, memory, clock, random, advisor, bug } = context
  const { person, place } = request
  const spot = { platform: person.platform, workspace: person.workspace, ...place }
  const since = clock() - MEMORY.ms
  const [remembered, challenge] = await Promise.all([
    memory.recent(person, spot, { since, limit: MEMORY.exchanges }),
    openChallenge(catalogue, context),
  ])
  const passages = knownOf(nearest, catalogue)
  const found = new Set(passages.map(({ lesson }) => lesson))
  const onFound = (lesson: Lesson) => void found.add(lesson)
  const programs = programsOf(context)
  const material = materialMarks(random)
  const program = run && {
    code: run.ran.program.code,
    outcome: outcomeText(run.ran.result, run.ran.advice),
  }
  const prompt = promptOf({ question: text, remembered, passages, program, challenge }, material)
  const tools = toolsOf({ retrieval, programs, material, advisor, bug, onFound })
  return { prompt, tools, programs, material, found, challenge, remembers: remembered.length > 0 }
}

async function growing({ text, doing }: Draft, { ran }: Question, ready: Ready): Promise<Message> {
  const step: readonly Block[] = doing ? [{ kind: 'markdown', text: `*${doing}*` }] : []
  const blocks = await sofar(text, ready.found)
  return {
    blocks: [...(ran?.report ?? []), ...blocks, ...step],
    notice: doing ?? 'Writing an answer…',
    audience: 'everyone',
    done: false,
  }
}

async function finished(
  { text, cut, broken }: Written,
  question: Question,
  { found, programs, challenge, remembers }: Ready,
  { words, catalogue, context }: Parts,
): Promise<Answer> {
  if (broken !== null) words.log.warn({ model: words.config.name, broken }, 'the model failed')
  // Everyone saw the beginning of the answer.
  const audience = 'everyone'
  if (text.trim() === '') return { ...inLessons(question, catalogue, NO_ANSWER), audience }
  const blocks = await checked(text, found, programs, solves(challenge, context))
  const sources = cited(text, [...found])
  const nearest = question.found.lessons.slice(0, 2).map(({ lesson }) => lesson)
  const more = broken === null ? sources : [...new Set([...sources, ...nearest])]
  const notes = [
    broken === null && (cut || text.length > UNTRUSTED.characters)
      ? 'The answer was too long and ends here.'
      : '',
    broken === null ? (sources.length > 0 ? CITING : ALONE) : BROKE_OFF,
    remembers ? MEMORY.said : '',
  ]
  return {
    blocks: [
      ...blocks,
      ...(more.length > 0 ? [openLessons(more)] : []),
      { kind: 'markdown', text: `*${notes.filter(Boolean).join(' ')}*` },
    ],
    text,
    notice: text,
    audience,
  }
}

const CITING = 'Written by a language model from the lessons.'
const ALONE = 'Written by a language model; it cites no lesson.'
const NO_ANSWER = 'The language model does not answer at the moment.'
const BROKE_OFF = 'The language model broke off here.'

/** Counts the tokens used, even if the answer failed. */
async function book(
  tokens: Tokens,
  failed: boolean,
  { request: { person }, store, clock, emit, bug }: AskContext,
): Promise<void> {
  emit({ kind: 'model', ...tokens, failed })
  try {
    await store.usage.add(person, tokens, clock())
  } catch (error) {
    bug(error)
  }
}
