/** Files that people attach, fetched with the tutor's token: from Slack only, and no more than fits. */
import type { Log } from '../../bot/log.ts'
import { isOf, limited } from '../../bot/reading/fetched.ts'
import type { Attachment } from '../../bot/request.ts'
import type { Workspace } from './clients.ts'
import { FILES, TIMES } from './limits.ts'
import type { SlackFile } from './payloads.ts'

const HOSTS = ['files.slack.com', 'slack-files.com']

type Fetching = Readonly<{ workspace: Workspace; apiUrl: string; log: Log }>

/** Those that cannot be had are left out. */
export async function attachments(
  files: readonly SlackFile[] | null | undefined,
  fetching: Fetching,
): Promise<readonly Attachment[]> {
  const all = await Promise.all(
    (files ?? []).slice(0, FILES.count).map((file) => attachment(file, fetching)),
  )
  return all.filter((each) => each !== null)
}

async function attachment(
  file: SlackFile,
  { workspace, apiUrl, log }: Fetching,
): Promise<Attachment | null> {
  const address = file.url_private_download ?? file.url_private
  if (!address || (file.size ?? 0) > FILES.bytes || !isOf(address, apiUrl, HOSTS)) return null
  try {
    const response = await fetch(address, {
      headers: { Authorization: `Bearer ${workspace.token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMES.callMs),
    })
    // Without the right to read files, Slack shows its login page.
    const isPage = response.headers.get('content-type')?.startsWith('text/html')
    if (!response.ok || isPage || !response.body) throw new Error(`status ${response.status}`)
    const content = await limited(response.body, FILES.bytes)
    return content && { name: nameOf(file), content }
  } catch (err) {
    log.warn({ err, platform: 'slack' }, 'an attached file could not be fetched')
    return null
  }
}

/** A snippet has the title that somebody gave it, and a language. */
export function nameOf({ name, title, filetype }: SlackFile): string {
  const given = name || title || 'file'
  return filetype === 'python' && !/\.\w+$/.test(given) ? `${given}.py` : given
}
