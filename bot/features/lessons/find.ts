/** Finds the lesson or part that a person means. */
import { type Catalogue, type Lesson, PARTS } from '../../../lessons/lessons.ts'
import { UserError } from '../../core/errors.ts'
import { nearest } from '../../lib/nearest.ts'

/**
 * Finds a lesson by number, name, the start or a part of its name, or a misspelled name.
 *
 * @throws {UserError} No lesson matches.
 */
export function findLesson({ lessons }: Catalogue, asked: string): Lesson {
  const name = plain(asked)
  const found = /^\d+$/.test(name)
    ? lessons.find(({ number }) => number === Number(name))
    : (byName(lessons, (lessonName) => lessonName === name) ??
      byName(lessons, (lessonName) => name !== '' && lessonName.startsWith(name)) ??
      byName(lessons, (lessonName) => name !== '' && lessonName.includes(name)) ??
      nearlyNamed(lessons, name))
  if (found) return found
  throw new UserError(`There's no lesson “${asked.trim()}”.`, '/lesson')
}

/**
 * Finds the lessons of a part by its letter, its name or both; otherwise the one lesson that matches.
 *
 * @throws {UserError} No part or lesson matches.
 */
export function findLessons(catalogue: Catalogue, asked: string): readonly Lesson[] {
  const name = plain(asked).replace(/^part /, '')
  const found = catalogue.lessons.filter(({ part }) => {
    const [letter, called] = [plain(part), plain(PARTS[part])]
    return [letter, called, `${letter} ${called}`].includes(name)
  })
  return found.length > 0 ? found : [findLesson(catalogue, asked)]
}

function byName(lessons: readonly Lesson[], fits: (name: string) => boolean): Lesson | undefined {
  return lessons.find((lesson) => namesOf(lesson).some(fits))
}

function nearlyNamed(lessons: readonly Lesson[], name: string): Lesson | undefined {
  const near = nearest(name, lessons.flatMap(namesOf))
  return byName(lessons, (lessonName) => lessonName === near)
}

function namesOf({ slug, title }: Lesson): readonly string[] {
  return [plain(slug), plain(title)]
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
