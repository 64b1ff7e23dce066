/** Discord settings. */

import { z } from 'zod'
import { trimEnd } from '../../bot/lib/text/trim.ts'

export type DiscordConfig = Readonly<{
  /** Secret. */
  token: string
  /** Without a trailing `/` and without a version. */
  apiUrl: string
  /** Which gateway shards this process runs; null runs all of them, as many as Discord recommends. */
  shards: Readonly<{ ids: readonly number[]; count: number }> | null
  /** Runs each shard in a process of its own, as many as Discord recommends. */
  sharded: boolean
  /** Whether this process registers the commands with Discord. */
  registers: boolean
}>

const MOST_SHARDS = 1000

export const DISCORD_SETTINGS = {
  DISCORD_TOKEN: z
    .string()
    // Pasted with the prefix from an Authorization header.
    .transform((token) => token.replace(/^Bot\s+/i, ''))
    .nullable()
    .default(null)
    .describe('Bot token: discord.com/developers/applications, your app, Bot, Reset Token'),
  DISCORD_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .default('https://discord.com/api')
    .describe("Address to use instead of Discord's, for tests and proxies"),
  DISCORD_SHARDS: z
    .union(
      [z.literal('auto'), z.coerce.number().int().min(1).max(MOST_SHARDS)],
      `must be auto, or 1 to ${MOST_SHARDS}`,
    )
    .default(1)
    .describe(
      'Connections to Discord; auto: separate processes, as many as Discord recommends (required from 2,500 servers)',
    ),
} as const

type DiscordSettings = z.output<z.ZodObject<typeof DISCORD_SETTINGS>>

/** Returns the Discord configuration; null if there is no token. */
export function discordOf(all: DiscordSettings): DiscordConfig | null {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: url, DISCORD_SHARDS: shards } = all
  if (token === null) return null
  const count = shards === 'auto' ? 1 : shards
  return Object.freeze({
    token,
    apiUrl: trimEnd(url, '/').replace(/\/v\d+$/, ''),
    shards: Object.freeze({ ids: Array.from({ length: count }, (_, id) => id), count }),
    sharded: shards === 'auto',
    registers: true,
  })
}
