/** Files that are fetched for people: from where they may come, and how much of them is taken. */

/** Whether an address is the API's own or of one of `hosts`, by https: a token goes to nobody else. */
export function isOf(address: string, apiUrl: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  const api = new URL(apiUrl)
  if (protocol === api.protocol && host === api.host) return true
  return protocol === 'https:' && hosts.includes(host)
}

/** Null when there is more than `most` bytes, whatever was said of its size. */
export async function limited(
  body: ReadableStream<Uint8Array>,
  most: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
