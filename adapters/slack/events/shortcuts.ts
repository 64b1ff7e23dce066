/** Handles "Run Python" in the menu of a message. */
import type { z } from 'zod'
import { answer } from '../answers.ts'
import { attachments } from '../attachments.ts'
import type { Workspace } from '../clients.ts'
import type { SlackDeps } from '../deps.ts'
import { typed, withoutMention } from '../text.ts'
import type { messageShortcut } from './payloads.ts'

export const SHORTCUT = { callback: 'run_python', name: 'Run Python' } as const

/** Runs the program in the message that the shortcut was used on. */
export async function onShortcut(
  given: z.output<typeof messageShortcut>,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<void> {
  const { message, channel, user, trigger_id, response_url } = given
  if (!channel?.id) return
  const code = typed(withoutMention(message.text, workspace.botUser))
  const [attached, asker] = await Promise.all([
    attachments(message.files, { ...parts, workspace }),
    parts.people.person(workspace, user.id, user.name ?? user.username),
  ])
  await answer(
    {
      workspace,
      channel: channel.id,
      direct: channel.id.startsWith('D'),
      thread: message.thread_ts ?? message.ts,
      openThread: message.thread_ts ?? undefined,
      asker,
      responseUrl: response_url ?? undefined,
      key: `slack/${workspace.team}/${trigger_id ?? `${channel.id}/${message.ts}/${user.id}`}`,
    },
    { command: 'run', options: { code }, ...attached },
    parts,
  )
}
