/** "Overlap is running your program": the status line of a direct conversation while an answer is in progress. */
import { oneLine } from '../../bot/lib/text/visible.ts'
import { isMissing } from './calls.ts'
import type { SlackDeps } from './deps.ts'
import type { Where } from './where.ts'

/** Shows and clears the status line. It is optional: if Slack has none or is slow, nothing waits and nothing fails. */
export function statusLine({ workspace, channel, thread, direct }: Where, parts: SlackDeps) {
  const lines = `status lines in ${workspace.team}` as const
  let said = ''

  function say(status: string): void {
    if (!direct || !thread || status === said || parts.lacks.has(lines)) return
    said = status
    workspace.web.assistant.threads
      .setStatus({ channel_id: channel, thread_ts: thread, status })
      .catch((err: unknown) => {
        if (isMissing(err)) parts.lacks.add(lines)
        parts.log.info({ err, platform: 'slack' }, 'no status line here')
      })
  }

  return { show: (notice: string) => say(oneLine(notice, STATUS_LENGTH)), clear: () => say('') }
}

const STATUS_LENGTH = 50
