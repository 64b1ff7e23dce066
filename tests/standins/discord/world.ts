/** What there is on Discord: a server, its members, their messages, the app's commands and interactions. */
import type { APIMessageTopLevelComponent } from 'discord.js'

export type FileThere = Readonly<{
  id: string
  filename: string
  content: Uint8Array
  description?: string | undefined
}>

export type Person = Readonly<{ id: string; name: string; bot: boolean; roles: readonly string[] }>

export type Channel = Readonly<{
  id: string
  /** 0 text, 1 direct, 11 thread. */
  type: number
  /** Of a thread. */
  parent?: string
  name: string
  /** Of a direct channel. */
  recipient?: string
  /** Closed to the app. */
  closed?: boolean
  /** The app may attach nothing. */
  plain?: boolean
  /** The app may not read what was written before. */
  silent?: boolean
  /** The app may open no threads. */
  threadless?: boolean
}>

export type Message = {
  readonly id: string
  readonly channel: string
  readonly author: string
  content: string
  components: readonly APIMessageTopLevelComponent[]
  files: readonly FileThere[]
  flags: number
  /** Who alone sees it. */
  readonly only: string | null
  readonly answers: string | null
  readonly interaction: string | null
  /** ISO 8601. */
  sent: string
  edited: string | null
  /** Whom it notified. */
  mentions: readonly string[]
  /** An answer was announced, and has not come. */
  isLoading: boolean
  /** Grows with each change. */
  version: number
}

const EPOCH = 1_420_070_400_000

const MANAGE_GUILD = 1n << 5n
const USUAL = 1n << 11n

export function createWorld() {
  let counter = 0
  let version = 0
  let aheadMs = 0
  let waiting = Promise.withResolvers<void>()

  function newId(): string {
    counter += 1
    return String((BigInt(Date.now() - EPOCH) << 22n) + BigInt(counter))
  }

  /** ISO 8601. */
  function now(): string {
    return new Date(Date.now() + aheadMs).toISOString()
  }

  const guild = newId()
  const adminRole = newId()
  const bot: Person = { id: newId(), name: 'Overlap', bot: true, roles: [] }
  const application = bot.id
  const people = new Map<string, Person>([[bot.id, bot]])
  const channels = new Map<string, Channel>()
  const messages = new Map<string, Message>()
  const closedTo = new Set<string>()

  function changed(): void {
    version += 1
    waiting.resolve()
    waiting = Promise.withResolvers()
  }

  function add<Thing>(map: Map<string, Thing & { id: string }>, thing: Thing & { id: string }) {
    map.set(thing.id, thing)
    return thing
  }

  const general = add<Channel>(channels, { id: newId(), type: 0, name: 'general' })

  return {
    guild,
    adminRole,
    bot,
    application,
    people,
    channels,
    messages,
    general,
    newId,
    changed,
    /** Comes back after the next change. */
    change: () => waiting.promise,
    version: () => version,
    /** Time goes by on Discord, as it does for Overlap: messages are dated by it. */
    advance(ms: number): void {
      aheadMs += ms
    },
    now,

    join(name: string, admin = false): Person {
      return add(people, { id: newId(), name, bot: false, roles: admin ? [adminRole] : [] })
    },

    roles: () => [
      { id: guild, name: '@everyone', permissions: USUAL.toString() },
      { id: adminRole, name: 'Admins', permissions: MANAGE_GUILD.toString() },
    ],

    permissionsOf({ roles }: Person): string {
      return (USUAL | (roles.includes(adminRole) ? MANAGE_GUILD : 0n)).toString()
    },

    channel(given: Omit<Channel, 'id'>, id = newId()): Channel {
      return add<Channel>(channels, { id, ...given })
    },

    directWith(person: string): Channel {
      const found = [...channels.values()].find(({ recipient }) => recipient === person)
      return found ?? add<Channel>(channels, { id: newId(), type: 1, name: '', recipient: person })
    },

    /** A person takes no direct messages from apps. */
    closeDirect: (person: string) => void closedTo.add(person),
    takesDirect: (person: string) => !closedTo.has(person),

    close(id: string): void {
      const channel = channels.get(id)
      if (channel) channels.set(id, { ...channel, closed: true })
    },

    write(given: Partial<Message> & Pick<Message, 'channel' | 'author'>): Message {
      const message: Message = {
        id: newId(),
        content: '',
        components: [],
        files: [],
        flags: 0,
        only: null,
        answers: null,
        interaction: null,
        sent: now(),
        edited: null,
        mentions: [],
        isLoading: false,
        version: version + 1,
        ...given,
      }
      messages.set(message.id, message)
      changed()
      return message
    },

    rewrite(message: Message, change: Partial<Message>): void {
      Object.assign(message, change, { version: version + 1 })
      changed()
    },

    erase(id: string): void {
      messages.delete(id)
      changed()
    },
  }
}
