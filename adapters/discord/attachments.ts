/** Files that people attach, fetched from where Discord keeps them, and no more than fits. */
import type { Log } from '../../bot/log.ts'
import { isOf, limited } from '../../bot/reading/fetched.ts'
import type { Attachment, Request } from '../../bot/request.ts'
import { FILES, TIMES } from './limits.ts'
import type { Attached } from './payloads.ts'

type Fetching = Readonly<{ apiUrl: string; log: Log }>

export async function attachments(
  all: readonly Attached[],
  fetching: Fetching,
): Promise<Required<Pick<Request, 'attachments' | 'unread'>>> {
  const asked = all.slice(0, FILES.count)
  const had = await Promise.all(asked.map((file) => fetched(file, fetching)))
  return {
    attachments: had.filter((each) => each !== null),
    unread: asked.flatMap(({ filename }, at) => (had[at] === null ? [filename] : [])),
  }
}

async function fetched(
  { filename, size, url }: Attached,
  { apiUrl, log }: Fetching,
): Promise<Attachment | null> {
  if (size > FILES.bytes || !isOf(url, apiUrl, HOSTS)) return null
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMES.fetchMs),
    })
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
    const content = await limited(response.body, FILES.bytes)
    return content && { name: filename, content }
  } catch (err) {
    log.warn({ err, platform: 'discord' }, 'an attached file could not be fetched')
    return null
  }
}

/** Where Discord keeps files. A stand-in at `DISCORD_API_URL` has to keep its own there. */
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net']
