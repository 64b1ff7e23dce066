/** Files that people attach, fetched from where Discord keeps them, and no more than fits. */
import type { Log } from '../../bot/log.ts'
import type { Message as Said } from '../../bot/message.ts'
import { isOf, limited } from '../../bot/reading/fetched.ts'
import type { Attachment } from '../../bot/request.ts'
import { oneLine } from '../../bot/text/visible.ts'
import { FILES, TIMES } from './limits.ts'
import type { Attached } from './payloads.ts'

type Fetching = Readonly<{ apiUrl: string; log: Log }>

/** `missing`: names of those that cannot be had. */
export type Files = Readonly<{ files: readonly Attachment[]; missing: readonly string[] }>

export async function attachments(all: readonly Attached[], fetching: Fetching): Promise<Files> {
  const asked = all.slice(0, FILES.count)
  const had = await Promise.all(asked.map((file) => fetched(file, fetching)))
  return {
    files: had.filter((each) => each !== null),
    missing: asked.flatMap(({ filename }, at) => (had[at] === null ? [filename] : [])),
  }
}

/** Null where it can be done without what is missing, such as a picture beside a program. */
export function lacking({ files, missing }: Files, text: string): Said | null {
  const [name] = missing.toSorted((a, b) => Number(isPython(b)) - Number(isPython(a)))
  if (name === undefined || (!isPython(name) && (files.length > 0 || text !== ''))) return null
  const shown = oneLine(name, 60)
  const most = `${FILES.bytes / 1024 ** 2} MiB`
  return {
    blocks: [
      { kind: 'markdown', text: `I could not read your file. It may have at most ${most}.` },
      { kind: 'facts', facts: [{ label: 'File', value: shown }] },
    ],
    notice: `I could not read ${shown}.`,
    audience: 'asker',
    done: true,
  }
}

function isPython(name: string): boolean {
  return /\.pyw?$/i.test(name)
}

async function fetched(
  { filename, size, url }: Attached,
  { apiUrl, log }: Fetching,
): Promise<Attachment | null> {
  if (size > FILES.bytes || !isKept(url, apiUrl)) return null
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

/** Where Discord keeps files; what stands in its place may keep them anywhere. No token goes there. */
function isKept(url: string, apiUrl: string): boolean {
  if (new URL(apiUrl).hostname === DISCORD_HOST) return isOf(url, apiUrl, HOSTS)
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
}

const DISCORD_HOST = 'discord.com'
const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net']
