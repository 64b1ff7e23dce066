/**
 * A command is declared once. Help, usage lines, the option parser, the menu of the page and the
 * manifests for Discord and Slack are all generated from the declaration.
 */
import { z } from 'zod'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { TutorEvent } from './events.ts'
import type { Message } from './message.ts'
import type { RateKind } from './rates.ts'
import type { Conversation, Person, Request } from './request.ts'

/** What belongs to one request. Everything else that a command needs is passed to the function that creates it. */
export type Context = Readonly<{
  /** `person.admin` is also true for admins that the workspace has named. */
  request: Request
  /** Runs on behalf of the asker: each job says who asks and from where. */
  sandbox: Sandbox
  /**
   * Takes one from the budgets of the asker and the channel and returns 0, or takes nothing and returns the ms to wait.
   */
  take(kind: RateKind): Promise<number>
  /** Records an event for `stats` and `/metrics`. The tutor itself emits runs and bugs. */
  emit(happened: TutorEvent): void
  /** Logs a bug in full and returns the id under which people can report it. */
  bug(error: unknown): string
}>

/** Who is typing and where, for autocomplete. */
export type CompletionContext = Readonly<{ person: Person; place: Conversation }>

/** `label` is shown; `value` is what the option is set to. */
export type Suggestion = Readonly<{ label: string; value: string }>

type Declaration<Options extends z.ZodObject> = Readonly<{
  /** One lowercase word. */
  name: string
  /** One line, at most 100 characters. */
  summary: string
  options: Options
  admin?: boolean
  /** The rate limit that it counts against; without one, it is unlimited. */
  rate?: RateKind
  /** Autocomplete by option name: suggestions for the text typed so far, best match first. */
  complete?: Readonly<
    Record<string, (typed: string, context: CompletionContext) => Promise<readonly Suggestion[]>>
  >
  answer(options: z.output<Options>, context: Context): AsyncGenerator<Message, void>
}>

/** A command with its option types erased: `answer` validates them before it starts. */
export type Command = Omit<Declaration<z.ZodObject>, 'answer'> &
  Readonly<{ answer(options: unknown, context: Context): AsyncGenerator<Message, void> }>

/**
 * Declares a command. Options are validated by the schema before `answer` runs, so `answer` gets them typed.
 *
 * @throws {z.ZodError} From `answer`, when the options don't match the schema. Check them first with `checkOptions`.
 *
 * @example
 * const hello = command({
 *   name: 'hello',
 *   summary: 'Says hello',
 *   options: z.strictObject({ name: z.string().meta({ description: 'Who to greet' }) }),
 *   async *answer({ name }) {
 *     const notice = `Hello, ${name}!`
 *     yield { blocks: [{ kind: 'code', text: notice, language: 'text' }], notice, audience: 'asker', done: true }
 *   },
 * })
 */
export function command<Options extends z.ZodObject>(declaration: Declaration<Options>): Command {
  const { answer, ...rest } = declaration
  return { ...rest, answer: (options, context) => answer(rest.options.parse(options), context) }
}

/** Commands by name, in menu order. */
export type Commands = ReadonlyMap<string, Command>

/** Indexes commands by name, keeping their order. */
export function commandRegistry(commands: readonly Command[]): Commands {
  return new Map(commands.map((each) => [each.name, each]))
}

/** Metadata of an option: its description and how it is entered. */
export type OptionMeta = Readonly<{
  description?: string
  /** Takes all the remaining text, including line breaks. */
  rest?: boolean
  /** Text with several lines; platforms with forms offer one to enter it. */
  multiline?: boolean
  /** Applies to the program given with it; meaningless without one. */
  ofProgram?: boolean
  /** For buttons and forms only: it can't be typed and isn't in menus. */
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

/** Lists the options that people can enter, in declaration order; hidden ones are left out. */
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

/** Formats the usage line of a command, such as `/run [--stdin TEXT] [CODE]`. */
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
