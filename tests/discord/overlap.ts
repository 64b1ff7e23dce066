/** The Discord adapter with a core that answers at once: real library, real sockets, real store; no jail. */
import { z } from 'zod'
import { discordOf } from '../../adapters/discord/config.ts'
import { startDiscord } from '../../adapters/discord/connect.ts'
import { logTo } from '../../bot/cli/log.ts'
import { command, type OptionMeta } from '../../bot/core/command.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Message } from '../../bot/core/message.ts'
import { helpCommand } from '../../bot/features/help/command.ts'
import { runCommand } from '../../bot/features/run/command.ts'
import { ranOk, sandboxThat } from '../core/results.ts'
import { memberOf } from '../scenarios/discord.ts'
import { waitFor } from '../scenarios/stage.ts'
import { handOf } from '../standins/discord/member.ts'
import { type Standin, type StandinOptions, startStandin } from '../standins/discord/standin.ts'
import { memoryStore } from '../store/memory.ts'
import { type TestParts, tutorWith } from '../tutor.ts'

export function said(text: string, more: Partial<Message> = {}): Message {
  return {
    blocks: [{ kind: 'code', text, language: 'text' }],
    notice: text,
    audience: 'everyone',
    done: true,
    ...more,
  }
}

const text = z
  .string()
  .optional()
  .meta({ description: 'What to say', rest: true } satisfies OptionMeta)

/** Commands whose answers a test has in its hand. */
function commands(gate: () => Promise<void>, parts: TestParts) {
  return [
    runCommand(parts),
    helpCommand(parts),
    command({
      name: 'echo',
      summary: 'Says it again',
      options: z.strictObject({ text }),
      complete: {
        text: async (typed) => [{ label: `${typed} and more`, value: `${typed}!` }],
      },
      async *answer({ text = '' }) {
        yield said(`echo ${text}`)
      },
    }),
    command({
      name: 'secret',
      summary: 'Says it to one person',
      options: z.strictObject({ text }),
      async *answer({ text = '' }) {
        yield said(`secret ${text}`, { audience: 'asker' })
      },
    }),
    command({
      name: 'slow',
      summary: 'Says nothing for a while',
      options: z.strictObject({ text }),
      async *answer({ text = '' }) {
        await gate()
        yield said(`slow ${text}`)
      },
    }),
    command({
      name: 'long',
      summary: 'Says that it works on it, and ends after a while',
      options: z.strictObject({ text }),
      async *answer({ text = '' }) {
        yield said('Working…', { done: false })
        await gate()
        yield said(`long ${text}`)
      },
    }),
    command({
      name: 'hidden',
      summary: 'Works for one person, and ends after a while',
      options: z.strictObject({ text }),
      async *answer({ text = '' }) {
        yield said('Working in private…', { done: false, audience: 'asker' })
        await gate()
        yield said(`hidden ${text}`, { audience: 'asker' })
      },
    }),
    command({
      name: 'rule',
      summary: 'For admins',
      admin: true,
      options: z.strictObject({ text }),
      async *answer() {
        yield said('ruled', { audience: 'asker' })
      },
    }),
  ]
}

export type Running = Awaited<ReturnType<typeof connected>>

/** Over a stand-in that may be there already. */
export async function connected(given: StandinOptions | Standin = {}) {
  const standin = 'world' in given ? given : await startStandin(given)
  const store = await memoryStore()
  const bugs: unknown[] = []
  const lines: string[] = []
  const written = logTo({ logLevel: 'warn' }, { write: (line) => void lines.push(line) })
  const log: Log = {
    info() {},
    warn: (fields, message) => written.warn(fields, message),
    error(fields, message) {
      bugs.push(fields)
      written.error(fields, message)
    },
  }
  let gate = Promise.resolve()
  const sandbox = sandboxThat(async ({ code }) => ranOk(`ran ${code}`))
  const made = { sandbox, store, log: { ...log, error() {} }, random: () => 0.5 }
  const tutor = tutorWith(made, (parts) => commands(() => gate, parts))
  const config = discordOf({
    DISCORD_TOKEN: standin.token,
    DISCORD_API_URL: standin.apiUrl,
    DISCORD_SHARDS: 1,
  })
  if (!config) throw new Error('no token')
  const platform = startDiscord({ config, tutor, store, clock: Date.now, log })
  const ready = () =>
    waitFor(
      'Discord',
      async () => platform.state().connected || undefined,
      () => Promise.race([standin.gateway.change(), standin.world.change(), pause()]),
      async () => [platform.state(), lines],
    )
  return {
    standin,
    platform,
    store,
    bugs,
    lines,
    ready,
    /** Holds `slow` and `long` until it is opened. */
    hold(): () => void {
      const held = Promise.withResolvers<void>()
      gate = held.promise
      return held.resolve
    },
    member(name: string, admin = false) {
      const person = standin.world.join(name, admin)
      return { person, hand: handOf(standin, person), ...memberOf(standin, person) }
    },
    /** What the tutor has said and still stands, as text. */
    stands: () =>
      [...standin.world.messages.values()].filter(({ author }) => author === standin.world.bot.id),
    async close(): Promise<void> {
      await platform.close()
      await standin.close()
      await store.close()
    },
  }
}

/** The connection is looked at again after a moment: what it is waited for tells nobody. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
