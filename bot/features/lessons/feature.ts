/** Lessons to read. */
import type { Feature } from '../../core/feature.ts'
import { type LessonDeps, lessonCommand } from './command.ts'

/** The `/lesson` feature. */
export function lessonsFeature(deps: LessonDeps): Feature {
  return { commands: [lessonCommand(deps)] }
}
