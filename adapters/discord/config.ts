/** The settings of Discord. */

import { z } from 'zod'
import { trimEnd } from '../../bot/lib/text/trim.ts'

export type DiscordConfig = Readonly<{
  /** Secret. */
  token: string
  /** Ends in no `/` and no version. */
  apiUrl: string
  /** Which parts of the gateway this process has; null leaves their number to Discord, and has them all. */
  shards: Readonly<{ ids: readonly number[]; count: number }> | null
  /** Each part in a process of its own, as many as Discord recommends. */
  sharded: boolean
  /** Whether it tells Discord its commands. */
  registers: boolean
}>

const MOST_SHARDS = 1000

export const DISCORD_SETTINGS = {
  DISCORD_TOKEN: z
    .string()
    // Pasted with what stands before it in a header.
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
