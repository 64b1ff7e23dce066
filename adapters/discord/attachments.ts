/** Files that people attach, fetched from where Discord keeps them. */
import { type Fetched, FILES, fetchFiles } from '../../bot/lib/fetched.ts'
import type { DiscordDeps } from './deps.ts'
import type { Attached } from './events/payloads.ts'

export function attachments(
  all: readonly Attached[],
  { apiUrl, log }: Pick<DiscordDeps, 'apiUrl' | 'log'>,
): Promise<Fetched> {
  const files = all
    .slice(0, FILES.count)
    .map(({ filename, size, url }) => ({ name: filename, size, address: url }))
  return fetchFiles(files, { platform: 'discord', apiUrl, hosts: HOSTS, log })
}

/** A stand-in at `DISCORD_API_URL` has to keep its own there. */
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net']
