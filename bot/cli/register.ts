/** `overlap register discord`: updates the commands that differ from those Discord has. */
import { discordApi } from '../../adapters/discord/api.ts'
import { applicationOf, register as registerCommands } from '../../adapters/discord/register.ts'
import type { Config } from '../config.ts'
import { declaredCommands } from './declared.ts'
import { EXIT, Refusal } from './exit.ts'
import type { Terminal } from './terminal.ts'

/**
 * Registers the commands with Discord, prints what changed and returns the exit code.
 *
 * @throws {Refusal} when the usage is wrong, DISCORD_TOKEN isn't set, or Discord doesn't accept the commands.
 */
export async function register(
  [platform, ...more]: readonly string[],
  { discord }: Config,
  terminal: Terminal,
): Promise<number> {
  if (platform !== 'discord' || more.length > 0) {
    throw new Refusal(EXIT.usage, 'usage: overlap register discord')
  }
  if (!discord) throw new Refusal(EXIT.config, 'DISCORD_TOKEN is not set; see .env.example')
  const commands = await declaredCommands()
  const api = discordApi(discord, new AbortController().signal)
  const { written, removed } = await attempt(async () =>
    registerCommands(api, await applicationOf(api, discord.token), commands),
  )
  for (const name of written) terminal.out(`written  ${name}\n`)
  for (const name of removed) terminal.out(`removed  ${name}\n`)
  if (written.length + removed.length === 0)
    terminal.out('Discord already has the current commands.\n')
  return EXIT.done
}

/** The library's error messages don't contain the token. */
async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Refusal(EXIT.missing, `Discord didn't accept them: ${reason}`)
  }
}
