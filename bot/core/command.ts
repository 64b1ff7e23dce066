/**
 * A command is declared once. Help, usage lines, the option parser, the web page's menu and the
 * manifests of Discord and Slack are all made from the declaration.
 */
import { z } from 'zod'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { TutorEvent } from './events.ts'
import type { Message } from './message.ts'
import type { RateKind } from './rates.ts'
import type { Conversation, Person, Request } from './request.ts'

/** What belongs to one request. Everything else that a command needs is given to the function that makes it. */
export type Context = Readonly<{
  /** `person.admin` also counts admins that the workspace has named. */
  request: Request
  /** On behalf of the asker: each run carries who asks and from where. */
  sandbox: Sandbox
  /** Takes one from what the asker and the channel may have, and gives 0; or gives the ms to wait. */
  take(kind: RateKind): Promise<number>
  /** Notes something for `stats` and `/metrics`; runs and bugs are noted by the tutor. */
  emit(happened: TutorEvent): void
  /** Logs a bug whole and gives the id under which a person may report it. */
  bug(error: unknown): string
}>

/** Who is typing and where; autocomplete has to answer meanwhile. */
export type CompletionContext = Readonly<{ person: Person; place: Conversation }>

/** `value` is what the option becomes. */
export type Suggestion = Readonly<{ label: string; value: string }>

type Declaration<Options extends z.ZodObject> = Readonly<{
  /** One word of small letters. */
  name: string
  /** One line, at most 100 characters. */
  summary: string
  options: Options
  admin?: boolean
  /** What the rate limits count it as; without it, it is free. */
  rate?: RateKind
  /** By the name of an option: what may be meant by the text typed so far, the likeliest first. */
  complete?: Readonly<
    Record<string, (typed: string, context: CompletionContext) => Promise<readonly Suggestion[]>>
  >
  answer(options: z.output<Options>, context: Context): AsyncGenerator<Message, void>
}>

/** A command whose options are not known by type: `answer` checks them before it starts. */
export type Command = Omit<Declaration<z.ZodObject>, 'answer'> &
  Readonly<{ answer(options: unknown, context: Context): AsyncGenerator<Message, void> }>

export function command<Options extends z.ZodObject>(declaration: Declaration<Options>): Command {
  const { answer, ...rest } = declaration
  return { ...rest, answer: (options, context) => answer(rest.options.parse(options), context) }
}

/** The commands by name, in the order of the menus. */
export type Commands = ReadonlyMap<string, Command>

export function commandRegistry(commands: readonly Command[]): Commands {
  return new Map(commands.map((each) => [each.name, each]))
}

/** Beside a `description`, an option may say how it is typed. */
export type OptionMeta = Readonly<{
  description?: string
  /** Takes all the text that is left, line breaks included. */
  rest?: boolean
  /** Text of several lines: where there is a form to write it in, that is offered. */
  multiline?: boolean
  /** Says something about the program that is given with it, and nothing without one. */
  ofProgram?: boolean
  /** For buttons and forms only: not typed, and in no menu. */
  hidden?: boolean
}>

/** One option as menus, manifests and usage lines need it. */
export type OptionField = Readonly<{
  name: string
  description: string
  type: 'string' | 'integer' | 'number' | 'boolean'
  choices: readonly string[]
  required: boolean
  rest: boolean
  multiline: boolean
  ofProgram: boolean
}>

const jsonSchema = z.object({
  required: z.array(z.string()).default([]),
  properties: z.record(
    z.string(),
    z.object({
      type: z.string().optional(),
      enum: z.array(z.string()).default([]),
      description: z.string().default(''),
      rest: z.boolean().default(false),
      multiline: z.boolean().default(false),
      ofProgram: z.boolean().default(false),
      hidden: z.boolean().default(false),
    }),
  ),
})

/** The options that people can give, in the order of the declaration. */
export function optionFields(options: z.ZodObject): readonly OptionField[] {
  const { properties, required } = jsonSchema.parse(z.toJSONSchema(options, { io: 'input' }))
  return Object.entries(properties)
    .filter(([, property]) => !property.hidden)
    .map(([name, property]) => ({
      name,
      description: property.description,
      type: optionType(property.type),
      choices: property.enum,
      required: required.includes(name),
      rest: property.rest,
      multiline: property.multiline,
      ofProgram: property.ofProgram,
    }))
}

/** `/run [--stdin TEXT] [CODE]` */
export function usage({ name, options }: Pick<Command, 'name' | 'options'>): string {
  const words = optionFields(options).map((field) => {
    const value = field.choices.length > 0 ? field.choices.join('|') : field.name.toUpperCase()
    if (field.required) return value
    return field.rest ? `[${value}]` : `[--${field.name} ${value}]`
  })
  return [`/${name}`, ...words].join(' ')
}

function optionType(type: string | undefined): OptionField['type'] {
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'string'
}
