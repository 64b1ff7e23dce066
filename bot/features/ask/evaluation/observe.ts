/** Asks a tutor a case as a person would, and reads the answer. */
import type { Case } from '../../../../lessons/cases.ts'
import type { Catalogue } from '../../../../lessons/lessons.ts'
import type { Clock } from '../../../core/clock.ts'
import type { TutorEvent } from '../../../core/events.ts'
import type { Block, Message } from '../../../core/message.ts'
import type { Request } from '../../../core/request.ts'
import type { Tutor } from '../../../core/tutor.ts'
import type { Knowledge } from '../search/knowledge.ts'
import { NOTHING_FOUND } from '../small-talk.ts'
import type { Observed } from './measure.ts'

type Parts = Readonly<{
  tutor: Tutor
  catalogue: Catalogue
  /** Ready answers by id. */
  answers: Knowledge['answers']
  clock: Clock
  /** Returns the model events since the last call, and clears them. */
  used(): readonly Extract<TutorEvent, { kind: 'model' }>[]
  /** Null if no model judges. */
  judge: ((asked: Case, answer: string) => Promise<boolean | null>) | null
}>

/** Asks the tutor one case. `number` gives it a person and conversation of its own, so that cases don't share memory. */
export async function observe(asked: Case, number: number, parts: Parts): Promise<Observed> {
  const { tutor, catalogue, answers, clock, used, judge } = parts
  const say = async (text: string): Promise<Message | undefined> => {
    const last: Message[] = []
    for await (const message of tutor.handle(requestOf(text, number))) last.splice(0, 1, message)
    return last[0]
  }
  if (asked.after !== undefined) await say(asked.after)
  used()
  const began = clock()
  const message = await say(typed(asked))
  const ms = clock() - began
  const spent = used()
  const blocks = message?.blocks ?? []
  const text = blocks.map(readable).join('\n')
  const lessons = slugsOf(blocks, catalogue, answers)
  const isWritten = spent.some(({ failed }) => !failed)
  return {
    text,
    lessons,
    isRefused:
      text.includes(NOTHING_FOUND) || (isWritten && lessons.length === 0 && REFUSAL.test(text)),
    isChoice: blocks.some(({ kind }) => kind === 'choices') && text.startsWith('Which of these'),
    isWritten,
    ms,
    tokens: spent.reduce((sum, each) => sum + each.promptTokens + each.answerTokens, 0),
    judged: judge && (await judge(asked, text)),
  }
}

/** The model is told to refuse in one line, but may choose the words. */
const REFUSAL = /\bonly\b[^.]*\bconcurrent python\b|\bconcurrent python\b[^.]*\bonly\b/i

function typed({ question, code }: Case): string {
  return code === undefined ? question : `${question}\n\`\`\`python\n${code}\n\`\`\``
}

function requestOf(text: string, number: number): Request {
  const id = `case-${number}`
  return {
    id,
    person: { platform: 'eval', workspace: 'eval', id, name: 'Learner', admin: false },
    place: { channel: id, direct: true },
    signal: new AbortController().signal,
    command: 'ask',
    options: { question: text },
  }
}

/** The readable text of a block, without buttons. */
function readable(block: Block): string {
  switch (block.kind) {
    case 'markdown':
    case 'code':
      return block.text
    case 'fold':
      return `${block.title}\n${block.text}`
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
    default:
      return ''
  }
}

/** Slugs of lessons that buttons open, and of the first lesson of each ready answer offered. */
function slugsOf(
  blocks: readonly Block[],
  { lessons }: Catalogue,
  answers: Knowledge['answers'],
): readonly string[] {
  const actions = blocks.flatMap((block) =>
    block.kind === 'choices' ? block.choices.map(({ action }) => action) : [],
  )
  return actions.flatMap(({ command, options }) => {
    if (command === 'ask') return answers.get(String(options.faq))?.lessons.slice(0, 1) ?? []
    const opened = lessons.find(({ number }) => String(number) === options.name)
    return command === 'lesson' && opened ? [opened.slug] : []
  })
}
