/** Finds the option whose value is being typed at the end of a command. */
import { type Command, type Commands, optionFields } from './command.ts'

/** `before` is the text in front of the value. */
export type Typed = Readonly<{ command: string; option: string; typed: string; before: string }>

/** Longer text is not completed. */
export const QUERY_CHARACTERS = 200

/**
 * Returns the option that is being typed; null where it has no autocomplete, or the text exceeds `QUERY_CHARACTERS`.
 */
export function typedOption(text: string, commands: Pick<Commands, 'get'>): Typed | null {
  if (text.length > QUERY_CHARACTERS) return null
  const [, start = '', name = '', rest = ''] =
    /^(\s*\/([a-z]\w*)\s+)((?:\S[^\n]*)?)$/i.exec(text) ?? []
  const command = commands.get(name.toLowerCase())
  if (!command?.complete) return null
  const [last = null] = [...rest.matchAll(OPTION)].slice(-1)
  const at = last === null ? 0 : last.index + last[0].length
  const option = last?.[1]
  const typed = rest.slice(at)
  if (option === undefined || /\s/.test(typed)) return positional(command, start, rest)
  if (!(option in command.complete)) return null
  return { command: command.name, option, typed, before: start + rest.slice(0, at) }
}

const OPTION = /(?<![\w-])--([\w-]+)(?:=|\s+)/g

/** Options that are given by name come first. */
const NAMED = /^(?:--[\w-]+(?:=|\s+)(?:"[^"]*"|'[^']*'|\S+)\s+)*/

/** An option that takes all the text, or the one at this place among the words. */
function positional(command: Command, line: string, text: string): Typed | null {
  const complete = command.complete ?? {}
  const [given = ''] = NAMED.exec(text) ?? []
  const names = [...given.matchAll(/--([\w-]+)/g)].map(([, name]) => name)
  const fields = optionFields(command.options).filter(({ name }) => !names.includes(name))
  const whole = fields.some((field) => field.rest)
  const [start, rest] = [line + given, text.slice(given.length)]
  const words = rest.split(/(?<=\s)(?=\S)/)
  const at = rest === '' || /\s$/.test(rest) ? words.filter(Boolean).length : words.length - 1
  const field = whole ? fields.find((each) => each.name in complete) : fields[at]
  if (!field || !(field.name in complete)) return null
  const typed = whole ? rest : words.slice(at).join('')
  const before = start + (whole ? '' : words.slice(0, at).join(''))
  return { command: command.name, option: field.name, typed, before }
}
