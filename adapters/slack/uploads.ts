/** Uploads the pictures and files of an answer below it. */
import { resultOf } from '../../bot/delivery/outcome.ts'
import { oneLine } from '../../bot/lib/text/visible.ts'
import { png } from '../../bot/timeline/png.ts'
import { ask, call } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { Target } from './content.ts'
import { PICTURE_WIDTH, SLACK } from './limits.ts'
import type { Upload } from './render/message.ts'

/**
 * Uploads files to a channel or thread and returns their ids.
 *
 * @throws {ChannelClosedError} when the channel is closed to the tutor.
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function share(
  workspace: Workspace,
  { channel, thread }: Target,
  uploads: readonly Upload[],
): Promise<readonly string[]> {
  if (uploads.length === 0) return []
  const files = await Promise.all(uploads.map(uploaded))
  const upload = () =>
    workspace.web.filesUploadV2({
      ...(thread ? { channel_id: channel, thread_ts: thread } : { channel_id: channel }),
      file_uploads: files,
    })
  const answer = await ask(workspace, 'files.upload', upload, { again: 'undone' })
  return answer.files.flatMap(({ files: all = [] }) => all.flatMap(({ id }) => (id ? [id] : [])))
}

/**
 * Deletes files; skips those that are gone or can't be deleted.
 *
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function unshare(workspace: Workspace, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const outcome = await call(workspace, 'files.delete', () =>
      workspace.web.files.delete({ file }),
    )
    if (outcome.is !== 'gone' && outcome.is !== 'fixed') resultOf(outcome)
  }
}

async function uploaded(upload: Upload) {
  if (upload.kind === 'file') {
    const name = oneLine(upload.name) || 'file'
    const alt = upload.alt === undefined ? {} : { alt_text: oneLine(upload.alt, SLACK.altText) }
    return { file: Buffer.from(upload.content), filename: name, title: name, ...alt }
  }
  const picture = await png(upload.svg, { width: PICTURE_WIDTH })
  return {
    file: Buffer.from(picture),
    filename: 'picture.png',
    title: 'Picture',
    alt_text: oneLine(upload.alt, SLACK.altText),
  }
}
