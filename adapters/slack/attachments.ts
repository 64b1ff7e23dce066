/** Fetches attached files with the tutor's token, and only from Slack. */
import { type Fetched, FILES, fetchFiles } from '../../bot/lib/fetched.ts'
import { ask } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { SlackDeps } from './deps.ts'
import { fileInfo, type SlackFile } from './events/payloads.ts'

const HOSTS = ['files.slack.com', 'slack-files.com']

type Fetching = Pick<SlackDeps, 'apiUrl' | 'log'> & Readonly<{ workspace: Workspace }>

/** Fetches up to `FILES.count` attached files; lists the files that can't be fetched in `unread`. */
export function attachments(
  files: readonly SlackFile[] | null | undefined,
  fetching: Fetching,
): Promise<Fetched> {
  const { workspace, apiUrl, log } = fetching
  const all = (files ?? []).slice(0, FILES.count).map(async (given) => {
    const file = await told(given, fetching)
    const address = file.url_private_download ?? file.url_private ?? null
    return { name: nameOf(file), size: file.size ?? 0, address }
  })
  return fetchFiles(all, {
    ...{ platform: 'slack', apiUrl, hosts: HOSTS, log },
    headers: { Authorization: `Bearer ${workspace.token}` },
    // Without the scope to read files, Slack responds with its login page.
    isRefusal: ({ headers }) => headers.get('content-type')?.startsWith('text/html') === true,
  })
}

/** For a file shared by another organisation, an event contains only the id. */
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

/** Returns the name of a file; a snippet has a title and a language instead of a file name. */
export function nameOf({ name, title, filetype }: SlackFile): string {
  const given = name || title || 'file'
  return filetype === 'python' && !/\.\w+$/.test(given) ? `${given}.py` : given
}
