/** A workspace: its people, channels, messages, files and windows, and news of each change. */
import { randomBytes } from 'node:crypto'
import type { Block, View } from './blocks.ts'

export type User = Readonly<{ id: string; name: string; admin: boolean; tz: string }>

export type Channel = { id: string; direct: string | null; members: Set<string>; archived: boolean }

export type File = Readonly<{
  id: string
  name: string
  alt: string
  content: Buffer
  /** Of another organisation: what it is has to be asked for. */
  foreign?: boolean
}>

export type Message = {
  ts: string
  channel: string
  thread: string | undefined
  /** A person, or the bot. */
  user: string
  text: string
  blocks: Block[]
  /** The one person who sees it. */
  only: string | undefined
  files: File[]
  metadata: unknown
  /** What a stream is made of, while it runs and after. */
  streamed: string | undefined
  isStreaming: boolean
  /** Counts all changes of the world. */
  changed: number
}

export type World = ReturnType<typeof createWorld>

export const TEAM = 'T0001'
export const BOT = { user: 'UBOT', bot: 'B0001', app: 'A0001' } as const

export function createWorld() {
  const users = new Map<string, User>()
  const channels = new Map<string, Channel>()
  const messages: Message[] = []
  const files = new Map<string, File>()
  const windows = new Map<string, View>()
  const homes = new Map<string, unknown>()
  const prompts: unknown[] = []
  const statuses: string[] = []
  let changes = 0
  let clock = 0
  let aheadMs = 0
  let news = Promise.withResolvers<void>()

  function change(): number {
    changes += 1
    news.resolve()
    news = Promise.withResolvers()
    return changes
  }

  /** Times of messages are unique, as in Slack. */
  function nextTs(): string {
    clock = Math.max(clock + 1, (Date.now() + aheadMs) * 1000)
    return `${Math.floor(clock / 1_000_000)}.${String(clock % 1_000_000).padStart(6, '0')}`
  }

  function channel(id: string, direct: string | null = null): Channel {
    const known = channels.get(id)
    if (known) return known
    const made = { id, direct, members: new Set([BOT.user]), archived: false }
    channels.set(id, made)
    return made
  }

  function addMessage(given: Partial<Message> & Pick<Message, 'channel' | 'user'>): Message {
    const message: Message = {
      ts: nextTs(),
      thread: undefined,
      text: '',
      blocks: [],
      only: undefined,
      files: [],
      metadata: undefined,
      streamed: undefined,
      isStreaming: false,
      ...given,
      changed: change(),
    }
    if (isSeen(message)) messages.push(message)
    return message
  }

  /** What one person alone is shown in a thread needs one that is there: Slack takes it, and nobody sees it. */
  function isSeen({ only, thread }: Message): boolean {
    return !only || !thread || repliesTo(thread)
  }

  function repliesTo(ts: string): boolean {
    return messages.some(({ thread, only }) => thread === ts && !only)
  }

  function touch(message: Message): void {
    message.changed = change()
  }

  function removeMessage(message: Message): void {
    messages.splice(messages.indexOf(message), 1)
    change()
  }

  return {
    users,
    channels,
    messages,
    files,
    windows,
    homes,
    prompts,
    statuses,
    channel,
    addMessage,
    removeMessage,
    repliesTo,
    touch,
    change,
    nextTs,
    changes: () => changes,
    /** Time goes by on Slack, as it does for Overlap: messages are dated by it. */
    advance(ms: number): void {
      aheadMs += ms
    },
    /** Resolves with the next change. */
    news: () => news.promise,

    addUser(name: string, admin = false): User {
      const user = { id: newId('U'), name, admin, tz: 'Europe/Vienna' }
      users.set(user.id, user)
      return user
    },

    directOf(user: string): Channel {
      const made = channel(`D${user.slice(1)}`, user)
      made.members.add(user)
      return made
    },

    find: (id: string, ts: string) =>
      messages.find((each) => each.channel === id && each.ts === ts && !each.only),

    addFile(name: string, content: Buffer, alt = ''): File {
      const file = { id: newId('F'), name, alt, content }
      files.set(file.id, file)
      return file
    },
  }
}

export function newId(kind: string): string {
  return `${kind}${randomBytes(5).toString('hex').toUpperCase()}`
}
