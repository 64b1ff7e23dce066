/** Registers commands with Discord, updating only what differs. */
import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js'
import { z } from 'zod'
import type { Commands } from '../../bot/core/command.ts'
import { PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Api } from './api.ts'
import { isUnauthorized } from './calls.ts'
import { applicationCommands } from './events/commands.ts'

/** Names of the commands that were written and removed. */
export type Registered = Readonly<{ written: readonly string[]; removed: readonly string[] }>

/**
 * Returns the id of the app that the token belongs to; if Discord doesn't say, reads it from the token, which starts
 * with it in base64.
 *
 * @throws {PlatformUnavailableError} when Discord rejects the token, or the original error when neither way works.
 */
export async function applicationOf(api: Api, token: string): Promise<string> {
  try {
    return z.object({ id: z.string() }).parse(await api.application()).id
  } catch (error) {
    const id = Buffer.from(token.split('.')[0] ?? '', 'base64').toString()
    if (isUnauthorized(error) || !/^\d+$/.test(id)) throw error
    return id
  }
}

const there = z.looseObject({ id: z.string(), name: z.string(), type: z.number().default(1) })

/**
 * Writes the commands that differ from those Discord has and removes obsolete ones.
 *
 * @throws {PlatformUnavailableError} when Discord can't be reached.
 */
export async function register(
  api: Api,
  application: string,
  commands: Commands,
): Promise<Registered> {
  const wanted = applicationCommands(commands)
  const all = await registeredBefore(api, application)
  const known = all.filter(({ type }) => isOurs(type))
  if (all.length === 0) {
    await api.putCommands(application, wanted)
    return { written: wanted.map(({ name }) => name), removed: [] }
  }
  const same = (command: RESTPostAPIApplicationCommandsJSONBody) =>
    known.some((each) => keyOf(each) === keyOf(command) && shape(each) === shape(command))
  const changed = wanted.filter((command) => !same(command))
  const gone = known.filter((each) => !wanted.some((command) => keyOf(command) === keyOf(each)))
  for (const each of gone) await api.deleteCommand(application, each)
  for (const command of changed) await api.postCommand(application, command)
  return { written: changed.map(({ name }) => name), removed: gone.map(({ name }) => name) }
}

/** An app's activity entry point isn't ours to remove. */
function isOurs(type: number): boolean {
  return type !== ApplicationCommandType.PrimaryEntryPoint
}

/** Returns none if a stand-in for Discord doesn't list its commands; then all of them are written. */
async function registeredBefore(api: Api, application: string) {
  try {
    return z.array(there).parse(await api.commands(application))
  } catch (error) {
    if (error instanceof PlatformUnavailableError) throw error
    return []
  }
}

function keyOf({ name, type = 1 }: Readonly<{ name: string; type?: number | undefined }>): string {
  return `${type} ${name}`
}

/** The fields that we set. Discord adds others and leaves out defaults. */
const SAID = new Set([
  'autocomplete',
  'choices',
  'contexts',
  'default_member_permissions',
  'description',
  'integration_types',
  'name',
  'name_localizations',
  'options',
  'required',
  'type',
  'value',
])

function shape(command: object): string {
  return JSON.stringify(plain(command))
}

function plain(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) {
    const all = value.map((each) => plain(each))
    return all.every((each) => typeof each === 'number') ? all.sort((a, b) => a - b) : all
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([key, each]) => (isNames || SAID.has(key)) && !isEmpty(each))
    .map(([key, each]) => [key, plain(each, key === 'name_localizations')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries)
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
