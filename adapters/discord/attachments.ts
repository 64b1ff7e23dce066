/** Fetches attached files from Discord's file servers. */
import { type Fetched, FILES, fetchFiles } from '../../bot/lib/fetched.ts'
import type { DiscordDeps } from './deps.ts'
import type { Attached } from './events/payloads.ts'

/** Fetches up to `FILES.count` attached files; never throws, and lists the files that can't be fetched in `unread`. */
export function attachments(
  all: readonly Attached[],
  { apiUrl, log }: Pick<DiscordDeps, 'apiUrl' | 'log'>,
): Promise<Fetched> {
  const files = all
    .slice(0, FILES.count)
    .map(({ filename, size, url }) => ({ name: filename, size, address: url }))
  return fetchFiles(files, { platform: 'discord', apiUrl, hosts: HOSTS, log })
}

/** A stand-in at `DISCORD_API_URL` has to serve its own files there. */
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net']
