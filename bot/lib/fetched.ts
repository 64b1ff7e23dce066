/** Files that people attach, fetched for them: from where they may come, and no more than fits. */
import type { Log } from '../core/log.ts'
import type { Attachment, Request } from '../core/request.ts'

export const FILES = {
  /** Taken of one message. */
  count: 10,
  /** Of one file. */
  bytes: 1024 ** 2,
  /** For one download. */
  ms: 10_000,
} as const

/** A file as the platform tells of it. `size` is what is said of it, in bytes. */
type File = Readonly<{ name: string; size: number; address: string | null }>

type From = Readonly<{
  platform: string
  apiUrl: string
  /** Beside the API, which may stand for them. */
  hosts: readonly string[]
  headers?: Readonly<Record<string, string>>
  /** What comes in the place of a file that may not be read. */
  isRefusal?(response: Response): boolean
  log: Log
}>

/** What could be had of the files, and the names of the others. */
export type Fetched = Required<Pick<Request, 'attachments' | 'unread'>>

/** Never throws: what cannot be had is named. */
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

/** Whether an address is the API's own or of one of `hosts`, by https: a token goes to nobody else. */
function isOf(address: string, apiUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  const api = new URL(apiUrl)
  if (protocol === api.protocol && host === api.host) return true
  return protocol === 'https:' && hosts.includes(host)
}

/** Null when there is more than `most` bytes, whatever was said of its size. */
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
