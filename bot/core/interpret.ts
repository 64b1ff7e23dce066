/** What a request means: a command with its options, or a message to reply with directly. */

import { nearest } from '../lib/nearest.ts'
import { inlineCode } from '../lib/text/markdown.ts'
import { list } from '../lib/text/quantities.ts'
import { TooComplexError } from '../lib/workers/errors.ts'
import { type Command, type Commands, optionFields } from './command.ts'
import { UserError } from './errors.ts'
import type { Message } from './message.ts'
import { checkOptions, parseOptions } from './parse-options.ts'
import type { Reader } from './reader.ts'
import type { Attachment, Request } from './request.ts'

export type Meaning =
  | Readonly<{ command: Command; options: Readonly<Record<string, unknown>> }>
  | Readonly<{ message: Message }>

/**
 * Works out which command a request means, and its options.
 *
 * @throws {UserError} The command doesn't exist, its options are invalid, or an attached file couldn't be read.
 */
export async function interpret(
  request: Request,
  commands: Commands,
  reader: Reader,
): Promise<Meaning> {
  checkUnread(request)
  if (request.command !== undefined) {
    const command = find(request.command, commands)
    return { command, options: checkOptions(command, request.options ?? {}) }
  }
  const text = request.text ?? ''
  return (await typedCommand(text, commands, reader)) ?? plainText(text, request, commands, reader)
}

/** A program needs its files; next to other text, an unreadable picture, say, doesn't matter. */
function checkUnread({ unread = [], text, attachments = [], options }: Request): void {
  const isAll = !text && !options?.code && attachments.length === 0
  const missed = isAll ? unread : unread.filter((name) => /\.pyw?$/i.test(name))
  if (missed.length === 0) return
  const names = list(missed.map((name) => inlineCode(name)))
  throw new UserError(
    `I couldn't read ${names}: deleted, too big, or not shared with me. Attach it again, or paste the program as a code block.`,
  )
}

/** `/name …` is always a command; a bare `name …` only when it cannot be the start of a sentence. */
async function typedCommand(
  text: string,
  commands: Commands,
  reader: Reader,
): Promise<Meaning | null> {
  const [, slash, name = '', rest = ''] = /^\s*(\/?)([a-z][\w-]*)(?=\s|$)(.*)$/is.exec(text) ?? []
  if (name === '') return null
  if (slash) return parsed(find(name, commands), rest)
  const command = commands.get(name.toLowerCase())
  return command && (await isCall(command, rest, reader)) ? parsed(command, rest) : null
}

function parsed(command: Command, rest: string): Meaning {
  return { command, options: parseOptions(command, rest) }
}

/**
 * “help”, “help run”, “lesson 3”, “settings model off” and “run” before code are calls;
 * “run it” and “help me with this” are talk.
 */
async function isCall(command: Command, rest: string, reader: Reader): Promise<boolean> {
  const [word = ''] = rest.trim().split(/\s/, 1)
  if (word === '') return true
  const fields = optionFields(command.options)
  if (!fields[0]?.rest && fields[0]?.choices.includes(word)) return true
  const text = fields.find((field) => field.rest)
  if (text?.multiline) return hasProgram(rest, reader)
  return !/\S\s+\S/.test(rest) || (text !== undefined && hasProgram(rest, reader))
}

/** Text that is too complex to analyse counts as a program. */
async function hasProgram(text: string, reader: Reader): Promise<boolean> {
  return (await readOrTangled(text, [], reader)) !== null
}

async function readOrTangled(text: string, attachments: readonly Attachment[], reader: Reader) {
  try {
    return await reader.read(text, attachments)
  } catch (error) {
    if (error instanceof TooComplexError) return 'tangled'
    throw error
  }
}

function find(name: string, commands: Commands): Command {
  const command = commands.get(name.toLowerCase())
  if (command) return command
  const near = nearest(name.toLowerCase(), commands.keys())
  throw new UserError(`There's no command “/${name}”.`, near ? `/${near}` : '/help')
}

/**
 * Marked code is run, or the question next to it is answered; plain text that looks like Python is offered to run; the
 * rest is a question.
 */
async function plainText(
  text: string,
  { attachments = [] }: Request,
  commands: Commands,
  reader: Reader,
): Promise<Meaning> {
  const reading = await readOrTangled(text, attachments, reader)
  const ask = commands.get('ask')
  if (reading === null) {
    return ask && text.trim() !== ''
      ? { command: ask, options: checkOptions(ask, { question: text }) }
      : { message: HINT }
  }
  if (reading === 'tangled' && !reader.hasFence(text)) {
    return { message: offer(text, 'This text is too complex to analyse. Run it as Python?') }
  }
  if (reading !== 'tangled' && reading.how === 'plain')
    return { message: offer(text, 'This looks like Python.') }
  const said = await reader.beside(text)
  const compare = commands.get('compare')
  const isApart = reading !== 'tangled' && reading.separate?.likely
  if (compare && isApart && (COMPARES.test(said) || !isQuestion(said))) {
    return { command: compare, options: { code: text } }
  }
  if (ask && isQuestion(said)) return { command: ask, options: { question: text } }
  return { command: find('run', commands), options: { code: text } }
}

/** Text next to a program may be its name, a greeting or “here it is”; anything else counts as a question. */
function isQuestion(text: string): boolean {
  if (text.includes('?')) return true
  const said = text.toLowerCase().split(/\s+/)
  const words = said
    .filter((piece) => !FILE_NAME.test(piece))
    .flatMap((piece) => piece.match(/[\p{L}']+/gu) ?? [])
  return words.some((word) => !INTRODUCING.has(word))
}

/** Words that ask to compare several programs. */
const COMPARES =
  /\b(?:compar\w*|fast\w*|slow\w*|quick\w*|better|best|differ\w*|versions?|versus|vs|which|variants?|alternatives?|ways)\b/i

const FILE_NAME = /\.[a-z]/
const INTRODUCING = new Set(
  `a again all and at attempt below bot challenge check code everyone example execute exercise file first for go hello
  here here's hey hi homework i in is it just lesson look main my new now of ok overlap please pls program py python run
  script second see so solution source test thank thanks that that's the there this to try version with you your`.split(
    /\s+/,
  ),
)

function offer(code: string, prompt: string): Message {
  return {
    blocks: [
      {
        kind: 'choices',
        prompt,
        choices: [
          {
            label: 'Run it',
            style: 'primary',
            action: { command: 'run', options: { code }, replaces: true },
          },
        ],
      },
    ],
    notice: prompt.endsWith('?') ? prompt : `${prompt} Run it?`,
    audience: 'everyone',
    done: true,
  }
}

const HINT: Message = {
  blocks: [
    {
      kind: 'markdown',
      text: "I don't see any Python here. Put your program between two lines of three backticks and I'll run it. `/help` shows what else I can do.",
    },
  ],
  notice: "I don't see any Python here.",
  audience: 'asker',
  done: true,
}
