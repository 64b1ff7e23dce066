/** Finds a ready answer, several to choose from, or passages of lessons; nothing if the question is off topic. */
import type { Catalogue, Lesson } from '../../../../lessons/lessons.ts'
import type { ReadyAnswer } from '../faq/answers.ts'
import type { Evidence } from '../faq/field.ts'
import type { Match } from '../faq/similarity.ts'
import { followUp } from './follow-up.ts'
import type { Knowledge } from './knowledge.ts'
import type { Passage } from './passages.ts'
import { bestPassages, type FoundLesson } from './retrieval.ts'

export type Found = Readonly<{
  /** Lessons, best first; empty if the question is off topic. */
  lessons: readonly FoundLesson[]
  /** One ready answer, several that match about equally well, or none. */
  answers: readonly ReadyAnswer[]
  /** A note that the answer is in English although the question isn't; null for English questions. */
  note: string | null
}>

export type Asked = Readonly<{
  text: string
  /** The previous question in the same conversation. */
  before?: string | null
  /** What a run of the asker's program showed. */
  shown?: string
}>

/** Thresholds of similarity, from 0 to 1. Tuned on the questions in tests/features/ask/ that are meant for tuning. */
const LEAST = {
  /** Certainly what is meant. */
  certain: 0.76,
  /** Asked in the same words. */
  same: 0.95,
  likely: 0.46,
  /** Enough if there is little evidence for the field. */
  fitting: 0.5,
  /** Share of the best score from which the second best counts as equal. */
  close: 0.95,
} as const
/** Evidence needed for the field; each stranger must be outweighed by about half a point. */
const FIELD = { enough: 1, little: 0.5, perStranger: 0.51, fewStrangers: 0.7, fewWords: 2 } as const
/** Maximum number of answers to choose from. */
const CHOICES = 3

/** Finds ready answers and lessons for a question; both are empty if it isn't about concurrent Python. */
export function find(
  { text: typed, before = null, shown = '' }: Asked,
  { similarity, field, retrieval, translate }: Knowledge,
  catalogue: Catalogue,
): Found {
  const { text, note } = translate(withoutFrames(typed))
  const goesOn = before === null ? null : followUp(text)
  const earlier = before !== null && goesOn ? translate(before).text : ''
  const passages = retrieval.lessons(
    note === null ? typed : text,
    ...(earlier ? [earlier] : []),
    ...(shown ? [shown] : []),
  )
  const termShare = goesOn === 'clear' ? TERM.afterAnother : TERM.alone
  const near = inLessonsToo(nearTo(text, earlier, shown), passages, termShare)
  const [best] = near
  const nearness = Math.max(best?.score ?? 0, passages.length > 0 ? LEAST.fitting : 0)
  const evidence = field(`${text}\n${earlier}\n${shown}`, best?.answer)
  const isOfField = belongs(note === null ? evidence : translated(evidence), nearness)
  if (!isOfField) return { answers: [], lessons: [], note }
  if (!best || best.score < LEAST.likely) return { answers: [], lessons: passages, note }
  const [, ...rivals] = near.filter(({ answer }) => !isTermBeside(answer, best.answer))
  const isClose = best.score < LEAST.certain && (rivals[0]?.score ?? 0) >= LEAST.close * best.score
  const others = isClose ? rivals.slice(0, CHOICES - 1) : []
  const chosen = [best, ...others].map(({ answer }) => answer)
  return { answers: chosen, lessons: lessonsOf(near, chosen, passages, catalogue), note }

  function nearTo(text: string, earlier: string, shown: string): readonly Match[] {
    const alone = similarity.near(text)
    const others = [
      ...(earlier ? [similarity.near(text, earlier)] : []),
      ...(shown ? [similarity.near(shown, text)] : []),
    ]
    if (goesOn !== 'clear' && (alone[0]?.score ?? 0) >= LEAST.certain) return alone
    // A follow-up question says too little on its own.
    return (
      [...(earlier ? [] : [alone]), ...others].toSorted(
        (a, b) => (b[0]?.score ?? 0) - (a[0]?.score ?? 0),
      )[0] ?? []
    )
  }
}

