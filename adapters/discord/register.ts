/** Tells Discord the commands: only what differs from what it has. */
import { ApplicationCommandType, type RESTPostAPIApplicationCommandsJSONBody } from 'discord.js'
import { z } from 'zod'
import type { Commands } from '../../bot/core/command.ts'
import { PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Api } from './api.ts'
import { isUnauthorized } from './calls.ts'
import { applicationCommands } from './events/commands.ts'

/** Names of what was written and what was taken away. */
export type Registered = Readonly<{ written: readonly string[]; removed: readonly string[] }>

/** The id of the app that the token belongs to. A token begins with it, in base 64. */
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

/** The entry of an app that is also an activity is somebody else's. */
function isOurs(type: number): boolean {
  return type !== ApplicationCommandType.PrimaryEntryPoint
}

/** None where what stands in Discord's place does not say: then all are written. */
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

/** What we say of a command. Discord adds more of its own, and leaves out what is as it would be anyway. */
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
