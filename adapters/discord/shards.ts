/** Runs Discord in several processes: each serves a shard of the servers; this one starts them and posts unprompted. */
import { once } from 'node:events'
import { type Shard, ShardingManager } from 'discord.js'
import { z } from 'zod'
import type { Platform } from '../../bot/core/platform.ts'
import { keepConnected, waiting } from '../../bot/lib/reconnect.ts'
import { createParts, type DiscordOptions, reasonOf } from './connect.ts'
import { TIMES } from './limits.ts'
import { discordPlatform } from './platform.ts'
import { registration } from './registration.ts'

/** What starts a shard: a script and its arguments. */
export type Program = Readonly<{ file: string; args: readonly string[] }>

const recommended = z.object({ shards: z.int().min(1) })

/**
 * Returns immediately, as `startDiscord` does, and starts the shards in the background. A process that ends is
 * restarted.
 */
export function startShards(options: DiscordOptions, { file, args }: Program): Platform {
  const { config, log } = options
  const closing = new AbortController()
  const wait = waiting(closing.signal)
  const parts = createParts(options, () => null, closing.signal)
  const registering = registration(parts, config.token, { wait, log, closing: closing.signal })
  const ended = Promise.withResolvers<void>()
  let shards: readonly Shard[] = []

  const connection = keepConnected({
    platform: 'discord',
    async connect() {
      const { shards: count } = recommended.parse(await parts.api.gateway())
      await Promise.race([registering(), wait(TIMES.registerMs)])
      const manager = new ShardingManager(file, {
        token: config.token,
        totalShards: count,
        shardArgs: [...args],
        execArgv: [...process.execArgv],
      })
      manager.on('shardCreate', (shard) => {
        shards = [...shards, shard]
        shard.on('death', () => {
          if (!closing.signal.aborted)
            log.warn({ platform: 'discord', shard: shard.id }, 'a shard ended')
        })
      })
      // Each shard reconnects by itself, so don't wait for it here.
      await manager.spawn({ amount: count, delay: TIMES.identifyMs, timeout: -1 })
      return { ended: ended.promise }
    },
    detail: () => `${shards.length} shards`,
    reason: (error) => reasonOf(error, config.token),
    wait,
    log,
    closing: closing.signal,
  })

  function state() {
    const now = connection.state()
    const ready = shards.filter((shard) => shard.ready).length
    if (!now.connected) return now
    return { connected: ready === shards.length, detail: `${ready} of ${shards.length} shards` }
  }

  async function end(shard: Shard): Promise<void> {
    const child = shard.process
    const exited = child && once(child, 'exit')
    shard.kill()
    await exited
  }

  return discordPlatform(parts, {
    state,
    async close() {
      closing.abort()
      ended.resolve()
      await connection.ended
      await Promise.all(shards.map(end))
    },
  })
}
