/** A group with tips: the commands behind a real tutor and store, a platform that keeps what is posted, time in hand. */

import type { Alarm } from '../../../bot/core/clock.ts'
import type { Command } from '../../../bot/core/command.ts'
import { createEvents, type WorkspaceEvent } from '../../../bot/core/events.ts'
import type { Action, Message } from '../../../bot/core/message.ts'
import {
  ChannelClosedError,
  createPlatforms,
  type Platform,
  PlatformUnavailableError,
} from '../../../bot/core/platform.ts'
import type { Request } from '../../../bot/core/request.ts'
import { lessonCommand } from '../../../bot/features/lessons/command.ts'
import { createSettings } from '../../../bot/features/settings/settings.ts'
import { tipsCommand } from '../../../bot/features/tips/command.ts'
import { TipRunner } from '../../../bot/features/tips/schedule/runner.ts'
import { tipCommand } from '../../../bot/features/tips/tip-command.ts'
import { loadLessons } from '../../../lessons/lessons.ts'
import { luckByHand } from '../../luck.ts'
import type { TestParts } from '../../tutor.ts'
import { ADA, chat } from '../learning/chat.ts'

export const BOB = { ...ADA, id: 'bob', name: 'Bob' }
export const catalogue = await loadLessons()

export type Post = Readonly<{ channel: string; message: Message; key: string; at: number }>

/** It is 12:00 UTC on Wednesday, 25 November 2026. */
export async function group() {
  let now = Date.UTC(2026, 10, 25, 12)
  const clock = () => now
  const posts: Post[] = []
  const told: { id: string; message: Message }[] = []
  const happened: WorkspaceEvent[] = []
  const errors: unknown[] = []
  const platform = {
    mood: 'well' as 'well' | 'away' | 'closed',
    admins: new Set(['ada']),
    /** By channel: what a post there waits for. */
    slow: new Map<string, Promise<void>>(),
  }
  const alarms = new Set<Readonly<{ at: number; ring: () => void }>>()
  const alarm: Alarm = (at, ring) => {
    const mine = { at, ring }
    alarms.add(mine)
    return () => void alarms.delete(mine)
  }
  const platforms = createPlatforms()
  platforms.add(standIn())
  let commands: readonly Command[] = []
  const make = (parts: TestParts) => {
    commands = [tipsCommand(parts), tipCommand(parts), lessonCommand(parts)]
    return commands
  }
  const given = { platforms, clock, catalogue }
  const { ask: asking, store } = await chat(make, undefined, given)
  const events = createEvents()
  events.listen((event) => void happened.push(event))
  const log = { info() {}, warn() {}, error: (fields: unknown) => void errors.push(fields) }
  const settings = createSettings(store, clock)
  const more = { platforms, settings, catalogue, events, log, clock, random: luckByHand() }
  const runner = new TipRunner({ store, ...more, alarm })
  runner.start()

  function standIn(): Platform {
    return {
      name: 'test',
      async post(spot, message, key) {
        if (platform.mood === 'away') throw new PlatformUnavailableError('not now')
        if (platform.mood === 'closed') throw new ChannelClosedError('gone')
        await platform.slow.get(spot.channel)
        if (!posts.some((post) => post.key === key)) {
          posts.push({ channel: spot.channel, message, key, at: now })
        }
        return { spot, id: key }
      },
      async edit() {},
      openThread: async ({ spot }) => spot,
      async tell({ id }, message) {
        told.push({ id, message })
        return true
      },
      isAdmin: async ({ id }) => platform.admins.has(id),
      state: () => ({ connected: true, detail: '' }),
      close: async () => {},
    }
  }

  /** As Ada, who is an admin. */
  function ask(asked: string | Action, more: Partial<Request> = {}): Promise<Message> {
    const what = typeof asked === 'string' ? { text: asked } : asked
    return asking({ person: { ...ADA, admin: true }, ...what, ...more })
  }

  /** To that moment, and what is due then is done. */
  async function at(moment: string): Promise<void> {
    now = Date.parse(moment)
    await runner.look()
  }

  /** Lets time go by, and rings what is due. */
  function advance(ms: number): void {
    now += ms
    for (const each of [...alarms].filter(({ at }) => at <= now)) {
      alarms.delete(each)
      each.ring()
    }
  }

  /** What is offered to Ada while she types an option of `tips`. */
  async function complete(option: string, typed: string) {
    const complete = commands[0]?.complete
    const place = { channel: 'lobby', direct: false }
    return (await complete?.[option]?.(typed, { person: ADA, place })) ?? []
  }

  return {
    ask,
    complete,
    at,
    advance,
    alarms,
    posts,
    told,
    happened,
    errors,
    platform,
    store,
    runner,
    clock,
  }
}
