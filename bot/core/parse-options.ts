/** Parses typed text into the options of a command, and explains wrong usage. */
import type { z } from 'zod'
import { type Command, type OptionField, optionFields, usage } from './command.ts'
import { UserError } from './errors.ts'

/**
 * Parses the text after a command's name: `--name value` or `--name=value`, before or after the positional values in
 * declaration order. An option marked `rest` takes the remaining text as it is; where a command has one, optional
 * options are given by name, or by one of their choices.
 *
 * @throws {UserError} Text is left over, or an option is invalid or missing.
 */
export function parseOptions(command: Command, text: string): Record<string, unknown> {
  const fields = optionFields(command.options)
  const { named, rest } = takeNamed(fields, text)
  const options: Record<string, unknown> = { ...named }
  let left = rest
  for (const field of positional(fields)) {
    if (field.name in options || left.trim() === '') continue
    const [value, after] = field.rest ? [left, ''] : takeWord(left)
    if (isSkipped(field, value, fields)) continue
    options[field.name] = convert(field, value)
    left = after
  }
  if (left.trim() !== '') {
    throw new UserError(`I don't understand “${left.trim()}”.`, usage(command))
  }
  return checkOptions(command, options)
}

/**
 * Validates the options of a command, and fills in defaults.
 *
 * @throws {UserError} An option is invalid or missing; the message names it.
 */
export function checkOptions(
  command: Command,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const parsed = command.options.safeParse(options)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const missing = issue?.path.length === 1 && !(String(issue.path[0]) in options)
  throw new UserError(
    issue ? complaint(issue, missing) : "These options don't fit together.",
    usage(command),
  )
}

function positional(fields: readonly OptionField[]): readonly OptionField[] {
  if (!fields.some(({ rest }) => rest)) return fields
  return fields.filter(({ rest, required, choices }) => rest || required || choices.length > 0)
}

/** Where free text follows, a word that isn't one of an optional option's choices belongs to the text. */
function isSkipped(
  { rest, required, choices }: OptionField,
  word: string,
  all: readonly OptionField[],
): boolean {
  return !rest && !required && !choices.includes(word) && all.some((each) => each.rest)
}

function takeNamed(fields: readonly OptionField[], text: string) {
  const named: Record<string, unknown> = {}
  let rest = text.trimStart()
  for (;;) {
    const [mark, name = ''] = /^--([\w-]+)(?:=|\s+|$)/.exec(rest) ?? []
    const field = fields.find((each) => each.name === name)
    if (mark === undefined || field === undefined) break
    const [value, after] = takeWord(rest.slice(mark.length))
    named[name] = convert(field, value)
    rest = after
  }
  for (;;) {
    const last = lastNamed(rest)
    const field = fields.find((each) => each.name === last?.name)
    if (!last || !field || last.name in named) return { named, rest }
    named[last.name] = convert(field, takeWord(last.given)[0])
    rest = last.rest
  }
}

/**
 * `--name value` or `--name=value` at the end of a text of one line: what has more lines may be a program that ends so.
 */
function lastNamed(text: string): { name: string; given: string; rest: string } | null {
  const line = text.trimEnd()
  if (line.includes('\n')) return null
  const from = lastValue(line)
  const given = line.slice(from)
  const before = line.slice(0, from)
  const marked = before.endsWith('=') ? before.slice(0, -1) : before.trimEnd()
  const rest = marked.trimEnd() === marked ? wordsBefore(marked) : marked
  const name = marked.slice(rest.length)
  if (marked === before || rest === '' || !/^--[\w-]+$/.test(name)) return null
  return { name: name.slice(2), given, rest: rest.trimEnd() }
}

/** Where the value at the end of a line begins: a quote, or else what follows a space or `--name=`. */
function lastValue(line: string): number {
  const quote = line.at(-1)
  const opening = quote === '"' || quote === "'" ? line.lastIndexOf(quote, line.length - 2) : -1
  if (opening >= 0 && /[=\s]/.test(line[opening - 1] ?? '')) return opening
  const word = wordsBefore(line).length
  const equals = line.startsWith('--', word) ? line.indexOf('=', word) : -1
  return equals < 0 ? word : equals + 1
}

/** All but the last word, with the space behind it. */
function wordsBefore(line: string): string {
  return line.slice(0, Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t')) + 1)
}

/** The first word or quoted string, and the text after it. */
function takeWord(text: string): [word: string, after: string] {
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+))\s*/s.exec(text)
  if (match === null) return ['', '']
  const quoted = match[1] ?? match[2]
  const word = quoted === undefined ? (match[3] ?? '') : quoted.replace(/\\(.)/gs, unescaped)
  return [word, text.slice(match[0].length)]
}

function unescaped(_: string, character: string): string {
  return character === 'n' ? '\n' : character
}

const YES_NO = new Map([
  ...['on', 'yes', 'true', '1'].map((word) => [word, true] as const),
  ...['off', 'no', 'false', '0'].map((word) => [word, false] as const),
])

/** A value that can't be converted stays text, so that the schema reports it. */
function convert(field: OptionField, value: string): unknown {
  if (field.type === 'boolean') return YES_NO.get(value.toLowerCase()) ?? value
  if (field.type === 'string' || value.trim() === '') return value
  const number = Number(value)
  return Number.isNaN(number) ? value : number
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'on or off',
}

function complaint(issue: z.core.$ZodIssue, isMissing: boolean): string {
  const name = issue.path.join('.') || 'that'
  if (isMissing) return `“${name}” is missing.`
  const unit = 'origin' in issue && issue.origin === 'string' ? ' characters' : ''
  switch (issue.code) {
    case 'invalid_type':
      return `“${name}” must be ${NOUNS[issue.expected] ?? issue.expected}.`
    case 'too_big':
      return `“${name}” is too ${unit ? 'long' : 'big'}: at most ${issue.maximum}${unit}.`
    case 'too_small':
      return `“${name}” is too ${unit ? 'short' : 'small'}: at least ${issue.minimum}${unit}.`
    case 'invalid_value':
      return `“${name}” must be one of: ${issue.values.join(', ')}.`
    case 'unrecognized_keys':
      return `There's no option “${issue.keys[0]}”.`
    default:
      return `“${name}” isn't valid: ${issue.message}.`
  }
}
