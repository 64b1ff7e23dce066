/** Autocomplete for lessons and topics. */
import { type Catalogue, type Lesson, PARTS } from '../../../lessons/lessons.ts'
import type { Suggestion } from '../../core/command.ts'
import { findLesson } from './find.ts'

/** Lessons whose number starts with or whose name contains the text; otherwise the one with a similar name. */
export function suggestLessons(lessons: readonly Lesson[], typed: string): readonly Suggestion[] {
  const wanted = typed.trim().toLowerCase()
  const found = lessons.filter(
    ({ number, title, slug }) =>
      `${number}`.startsWith(wanted) || `${title} ${slug}`.toLowerCase().includes(wanted),
  )
  return (found.length > 0 ? found : nearly(lessons, typed)).map(({ number, title }) => ({
    label: `${number}. ${title}`,
    value: `${number}`,
  }))
}

/** Suggests parts, lessons, and “mixed” for everything. */
export function suggestTopics({ lessons }: Catalogue, typed: string): readonly Suggestion[] {
  const parts = [...new Set(lessons.map(({ part }) => part))].map((part) => ({
    label: `Part ${part}: ${PARTS[part]}`,
    value: part,
  }))
  const groups = [{ label: 'Mixed: everything', value: 'mixed' }, ...parts]
  const wanted = typed.trim().toLowerCase()
  return [
    ...groups.filter(
      ({ label, value }) =>
        value.toLowerCase().startsWith(wanted) || label.toLowerCase().includes(wanted),
    ),
    ...suggestLessons(lessons, typed),
  ]
}

function nearly(lessons: readonly Lesson[], typed: string): readonly Lesson[] {
  try {
    return [findLesson({ lessons }, typed)]
  } catch {
    return []
  }
}
