/** What became of everything that a class asked. */
import type { Asked } from './acts.ts'

export type Fate =
  | 'answered'
  | 'refused'
  | 'interrupted'
  /** The machine was so busy that the run's result came too late. */
  | 'broken'
  | 'withdrawn'
  /** It came in the moment of a kill, and nothing was heard of it. */
  | 'unheard'
  /** It went with its process, and whoever asked saw that. */
  | 'forgotten'
  | 'lost'
  | 'doubled'
  | 'unfinished'
  /** What it said before an edit was answered, and not what it says now. */
  | 'stale'
  | 'left'

/** An answer of the tutor's own, in the place of a program's: the rate is used up. */
const REFUSED = /wait|again in|too many|minute|busy|waiting/i
const BROKEN = /broke its sandbox/
const INTERRUPTED = /I was interrupted/

export function fateOf({ word, isErased, given }: Asked, isUnheard: boolean): Fate {
  if (given.isForgotten?.()) return 'forgotten'
  const answers = given.answers()
  if (isErased) return answers.length === 0 ? 'withdrawn' : 'left'
  if (answers.length === 0) return isUnheard ? 'unheard' : 'lost'
  if (answers.some(({ isDone }) => !isDone)) return 'unfinished'
  const says = (fits: (text: string) => boolean) => answers.filter(({ text }) => fits(text)).length
  const own = says((text) => text.includes(word))
  const interrupted = says((text) => INTERRUPTED.test(text))
  if (own + interrupted > 1) return 'doubled'
  if (own === 1) return 'answered'
  if (interrupted === 1) return 'interrupted'
  if (answers.length > 1) return 'doubled'
  if (says((text) => BROKEN.test(text)) === 1) return 'broken'
  return says((text) => REFUSED.test(text)) === 1 ? 'refused' : isUnheard ? 'unheard' : 'stale'
}

/** None of these may be. */
export const FAULTS: readonly Fate[] = ['lost', 'doubled', 'unfinished', 'stale', 'left']
