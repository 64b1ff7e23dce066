/** Answers to the question that a member sees: a right one or a wrong one, whatever kind it is of. */
import type { Question } from '../../lessons/lessons.ts'
import { VERSIONS } from '../lessons/versions.ts'
import type { Done, Member, Seen } from './stage.ts'

function questionIn({ text }: Seen): Question {
  const shown = letters(text)
  // Many have the same words, and differ in their code. Its lines may be numbered.
  const parts = (question: Question) => [
    question.question,
    ...('code' in question ? (question.code ?? '').split('\n') : []),
  ]
  const found = VERSIONS.filter((question) =>
    parts(question).every((part) => shown.includes(letters(part))),
  ).toSorted((a, b) => parts(b).join('').length - parts(a).join('').length)[0]
  if (!found) throw new Error(`no question in ${text}`)
  return found
}

export function answerRightly(member: Member, seen: Seen): Promise<Done> {
  return answer(member, seen, questionIn(seen), true)
}

export function answerWrongly(member: Member, seen: Seen): Promise<Done> {
  return answer(member, seen, questionIn(seen), false)
}

function answer(member: Member, seen: Seen, question: Question, right: boolean): Promise<Done> {
  switch (question.kind) {
    case 'gap':
      return member.fill(seen, 'Answer', { What: right ? (question.answers[0] ?? '') : 'nothing' })
    case 'order': {
      const places = question.lines.map((line) => numberOf(line, seen))
      return member.fill(seen, 'Answer', {
        'The numbers': (right ? places : places.toReversed()).join(' '),
      })
    }
    case 'several': {
      const chosen = question.options.filter((option) => option.right === right)
      return member.fill(seen, 'Answer', {
        'The numbers': chosen.map(({ text }) => numberOf(text, seen)).join(' '),
      })
    }
    default: {
      const option = question.options.find((each) => each.right === right)
      return member.press(seen, labelOf(option?.text ?? '', seen))
    }
  }
}

function labelOf(option: string, seen: Seen): string {
  const button = seen.buttons.find((label) => letters(label) === letters(option))
  return button ?? `Option ${numberOf(option, seen)}`
}

/** Where options or lines are numbered, they stand in a block of code. */
function numberOf(text: string, { code }: Seen): number {
  const lines = code.flatMap((each) => each.split(/^(?=\s?\d+ {2})/m))
  const numbered = lines.map((line) => /^\s*(\d+) {2}(.*)$/s.exec(line))
  const found = numbered.find((match) => match && letters(match[2] ?? '') === letters(text))
  if (!found) throw new Error(`“${text}” is not numbered in ${JSON.stringify(code)}`)
  return Number(found[1])
}

/** Without markup, and without the spaces that a platform may change. */
function letters(text: string): string {
  return text.replace(/[`*_\s]/g, '')
}
