/** Ids of quizzes. */
import type { Random } from '../../core/clock.ts'

const GROUP = 'g-'

/** Creates an id from the time (epoch ms) and a random number; ids of group quizzes have a prefix. */
export function newRun(kind: 'solo' | 'group', now: number, random: Random): string {
  const prefix = kind === 'group' ? GROUP : ''
  return `${prefix}${now.toString(36)}-${Math.floor(random() * 2 ** 48).toString(36)}`
}

/** Whether an id is that of a group quiz. */
export function isGroupRun(run: string): boolean {
  return run.startsWith(GROUP)
}
