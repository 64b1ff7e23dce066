/** Turns line numbers of files other than main.py, numbered as in `sandbox/trace.ts`, into words. */
import { FILE_LINES } from '../../sandbox/trace.ts'
import { list } from '../lib/text/quantities.ts'
import { code } from './wording.ts'

export type Place = Readonly<{ file: string; line: number }>

/**
 * Returns the file and line of a numbered line; null for a line of main.py. `files` are the others, in numbering order.
 */
export function placeOf(line: number, files: readonly string[]): Place | null {
  const number = Math.floor(line / FILE_LINES)
  if (number === 0) return null
  return { file: files[number - 1] ?? 'another file', line: line % FILE_LINES }
}

/** `at line 3000012` → "at line 12 of `job.py`"; of lines in several files, those of each together. */
export function placesNamed(text: string, files: readonly string[]): string {
  return text.replace(LINES, (all, word: string, numbers: string) => {
    const lines = numbers.split(/\D+/).map(Number)
    if (lines.every((line) => line < FILE_LINES)) return all
    if (numbers.includes(' to ')) {
      const [first = 0, last = 0] = lines
      return `${word}s ${first % FILE_LINES} to ${last % FILE_LINES}${of(first, files)}`
    }
    const groups = [...Map.groupBy(lines, (line) => Math.floor(line / FILE_LINES)).values()]
    return list(groups.map((group) => groupWords(word, group, files)))
  })
}

const LINES = /\b([Ll]ine)s? (\d+(?:(?:, | and | to )\d+)*)/g

function groupWords(word: string, lines: readonly number[], files: readonly string[]): string {
  const own = lines.map((line) => String(line % FILE_LINES))
  return `${word}${own.length > 1 ? 's' : ''} ${list(own)}${of(lines[0] ?? 0, files)}`
}

function of(line: number, files: readonly string[]): string {
  const place = placeOf(line, files)
  return place ? ` of ${code(place.file)}` : ''
}
