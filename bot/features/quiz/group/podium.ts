/** The end of a group quiz: who won, what the group should look at again, and how each person did. */
import type { Catalogue, Lesson } from '../../../../lessons/lessons.ts'
import { type PersonId, personKey } from '../../../core/keys.ts'
import type { Block, Choice, Fact, Message } from '../../../core/message.ts'
import { count, list } from '../../../lib/text/quantities.ts'
import { oneLine } from '../../../lib/text/visible.ts'
import type { QuizAnswer } from '../../../store/quiz-answers.ts'
import { questionAt } from './question.ts'
import { type Scored, type Spot, scores, weakSpots } from './scoring.ts'
import { GROUP, type GroupQuiz } from './state.ts'
import { table } from './table.ts'

/** Maximum number of lessons linked to. */
const LINKS = 3

/** The closing message: winners, the lessons to look at again, and a button for one's own rank. */
export function podium(
  quiz: GroupQuiz,
  answers: readonly QuizAnswer[],
  catalogue: Catalogue,
): Message {
  const { run, state, settings } = quiz
  const board = scores(answers, state.marked, settings)
  const weak = spotsOf(quiz, answers, catalogue)
  const notice = ENDS[state.ended ?? 'done']
  const about = `${count(state.marked.length, 'question')}, ${board.length === 1 ? '1 person' : `${board.length} people`}.`
  const rank: Choice = {
    label: 'My rank',
    style: 'primary',
    action: { command: 'quiz', options: { run, act: 'rank' } },
  }
  const links = weak.slice(0, LINKS).map(({ lesson }) => link(lesson))
  return {
    blocks: [
      { kind: 'markdown', text: `**${notice}** ${about}` },
      ...winners(board),
      ...(weak.length > 0 ? [WEAK, { kind: 'facts', facts: weak.map(spotFact) } as const] : []),
      ...(board.length > 0 ? [{ kind: 'choices', choices: [rank, ...links] } as const] : []),
    ],
    notice,
    audience: 'everyone',
    done: true,
  }
}

const ENDS = {
  done: 'The quiz is over.',
  stopped: 'The quiz was stopped.',
  idle: 'The quiz ended because nobody continued it.',
} as const

const WEAK: Block = { kind: 'markdown', text: 'Worth another look for this group:' }

const PLACES = ['1st', '2nd', '3rd']

function winners(board: readonly Scored[]): readonly Block[] {
  const best = board.filter(({ rank, points }) => rank <= PLACES.length && points > 0)
  if (best.length === 0) return []
  const facts = PLACES.flatMap((label, index): Fact[] => {
    const here = best.filter(({ rank }) => rank === index + 1)
    if (here.length === 0) return []
    const names = list(
      here.map(({ name }) => oneLine(name, 40)),
      PLACES.length,
    )
    return [{ label, value: `${names}, ${count(here[0]?.points ?? 0, 'point')}` }]
  })
  const top = board.slice(0, GROUP.top).map(({ gained: _, ...each }) => each)
  return [{ kind: 'facts', facts }, ...(board.length > 3 ? [table('Top ten', top)] : [])]
}

/** One person's result, shown only to them. */
export function rankMessage(
  quiz: GroupQuiz,
  answers: readonly QuizAnswer[],
  person: PersonId,
  catalogue: Catalogue,
): Message {
  const { state, settings } = quiz
  const board = scores(answers, state.marked, settings)
  const isMe = (each: Readonly<{ person: PersonId }>) =>
    personKey(each.person) === personKey(person)
  const mine = board.find(isMe)
  const asker = { audience: 'asker', done: true } as const
  if (!mine) {
    const notice = 'You have no scored answers in this quiz.'
    return { blocks: [{ kind: 'markdown', text: notice }], notice, ...asker }
  }
  const { rank, points, right } = mine
  const notice = `You're number ${rank} of ${board.length} with ${count(points, 'point')}: ${right} of ${state.marked.length} right.`
  const missed = spotsOf(quiz, answers.filter(isMe), catalogue).slice(0, LINKS)
  const read: Block = { kind: 'choices', choices: missed.map(({ lesson }) => link(lesson)) }
  const blocks: readonly Block[] = [
    { kind: 'markdown', text: `**${notice}**` },
    ...(missed.length > 0 ? [read] : []),
  ]
  return { blocks, notice, ...asker }
}

type WeakSpot = Omit<Spot, 'lesson'> & Readonly<{ lesson: Lesson }>

function spotsOf(
  quiz: GroupQuiz,
  answers: readonly QuizAnswer[],
  catalogue: Catalogue,
): readonly WeakSpot[] {
  const lessonAt = (place: number) => questionAt(catalogue, quiz, place)?.lesson ?? null
  return weakSpots(answers, quiz.state.marked, lessonAt).flatMap((spot) => {
    const lesson = catalogue.lessons.find(({ number }) => number === spot.lesson)
    return lesson ? [{ ...spot, lesson }] : []
  })
}

function spotFact({ lesson, right, answers }: WeakSpot): Fact {
  return { label: nameOf(lesson), value: `${right} of ${answers} right` }
}

function link(lesson: Lesson): Choice {
  return {
    label: `Read ${nameOf(lesson)}`,
    action: { command: 'lesson', options: { name: `${lesson.number}` } },
  }
}

function nameOf({ number, title }: Lesson): string {
  return `${number}. ${title}`
}
