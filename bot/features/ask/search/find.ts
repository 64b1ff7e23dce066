/** What a question finds: a ready answer, several to choose from, a passage of a lesson, or nothing of the field. */
import type { Catalogue, Lesson } from '../../../../lessons/lessons.ts'
import type { ReadyAnswer } from '../faq/answers.ts'
import type { Evidence } from '../faq/field.ts'
import type { Match } from '../faq/similarity.ts'
import { followUp } from './follow-up.ts'
import type { Knowledge } from './knowledge.ts'
import type { Passage } from './passages.ts'
import { bestPassages, type FoundLesson } from './retrieval.ts'

export type Found = Readonly<{
  /** Lessons, the best first; none where the question is off topic. */
  lessons: readonly FoundLesson[]
  /** One ready answer, several that are equally near, or none. */
  answers: readonly ReadyAnswer[]
  /** That the answer is in English though the question is not; null where it is. */
  note: string | null
}>

export type Asked = Readonly<{
  text: string
  /** The question before in the same conversation. */
  before?: string | null
  /** What a run of the asker's program has shown. */
  shown?: string
}>

/** Similarity, from 0 to 1. Found by trying on the questions of tests/features/ask/ that are for it. */
const LEAST = {
  /** Nothing else is meant. */
  certain: 0.76,
  /** Is asked for in these words. */
  same: 0.95,
  likely: 0.46,
  /** Where few words speak for the field. */
  fitting: 0.5,
  /** The second is as near as the first. */
  close: 0.95,
} as const
/** Words that speak for the field, by weight; each stranger needs half a one. */
const FIELD = { enough: 1, little: 0.5, perStranger: 0.51, fewStrangers: 0.7, fewWords: 2 } as const
/** Answers to choose from. */
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
    // A follow-up question says too little by itself.
    return (
      [...(earlier ? [] : [alone]), ...others].toSorted(
        (a, b) => (b[0]?.score ?? 0) - (a[0]?.score ?? 0),
      )[0] ?? []
    )
  }
}

/** What a model is given of it: the ready answers, then the best passages. */
export function knownOf({ answers, lessons }: Found, catalogue: Catalogue): readonly Passage[] {
  const ready = answers.flatMap(({ question, text, lessons: [slug] }): Passage[] => {
    const lesson = catalogue.lessons.find((each) => each.slug === slug)
    return lesson ? [{ kind: 'faq', lesson, text: `${question} ${text}`, example: null }] : []
  })
  return [...ready, ...bestPassages(lessons)]
}

/** Of a traceback, what was written around it and its last line count, and not the lines of code in between. */
function withoutFrames(text: string): string {
  const lines = text.split('\n')
  if (!lines.some((line) => line.includes(TRACEBACK))) return text
  return lines
    .filter((line) => !line.startsWith(' ') && !line.includes(TRACEBACK) && !line.startsWith('```'))
    .join('\n')
}

const TRACEBACK = 'Traceback (most recent call last)'

/** Of a question in another language, not every everyday word has been put into English. */
function translated(evidence: Evidence): Evidence {
  return { ...evidence, strangers: evidence.strangers / 2 }
}

/** The glossary's sentence about the same thing is no other answer. */
function isTermBeside(answer: ReadyAnswer, best: ReadyAnswer): boolean {
  return answer !== best && isTerm(answer) && answer.lessons[0] === best.lessons[0]
}

const isTerm = ({ kind }: ReadyAnswer): boolean => kind === 'term'

/** Where the search of the lessons agrees, an answer is likelier; a term of the glossary says less than an entry. */
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

/** What it counts that one of the answer's two lessons is the first, second or third that was found. */
const AGREED = [0.07, 0.04, 0.02] as const
const NONE = Number.POSITIVE_INFINITY
/** A follow-up question rarely asks what something is. */
const TERM = { alone: 0.97, afterAnother: 0.5 } as const
/** Nearest answers. */
const CONSIDERED = 12

/** One everyday word that is also a term is enough where hardly a word is strange to the field, none where an answer fits well. */
function belongs({ weight, strangers, words }: Evidence, score: number): boolean {
  if (weight >= FIELD.enough) return strangers * FIELD.perStranger <= weight
  if (strangers <= FIELD.fewStrangers && score >= LEAST.same) return true
  if (strangers === 0 && words > FIELD.fewWords && score >= LEAST.certain) return true
  return weight >= FIELD.little && strangers <= FIELD.fewStrangers && score >= LEAST.fitting
}

/** Those of the answers, then by turns those of the search and of the answers that are next. */
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
