/** A channel with a group in it, on a platform that keeps what was said: real tutor, real store, time by hand. */
import { setImmediate } from 'node:timers/promises'
import type { Action, Message } from '../../../../bot/core/message.ts'
import { createPlatforms, type Platform, type Posted } from '../../../../bot/core/platform.ts'
import type { Person } from '../../../../bot/core/request.ts'
import { leaderboardCommand } from '../../../../bot/features/leaderboard/command.ts'
import { lessonCommand } from '../../../../bot/features/lessons/command.ts'
import { quizCommand } from '../../../../bot/features/quiz/command.ts'
import {
  type GroupQuestion,
  questionAt,
  rightOptions,
} from '../../../../bot/features/quiz/group/question.ts'
import { GroupQuizzes } from '../../../../bot/features/quiz/group/runner.ts'
import { type GroupQuiz, readGroup } from '../../../../bot/features/quiz/group/state.ts'
import type { Store } from '../../../../bot/store/store.ts'
import { loadLessons } from '../../../../lessons/lessons.ts'
import { memoryStore } from '../../../store/memory.ts'
import { timeByHand } from '../../../time.ts'
import { tutorWith } from '../../../tutor.ts'

export const CATALOGUE = await loadLessons()

const WORKSPACE = { platform: 'test', workspace: 'w' }
export const PLACE = { ...WORKSPACE, channel: 'study' }

export type Group = Awaited<ReturnType<typeof openGroup>>

/** What was said, each message with all its revisions. */
export type Said = { key: string; revisions: Message[] }

export function member(name: string, admin = false): Person {
  return { ...WORKSPACE, id: name.toLowerCase(), name, admin }
}

/** As platforms do it: the same key is posted once, and what is edited has to be there. */
function channelOf(said: Said[]): Platform {
  return {
    name: WORKSPACE.platform,
    async post(spot, message, key): Promise<Posted> {
      if (!said.some((each) => each.key === key)) said.push({ key, revisions: [message] })
      return { spot, id: key }
    },
    async edit({ id }, message) {
      const found = said.find(({ key }) => key === id)
      if (!found) throw new Error(`nothing was said as ${id}`)
      // What another process edits meanwhile may be there first.
      await setImmediate()
      found.revisions.push(message)
    },
    openThread: async ({ spot }) => spot,
    tell: async () => true,
    isAdmin: async () => false,
    state: () => ({ connected: true, detail: '' }),
    close: async () => {},
  }
}

/** `given`: of a process before, or of one beside it. */
export async function openGroup(
  given: Partial<{ store: Store; time: ReturnType<typeof timeByHand>; said: Said[] }> = {},
) {
  const { store = await memoryStore(), time = timeByHand(), said = [] } = given
  const bugs: unknown[] = []
  const note = (fields: unknown) => void bugs.push(fields)
  const log = { info() {}, warn: note, error: note }
  const platforms = createPlatforms()
  platforms.add(channelOf(said))
  const { clock, alarm } = time
  const groups = new GroupQuizzes({ store, platforms, catalogue: CATALOGUE, clock, alarm, log })
  const made = { store, log, platforms, clock, alarm, catalogue: CATALOGUE }
  const tutor = tutorWith(made, (parts) => [
    quizCommand({ ...parts, groups }),
    lessonCommand(parts),
    leaderboardCommand(parts),
  ])

  async function ask(person: Person, asked: string | Action): Promise<Message> {
    const what = typeof asked === 'string' ? { text: asked } : asked
    const place = { channel: PLACE.channel, direct: false }
    const request = { id: '1', person, place, signal: new AbortController().signal, ...what }
    const last = (await Array.fromAsync(tutor.handle(request))).at(-1)
    if (!last) throw new Error('no answer')
    return last
  }

  async function wait(ms: number): Promise<void> {
    time.advance(ms)
    await groups.settled()
  }

  /** The quiz that is running, with its present question as everybody sees it. */
  async function now(): Promise<
    Omit<GroupQuiz, 'question'> & Readonly<{ question: GroupQuestion }>
  > {
    const running = await store.quizzes.runningIn(PLACE)
    if (!running) throw new Error('no quiz is running')
    const quiz = readGroup(running)
    const question = questionAt(CATALOGUE, quiz)
    if (!question) throw new Error('no question')
    return { ...quiz, question }
  }

  /** Answers the present question, rightly or not, or with another wrong option. */
  async function answer(person: Person, how: 'right' | 'wrong' | 'otherwise'): Promise<Message> {
    const { run, state, question } = await now()
    const options = { run, at: state.at, answer: answerTo(question, how) }
    return ask(person, { command: 'quiz', options })
  }

  return {
    store,
    time,
    said,
    bugs,
    groups,
    tutor,
    ask,
    wait,
    now,
    answer,
    /** The last message as it is now. */
    last(): Message {
      const message = said.at(-1)?.revisions.at(-1)
      if (!message) throw new Error('nothing was said')
      return message
    },
  }
}

function answerTo(question: GroupQuestion, how: 'right' | 'wrong' | 'otherwise'): string {
  const right = rightOptions(question)
  if (how === 'right') return right.join(' ')
  const numbers = question.options.map((_, index) => index + 1)
  const wrong =
    question.kind === 'several'
      ? [right.length === numbers.length ? numbers.slice(1) : numbers, right.slice(1), [numbers[0]]]
      : numbers.filter((each) => !right.includes(each)).map((each) => [each])
  const fit = wrong.filter((each) => each.length > 0 && each.join() !== right.join())
  return (how === 'wrong' ? fit[0] : (fit[1] ?? fit[0]))?.join(' ') ?? ''
}

/** All text of a message, also that in blocks. */
export function textOf({ blocks }: Message): string {
  return blocks
    .map((block) => {
      if (block.kind === 'markdown' || block.kind === 'code') return block.text
      if (block.kind !== 'facts') return ''
      return block.facts.map(({ label, value }) => `${label}: ${value}`).join('\n')
    })
    .join('\n')
}

export function labels({ blocks }: Message): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'choices' ? block.choices.map(({ label }) => label) : [],
  )
}
