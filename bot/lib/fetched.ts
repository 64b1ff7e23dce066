/** Downloads attached files: only from allowed hosts, and only up to a limit. */
import type { Log } from '../core/log.ts'
import type { Attachment, Request } from '../core/request.ts'

export const FILES = {
  /** Files per message. */
  count: 10,
  /** Bytes per file. */
  bytes: 1024 ** 2,
  /** Timeout of one download, ms. */
  ms: 10_000,
} as const

/** A file as the platform describes it. `size` is what it claims, in bytes. */
type File = Readonly<{ name: string; size: number; address: string | null }>

type From = Readonly<{
  platform: string
  apiUrl: string
  /** Hosts that may be fetched from over https, besides the API's own. */
  hosts: readonly string[]
  headers?: Readonly<Record<string, string>>
  /** Whether a response is a refusal, such as a login page, in place of the file. */
  isRefusal?(response: Response): boolean
  log: Log
}>

/** The files that were fetched, and the names of the others. */
export type Fetched = Required<Pick<Request, 'attachments' | 'unread'>>

/** Fetches attached files. Never throws; the names of files that failed are in `unread`. */
export async function fetchFiles(
  files: readonly (File | Promise<File>)[],
  from: From,
): Promise<Fetched> {
  const all = await Promise.all(
    files.map(async (given) => {
      const file = await given
      return { name: file.name, content: await contentOf(file, from) }
    }),
  )
  return {
    attachments: all.filter((each): each is Attachment => each.content !== null),
    unread: all.filter((each) => each.content === null).map(({ name }) => name),
  }
}

async function contentOf(
  { size, address }: File,
  { platform, apiUrl, hosts, headers = {}, isRefusal, log }: From,
): Promise<Uint8Array | null> {
  if (!address || size > FILES.bytes || !isOf(address, apiUrl, hosts)) return null
  try {
    const signal = AbortSignal.timeout(FILES.ms)
    const response = await fetch(address, { headers, redirect: 'error', signal })
    if (!response.ok || !response.body || isRefusal?.(response)) {
      throw new Error(`status ${response.status}`)
    }
    return await limited(response.body, FILES.bytes)
  } catch (err) {
    log.warn({ err, platform }, 'an attached file could not be fetched')
    return null
  }
}

/** Whether an address is the API's own, or one of `hosts` over https: tokens go nowhere else. */
function isOf(address: string, apiUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  const api = new URL(apiUrl)
  if (protocol === api.protocol && host === api.host) return true
  return protocol === 'https:' && hosts.includes(host)
}

/** Reads a body; null when it has more than `most` bytes, whatever its declared size. */
async function limited(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
