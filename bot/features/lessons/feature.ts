/** Lessons to read. */
import type { Feature } from '../../core/feature.ts'
import { type LessonDeps, lessonCommand } from './command.ts'

export function lessonsFeature(deps: LessonDeps): Feature {
  return { commands: [lessonCommand(deps)] }
}
