/** The messages of a group quiz: the announcement, each question, and its answer. */

import type { Action, Block, Choice, Message } from '../../../core/message.ts'
import { sentence } from '../../../lib/text/markdown.ts'
import { count } from '../../../lib/text/quantities.ts'
import type { QuizAnswer } from '../../../store/quiz-answers.ts'
import { asking, isListed } from '../question-view.ts'
import type { Control } from './moves.ts'
import { type GroupQuestion, optionText, rightOptions } from './question.ts'
import { POINTS, scores } from './scoring.ts'
import { GROUP, type GroupQuiz } from './state.ts'
import { table } from './table.ts'

/** Announces a group quiz with its rules and a stop button. */
export function announcement({ topic, settings, state, run }: GroupQuiz): Message {
  const pace =
    settings.seconds === null ? 'the host moves on' : `${settings.seconds} s per question`
  const questions = count(state.questions.length, 'question')
  const notice = `Quiz for everyone: ${questions} on ${topic}, ${pace}.`
  const rules =
    'Pick an answer to take part. Nobody else sees it, and you can change it once while the question is open. ' +
    `A right answer scores ${POINTS.right} points, plus up to ${POINTS.quick} for speed. ` +
    `The first question is up in ${GROUP.leadMs / 1000} s.`
  return everyone(notice, [
    { kind: 'markdown', text: `**${sentence(notice)}** ${rules}` },
    { kind: 'choices', choices: [stopping(run, 0)] },
  ])
}

/** The message that the thread with the questions starts from. */
export function openingMessage({ topic }: GroupQuiz): Message {
  const notice = `Quiz on ${topic}`
  return everyone(notice, [
    { kind: 'markdown', text: `**${notice}**\n\nThe questions will appear here.` },
  ])
}

/** The current question; nothing in it depends on which option is right. `answered`: number of people who have answered. */
export function questionMessage(
  quiz: GroupQuiz,
  question: GroupQuestion,
  answered: number,
): Message {
  const { run, state } = quiz
  const { at, pausedAt } = state
  const isPaused = pausedAt !== null
  const title = titleOf(quiz)
  const facts = [isPaused ? 'paused' : timeOf(quiz), answered > 0 ? `${answered} answered` : '']
  const head = [`**${title}**`, ...facts.filter(Boolean)].join(' · ')
  const action: Action = { command: 'quiz', options: { run, at } }
  const blocks = asking(question, [], action)
  return everyone(title, [
    { kind: 'markdown', text: head },
    ...(isPaused ? blocks.filter(({ kind }) => kind !== 'choices' && kind !== 'form') : blocks),
    controls(quiz),
  ])
}

/** A question that was skipped without showing its answer. */
export function leftMessage(quiz: GroupQuiz, question: GroupQuestion): Message {
  const title = titleOf(quiz)
  return everyone(title, [
    { kind: 'markdown', text: `**${title}** · skipped` },
    { kind: 'markdown', text: question.question },
  ])
}

/** The answer to the current question. `answers`: all answers of the quiz. `isPresent`: show the host's controls. */
export function answerMessage(
  quiz: GroupQuiz,
  question: GroupQuestion,
  answers: readonly QuizAnswer[],
  isPresent: boolean,
): Message {
  const { state, settings } = quiz
  const given = answers.filter((each) => each.question === state.at)
  const right = given.filter(({ correct }) => correct).length
  const board = scores(answers, state.marked, settings)
  const heading = `${titleOf(quiz)}: the answer`
  const paused = state.pausedAt === null ? '' : ' · paused'
  return everyone(`${heading}. ${right} of ${given.length} right.`, [
    { kind: 'markdown', text: `**${heading}**${paused}` },
    { kind: 'markdown', text: question.question },
    ...code(question),
    distribution(question, given, right),
    { kind: 'markdown', text: explanation(question, given) },
    ...(board.length > 0 ? [table('Points so far', board.slice(0, GROUP.top))] : []),
    ...(isPresent ? [controls(quiz)] : []),
  ])
}

function titleOf({ state }: GroupQuiz): string {
  return `Question ${state.at + 1} of ${state.questions.length}`
}

function timeOf({ settings }: GroupQuiz): string {
  return settings.seconds === null ? '' : `${settings.seconds} s`
}

function code(question: GroupQuestion): readonly Block[] {
  if (question.code === undefined) return []
  return [{ kind: 'code', text: question.code, language: 'python' }]
}

const BAR = 10

/** How many people chose each option; right options have a tick. */
function distribution(question: GroupQuestion, given: readonly QuizAnswer[], right: number): Block {
  const counts = question.options.map((_, index) => votes(given, index + 1))
  const most = Math.max(1, ...counts)
  const lines = question.options.map((option, index) => {
    const chosen = counts[index] ?? 0
    const bar = '█'.repeat(Math.ceil((BAR * chosen) / most)).padEnd(BAR)
    const number = isListed(question) ? `${index + 1}  ` : ''
    const mark = option.right ? '✓' : ' '
    return `${mark} ${bar} ${`${chosen}`.padStart(3)}  ${number}${optionText(question, index + 1)}`
  })
  const title = given.length === 0 ? 'Nobody answered' : `${right} of ${given.length} right`
  return { kind: 'code', text: lines.join('\n'), language: 'text', title }
}

/** Why the right options are right, and why the most popular wrong one isn't. */
function explanation(question: GroupQuestion, given: readonly QuizAnswer[]): string {
  const { options } = question
  const rights = rightOptions(question).flatMap((number) => options[number - 1] ?? [])
  const wrong = options
    .map((option, index) => ({ option, number: index + 1, chosen: votes(given, index + 1) }))
    .filter(({ option, chosen }) => !option.right && chosen > 0)
    .toSorted((a, b) => b.chosen - a.chosen)[0]
  const why = [...rights.map((each) => each.why), question.explanation].map(sentence).join(' ')
  if (!wrong) return why
  return `${why}\n\nAlso chosen: ${sentence(optionText(question, wrong.number))}. ${sentence(wrong.option.why)}`
}

function votes(given: readonly QuizAnswer[], number: number): number {
  return given.filter(({ chosen }) => Array.isArray(chosen) && chosen.includes(number)).length
}

/** Buttons for the host. Everyone sees them; others who press one get an error. */
function controls(quiz: GroupQuiz): Block {
  const { run, settings, state } = quiz
  const { at, phase, pausedAt } = state
  const by = (act: Control, label: string, more: Partial<Choice> = {}): Choice => ({
    label,
    action: { command: 'quiz', options: { run, at, act } },
    ...more,
  })
  const stop = stopping(run, at)
  const isTimed = settings.seconds !== null
  const primary = { style: 'primary' } as const
  const pause = isTimed ? [by('pause', 'Pause')] : []
  const next = by('next', 'Next question', isTimed ? {} : primary)
  const show = isTimed ? [] : [by('show', 'Show the answer')]
  const choices = {
    paused: [by('go-on', 'Go on', primary), stop],
    asking: [...show, ...pause, by('skip', 'Skip'), stop],
    shown: [next, ...pause, stop],
  }
  const now = pausedAt !== null ? 'paused' : phase === 'asking' ? 'asking' : 'shown'
  return { kind: 'choices', prompt: 'Host:', choices: choices[now] }
}

function stopping(run: string, at: number): Choice {
  return {
    label: 'Stop the quiz',
    action: { command: 'quiz', options: { run, at, act: 'stop' } },
    style: 'danger',
  }
}

function everyone(notice: string, blocks: readonly Block[]): Message {
  return { blocks, notice, audience: 'everyone', done: true }
}
