/** `overlap shard`: one shard of Discord, started by `overlap serve` if DISCORD_SHARDS is auto. */
import { z } from 'zod'
import type { Config } from '../config.ts'
import { startOverlap } from '../main.ts'
import { EXIT, Refusal } from './exit.ts'
import { logTo } from './log.ts'
import { leave, stopSignal } from './serve.ts'
import type { Terminal } from './terminal.ts'

const part = z.object({
  SHARDS: z.coerce.number().int().min(0),
  SHARD_COUNT: z.coerce.number().int().min(1),
})

/**
 * Runs one Discord shard until a signal, or until its parent process exits.
 *
 * @throws {Refusal} when `overlap serve` didn't start it.
 */
export async function shard(_: readonly string[], config: Config, __: Terminal): Promise<number> {
  const given = part.safeParse(process.env).data
  if (!given || !config.discord) throw new Refusal(EXIT.usage, 'shard is only started by serve')
  const shards = { ids: [given.SHARDS], count: given.SHARD_COUNT }
  const discord = { ...config.discord, sharded: false, registers: false, shards }
  const stopped = Promise.race([stopSignal(), orphaned()])
  const overlap = await startOverlap(
    { ...config, slack: null, discord },
    { log: logTo(config), clock: Date.now, random: Math.random, isShard: true },
  )
  await stopped
  await overlap.close()
  // The channel to the parent process would keep it running.
  process.disconnect?.()
  leave()
  return EXIT.done
}

/** Resolves when the parent process is gone. */
function orphaned(): Promise<void> {
  return new Promise((resolve) => process.once('disconnect', () => resolve()))
}
