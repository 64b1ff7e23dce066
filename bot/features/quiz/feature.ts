/** Solo and group quizzes. */
import type { Feature } from '../../core/feature.ts'
import { type QuizDeps, quizCommand } from './command.ts'
import { type GroupQuizDeps, GroupQuizzes } from './group/runner.ts'

/** The `/quiz` feature, with the background task that keeps group quizzes moving. */
export function quizFeature(deps: Omit<QuizDeps, 'groups'> & GroupQuizDeps): Feature {
  const groups = new GroupQuizzes(deps)
  return {
    commands: [quizCommand({ ...deps, groups })],
    background: { once: false, start: () => groups.look(), close: () => groups.close() },
  }
}
