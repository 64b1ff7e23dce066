/** Files that people attach, fetched with the tutor's token: from Slack only, and no more than fits. */
import type { Log } from '../../bot/log.ts'
import { isOf, limited } from '../../bot/reading/fetched.ts'
import type { Attachment, Request } from '../../bot/request.ts'
import { ask } from './calls.ts'
import type { Workspace } from './clients.ts'
import { FILES, TIMES } from './limits.ts'
import { fileInfo, type SlackFile } from './payloads.ts'

const HOSTS = ['files.slack.com', 'slack-files.com']

type Fetching = Readonly<{ workspace: Workspace; apiUrl: string; log: Log }>

export async function attachments(
  files: readonly SlackFile[] | null | undefined,
  fetching: Fetching,
): Promise<Required<Pick<Request, 'attachments' | 'unread'>>> {
  const all = await Promise.all(
    (files ?? []).slice(0, FILES.count).map(async (given) => {
      const file = await told(given, fetching)
      return { name: nameOf(file), content: await contentOf(file, fetching) }
    }),
  )
  return {
    attachments: all.filter((each): each is Attachment => each.content !== null),
    unread: all.filter((each) => each.content === null).map(({ name }) => name),
  }
}

/** Of a file that another organisation shares, an event tells the id only. */
async function told(file: SlackFile, { workspace, log }: Fetching): Promise<SlackFile> {
  const { id, mode, url_private } = file
  if (!id || url_private || mode === 'tombstone') return file
  try {
    const info = () => workspace.web.files.info({ file: id })
    return fileInfo.parse(await ask(workspace, 'files.info', info)).file
  } catch (err) {
    log.warn({ err, platform: 'slack' }, 'Slack does not say what an attached file is')
    return file
  }
}

/** Null for what cannot be had. */
async function contentOf(
  file: SlackFile,
  { workspace, apiUrl, log }: Fetching,
): Promise<Uint8Array | null> {
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
    return await limited(response.body, FILES.bytes)
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
