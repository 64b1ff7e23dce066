/** Maps Discord's users, permissions and channels to what the core knows. */
import { type Client, PermissionFlagsBits } from 'discord.js'
import { z } from 'zod'
import type { Channel, PersonId } from '../../bot/core/keys.ts'
import type { Conversation, Person } from '../../bot/core/request.ts'
import { oneLine } from '../../bot/lib/text/visible.ts'
import type { Api } from './api.ts'
import type { Interaction, Member, Message, User } from './events/payloads.ts'

/**
 * The workspace for everyone outside a server that has the tutor, in direct messages or where a person installed it
 * for themselves. What they learn there is separate from their progress in a server.
 */
export const NO_SERVER = ''

const ADMIN = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator

type Rights = Readonly<{ owner: string; permissions: ReadonlyMap<string, bigint> }>

export type People = Readonly<{
  /** `home`: in a direct message, the server that the interaction is about. Null if the interaction names nobody. */
  asker(given: Interaction, home?: string): Promise<Person | null>
  author(message: Message): Promise<Person | null>
  /**
   * Asks Discord each time.
   *
   * @throws {PlatformUnavailableError} when Discord can't be reached.
   */
  isAdmin(person: PersonId): Promise<boolean>
  /** A thread is identified by its parent channel. */
  placeOf(message: Message): Promise<Conversation>
  /** Adds names to mentions, as the core reads them: `<#7>` → `<#7|general>`. Text with code is left unchanged. */
  labelled(text: string, people?: readonly User[]): string
}>

/** Creates the lookup of people, rights and channels, which uses the gateway's cache where it can. */
export function createPeople(api: Api, client: () => Client | null): People {
  async function asker(given: Interaction, home = ''): Promise<Person | null> {
    const person = given.member?.user ?? given.user
    if (!person) return null
    const workspace = home || workspaceOf(given)
    // Nobody has permissions in a direct message, but it may be about a server.
    const admin = home
      ? await isAdmin({ platform: 'discord', workspace: home, id: person.id })
      : workspace !== NO_SERVER && may(given.member?.permissions)
    return personOf(person, given.member, workspace, admin)
  }

  async function author({ author, member, guild_id }: Message): Promise<Person | null> {
    if (!author) return null
    const admin = guild_id ? isAmong(author.id, member?.roles ?? [], guild_id) : false
    return personOf(author, member, guild_id ?? NO_SERVER, await admin)
  }

  /** Uses the gateway's cache of the server, or asks the API. */
  async function isAmong(id: string, roles: readonly string[], guild: string): Promise<boolean> {
    const known = client()?.guilds.cache.get(guild)
    const rights = known
      ? {
          owner: known.ownerId,
          permissions: new Map(
            known.roles.cache.map((role) => [role.id, role.permissions.bitfield]),
          ),
        }
      : await rightsOf(guild).catch(() => null)
    return rights !== null && hasRight(id, roles, guild, rights)
  }

  async function rightsOf(guild: string): Promise<Rights> {
    const { owner_id: owner, roles } = server.parse(await api.guild(guild))
    return { owner, permissions: new Map(roles.map((role) => [role.id, BigInt(role.permissions)])) }
  }

  async function isAdmin({ workspace, id }: PersonId): Promise<boolean> {
    if (workspace === NO_SERVER) return false
    const [rights, member] = await Promise.all([rightsOf(workspace), api.member(workspace, id)])
    return hasRight(id, memberRoles.parse(member).roles, workspace, rights)
  }

  async function placeOf({ channel_id, guild_id }: Message): Promise<Conversation> {
    if (!guild_id) return { channel: channel_id, direct: true }
    const known = client()?.channels.cache.get(channel_id)
    const parent = known?.isThread() === true ? known.parentId : null
    if (parent === null) return { ...called(channel_id), direct: false }
    return { ...called(parent), thread: channel_id, direct: false }
  }

  function called(channel: string): Pick<Conversation, 'channel' | 'name'> {
    const name = nameOf(channel)
    return name === null ? { channel } : { channel, name }
  }

  function nameOf(channel: string): string | null {
    const known = client()?.channels.cache.get(channel)
    return known && 'name' in known ? known.name : null
  }

  function labelled(text: string, people: readonly User[] = []): string {
    if (text.includes('`') || text.includes('\n')) return text
    const names = new Map(people.map((each) => [each.id, each.global_name || each.username]))
    return text.replace(/<(#|@!?)(\d+)>/g, (whole, mark: string, id: string) => {
      const name = mark === '#' ? nameOf(id) : names.get(id)
      return name ? `<${mark}${id}|${name.replace(/[<>|]/g, '')}>` : whole
    })
  }

  return { asker, author, isAdmin, placeOf, labelled }
}

function hasRight(id: string, roles: readonly string[], guild: string, rights: Rights): boolean {
  if (rights.owner === id) return true
  // The @everyone role has the id of the server.
  return [guild, ...roles].some((role) => ((rights.permissions.get(role) ?? 0n) & ADMIN) !== 0n)
}

const decimal = z.string().regex(/^\d+$/).catch('0')
const server = z.object({
  owner_id: z.string().catch(''),
  roles: z.array(z.object({ id: z.string(), permissions: decimal })).catch([]),
})
const memberRoles = z.object({ roles: z.array(z.string()).catch([]) })

function may(permissions: string | undefined): boolean {
  return (
    permissions !== undefined && /^\d+$/.test(permissions) && (BigInt(permissions) & ADMIN) !== 0n
  )
}

function personOf(
  { id, username, global_name }: User,
  member: Pick<Member, 'nick'> | null | undefined,
  workspace: string,
  admin: boolean,
): Person {
  const name = oneLine(member?.nick || global_name || username) || id
  return { platform: 'discord', workspace, id, name, admin }
}

/** A server counts only if the tutor was installed there, not if a person brought it along. */
function workspaceOf({ guild_id, authorizing_integration_owners: owners }: Interaction): string {
  if (!guild_id) return NO_SERVER
  return !owners || Object.keys(owners).length === 0 || '0' in owners ? guild_id : NO_SERVER
}

const THREADS = [10, 11, 12]

/** Returns the conversation that an interaction belongs to; a thread is given with its parent channel. */
export function interactionPlace(given: Interaction): Conversation {
  const { channel, channel_id, guild_id, context } = given
  const id = channel?.id ?? channel_id ?? ''
  const direct = !guild_id && context !== 2
  if (channel?.parent_id && THREADS.includes(channel.type ?? 0)) {
    return { channel: channel.parent_id, thread: id, direct }
  }
  return { channel: id, ...named(channel?.name), direct }
}

function named(name: string | null | undefined | false) {
  return name ? { name: oneLine(name, NAME_LENGTH) } : {}
}

const NAME_LENGTH = 100

/** Returns a channel as the store identifies it. */
export function channelOf(guild: string | null | undefined, channel: string): Channel {
  return { platform: 'discord', workspace: guild ?? NO_SERVER, channel }
}
