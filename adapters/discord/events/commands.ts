/** Declares the commands to Discord, and reads their options back. */
import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js'
import {
  type Command,
  type Commands,
  type OptionField,
  optionFields,
} from '../../../bot/core/command.ts'
import { DISCORD } from '../limits.ts'
import { NAMES, RUN_MESSAGE } from '../names.ts'
import { label } from '../render/text.ts'

/** The option for attaching a file instead of typing a program. */
export const FILE_OPTION = 'file'

/** Declares every command as a slash command, and `run` also in the message menu. */
export function applicationCommands(
  commands: Commands,
): readonly RESTPostAPIApplicationCommandsJSONBody[] {
  return [
    ...[...commands.values()].map(slashCommand),
    ...(commands.has('run') ? [MESSAGE_COMMAND] : []),
  ]
}

const EVERYWHERE = {
  contexts: [
    InteractionContextType.Guild,
    InteractionContextType.BotDM,
    InteractionContextType.PrivateChannel,
  ],
  integration_types: [
    ApplicationIntegrationType.GuildInstall,
    ApplicationIntegrationType.UserInstall,
  ],
}

/**
 * Only servers have admins. A server's admin may let others use these commands too, so rights are checked again on
 * use.
 */
const FOR_ADMINS = {
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
  default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
}

const MESSAGE_COMMAND: RESTPostAPIApplicationCommandsJSONBody = {
  type: ApplicationCommandType.Message,
  name: RUN_MESSAGE,
  name_localizations: { ...NAMES[RUN_MESSAGE] },
  ...EVERYWHERE,
}

function slashCommand(command: Command): RESTPostAPIApplicationCommandsJSONBody {
  const { name, summary, admin, options } = command
  const names = NAMES[name]
  const fields = optionFields(options).map((field) => option(field, command))
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...(names ? { name_localizations: { ...names } } : {}),
    description: label(summary, DISCORD.commandDescription),
    // Discord requires the required options to come first.
    options: [...fields, ...(takesProgram(command) ? [FILE] : [])]
      .sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false))
      .slice(0, DISCORD.commandOptions),
    ...(admin ? FOR_ADMINS : EVERYWHERE),
  }
}

const FILE: APIApplicationCommandBasicOption = {
  type: ApplicationCommandOptionType.Attachment,
  name: FILE_OPTION,
  description: 'A Python file, instead of typing the code',
}

/** True if the main option takes several lines, and so can take a file. */
function takesProgram({ options }: Pick<Command, 'options'>): boolean {
  return optionFields(options).some(({ rest, multiline }) => rest && multiline)
}

/**
 * Tells whether a command takes only a program and options about it: a slash command has no room for multi-line text.
 */
export function isAllProgram({ options }: Pick<Command, 'options'>): boolean {
  const fields = optionFields(options)
  return (
    fields.some(({ rest }) => rest) && fields.every((field) => field.multiline || field.ofProgram)
  )
}

function option(field: OptionField, command: Command): APIApplicationCommandBasicOption {
  const base = {
    name: optionName(field.name),
    description: label(field.description || field.name, DISCORD.commandDescription),
    required: field.required,
  }
  if (field.type === 'integer') return { ...base, type: ApplicationCommandOptionType.Integer }
  if (field.type === 'number') return { ...base, type: ApplicationCommandOptionType.Number }
  if (field.type === 'boolean') return { ...base, type: ApplicationCommandOptionType.Boolean }
  const type = ApplicationCommandOptionType.String
  const { choices } = field
  if (choices.length > 0 && choices.length <= DISCORD.optionChoices) {
    return {
      ...base,
      type,
      choices: choices.map((value) => ({ name: label(value, DISCORD.choiceText), value })),
    }
  }
  const suggests = choices.length > 0 || command.complete?.[field.name] !== undefined
  return { ...base, type, ...(suggests ? { autocomplete: true } : {}) }
}

/** Converts an option's name to lower case, as Discord requires: `perHour` → `per-hour`. */
export function optionName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

type Given = readonly Readonly<{ name: string; value?: string | number | boolean | undefined }>[]

/** Returns the given options by the names that the command uses. */
export function optionsOf(command: Command, given: Given): Readonly<Record<string, unknown>> {
  const entries = optionFields(command.options).flatMap(({ name }) => {
    const found = given.find((each) => each.name === optionName(name))
    return found?.value === undefined ? [] : [[name, found.value] as const]
  })
  return Object.fromEntries(entries)
}
