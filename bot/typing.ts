/** Which option's value stands at the end of a command that is being typed. */
import { type Command, type Commands, optionFields } from './command.ts'

/** `before` is the text that the value is put behind. */
export type Typed = Readonly<{ command: string; option: string; typed: string; before: string }>

/** Null where nothing is known of what is typed. */
export function typedOption(text: string, commands: Pick<Commands, 'get'>): Typed | null {
  const [, start = '', name = '', rest = ''] = /^(\s*\/([a-z]\w*)\s+)([^\n]*)$/i.exec(text) ?? []
  const command = commands.get(name.toLowerCase())
  if (!command?.complete) return null
  const [, before = '', option = '', typed = ''] = /^(.*--([\w-]+)(?:=|\s+))(\S*)$/.exec(rest) ?? []
  if (option in command.complete)
    return { command: command.name, option, typed, before: start + before }
  return positional(command, start, rest)
}

/** An option that takes all the text, or the one at this place among the words. */
function positional(command: Command, start: string, rest: string): Typed | null {
  const complete = command.complete ?? {}
  const fields = optionFields(command.options)
  const whole = fields.some((field) => field.rest)
  const words = rest.split(/(?<=\s)(?=\S)/)
  const at = rest === '' || /\s$/.test(rest) ? words.filter(Boolean).length : words.length - 1
  const field = whole ? fields.find((each) => each.name in complete) : fields[at]
  if (!field || !(field.name in complete)) return null
  const typed = whole ? rest : words.slice(at).join('')
  const before = start + (whole ? '' : words.slice(0, at).join(''))
  return { command: command.name, option: field.name, typed, before }
}