/** The passages to give the model: ready answers first, then the best passages of lessons. */
export function knownOf({ answers, lessons }: Found, catalogue: Catalogue): readonly Passage[] {
  const ready = answers.flatMap(({ question, text, lessons: [slug] }): Passage[] => {
    const lesson = catalogue.lessons.find((each) => each.slug === slug)
    return lesson ? [{ kind: 'faq', lesson, text: `${question} ${text}`, example: null }] : []
  })
  return [...ready, ...bestPassages(lessons)]
}

/** Removes a traceback's frames; its last line and the text around it remain. */
function withoutFrames(text: string): string {
  const lines = text.split('\n')
  if (!lines.some((line) => line.includes(TRACEBACK))) return text
  return lines
    .filter((line) => !line.startsWith(' ') && !line.includes(TRACEBACK) && !line.startsWith('```'))
    .join('\n')
}

const TRACEBACK = 'Traceback (most recent call last)'

/** Halves the strangers of a translated question: not every everyday word was translated. */
function translated(evidence: Evidence): Evidence {
  return { ...evidence, strangers: evidence.strangers / 2 }
}

/** A glossary term about the same lesson isn't an alternative answer. */
function isTermBeside(answer: ReadyAnswer, best: ReadyAnswer): boolean {
  return answer !== best && isTerm(answer) && answer.lessons[0] === best.lessons[0]
}

const isTerm = ({ kind }: ReadyAnswer): boolean => kind === 'term'

/** Raises the score of answers whose lessons the search found too, and lowers that of glossary terms. */
function inLessonsToo(
  near: readonly Match[],
  passages: readonly FoundLesson[],
  termShare: number,
): readonly Match[] {
  const ranks = new Map(passages.slice(0, AGREED.length).map(({ lesson }, at) => [lesson.slug, at]))
  return near
    .slice(0, CONSIDERED)
    .map(({ answer, score }) => {
      const [first = '', second = ''] = answer.lessons
      const rank = Math.min(ranks.get(first) ?? NONE, ranks.get(second) ?? NONE)
      const share = isTerm(answer) ? termShare : 1
      return { answer, score: score * share + (AGREED[rank] ?? 0) }
    })
    .toSorted((a, b) => b.score - a.score)
}

/** Bonus if one of the answer's first two lessons is the first, second or third that was found. */
const AGREED = [0.07, 0.04, 0.02] as const
const NONE = Number.POSITIVE_INFINITY
/** A follow-up question rarely asks what something is. */
const TERM = { alone: 0.97, afterAnother: 0.5 } as const
/** How many of the best matches are considered. */
const CONSIDERED = 12

/**
 * Whether the question is about the field. If nearly no word is foreign to it, one ambiguous term is enough, and
 * none is needed if an answer fits well.
 */
function belongs({ weight, strangers, words }: Evidence, score: number): boolean {
  if (weight >= FIELD.enough) return strangers * FIELD.perStranger <= weight
  if (strangers <= FIELD.fewStrangers && score >= LEAST.same) return true
  if (strangers === 0 && words > FIELD.fewWords && score >= LEAST.certain) return true
  return weight >= FIELD.little && strangers <= FIELD.fewStrangers && score >= LEAST.fitting
}

/** Lessons of the chosen answers, then the best found, then other lessons of the answers and of the next best one. */
function lessonsOf(
  near: readonly Match[],
  chosen: readonly ReadyAnswer[],
  passages: readonly FoundLesson[],
  { lessons }: Catalogue,
): readonly FoundLesson[] {
  const slugs = [
    ...chosen.map(({ lessons: [first = ''] }) => first),
    passages[0]?.lesson.slug ?? '',
    ...chosen.flatMap(({ lessons }) => lessons),
    near[chosen.length]?.answer.lessons[0] ?? '',
  ]
  const found = slugs.flatMap((slug) => lessons.find((lesson) => lesson.slug === slug) ?? [])
  const all: readonly Lesson[] = [...found, ...passages.map(({ lesson }) => lesson)]
  return [...new Set(all)].map(
    (lesson) =>
      passages.find((each) => each.lesson === lesson) ?? {
        lesson,
        score: 0,
        passages: [],
        bestAnswer: 0,
      },
  )
}
