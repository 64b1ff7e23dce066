/** Files that people attach, fetched from where Discord keeps them, and no more than fits. */
import type { Log } from '../../bot/log.ts'
import type { Attachment } from '../../bot/request.ts'
import { FILES, TIMES } from './limits.ts'
import type { Attached } from './payloads.ts'

type Fetching = Readonly<{ apiUrl: string; log: Log }>

/** Those that cannot be had are left out. */
export async function attachments(
  files: readonly Attached[],
  fetching: Fetching,
): Promise<readonly Attachment[]> {
  const all = await Promise.all(files.slice(0, FILES.count).map((file) => fetched(file, fetching)))
  return all.filter((each) => each !== null)
}

async function fetched(
  { filename, size, url }: Attached,
  { apiUrl, log }: Fetching,
): Promise<Attachment | null> {
  if (size > FILES.bytes || !isDiscords(url, apiUrl)) return null
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMES.fetchMs),
    })
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
    const content = await limited(response.body)
    return content && { name: filename, content }
  } catch (err) {
    log.warn({ err, platform: 'discord' }, 'an attached file could not be fetched')
    return null
  }
}

const HOSTS = ['cdn.discordapp.com', 'media.discordapp.net']

/** Discord's own hosts, or the one that is in its place. */
function isDiscords(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  const api = new URL(apiUrl)
  if (protocol === api.protocol && host === api.host) return true
  return protocol === 'https:' && HOSTS.includes(host)
}

/** Null when there is more than fits, whatever was said of its size. */
async function limited(body: ReadableStream<Uint8Array>): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > FILES.bytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
