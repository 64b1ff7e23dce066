/** Files that people attach, fetched with the tutor's token: from Slack only. */
import { type Fetched, FILES, fetchFiles } from '../../bot/lib/fetched.ts'
import { ask } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { SlackDeps } from './deps.ts'
import { fileInfo, type SlackFile } from './events/payloads.ts'

const HOSTS = ['files.slack.com', 'slack-files.com']

type Fetching = Pick<SlackDeps, 'apiUrl' | 'log'> & Readonly<{ workspace: Workspace }>

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
    // Without the right to read files, Slack shows its login page.
    isRefusal: ({ headers }) => headers.get('content-type')?.startsWith('text/html') === true,
  })
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

/** A snippet has the title that somebody gave it, and a language. */
export function nameOf({ name, title, filetype }: SlackFile): string {
  const given = name || title || 'file'
  return filetype === 'python' && !/\.\w+$/.test(given) ? `${given}.py` : given
}
