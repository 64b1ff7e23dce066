/** Handles buttons and selects: answered below, in place of the message, or in a modal. */

import { type ComponentAction, pressed } from '../../../bot/core/component-actions.ts'
import { alone } from '../../../bot/delivery/reply-delivery.ts'
import type { MessageRef } from '../../../bot/delivery/reply-records.ts'
import { answerUsed, sourceOf, tell } from '../answers.ts'
import type { Workspace } from '../clients.ts'
import type { SlackDeps } from '../deps.ts'
import { publishHome } from '../home.ts'
import { takingIn } from '../posting.ts'
import { ACTIONS } from '../render/controls.ts'
import type { BlockActions } from './payloads.ts'
import { formView, open, unfolded } from './views.ts'

/** Where a button or select was used. */
type Pressing = Readonly<{
  workspace: Workspace
  user: BlockActions['user']
  channel: string
  /** `ts` of the message; null in the Home tab. */
  message: string | null
  thread: string | undefined
  openThread: string | undefined
  isPrivate: boolean
  trigger: string | null
  responseUrl: string | undefined
  key: string
}>

/** Handles a button or select; on the Home tab, also refreshes the tab. */
export async function onAction(
  given: BlockActions,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<void> {
  const [action] = given.actions
  if (!action) return
  const at = await pressing(given, workspace, parts)
  if (action.action_id === ACTIONS.delete) return deleteAnswer(at, parts)
  const id = action.value ?? action.selected_option?.value ?? ''
  const found = pressed.safeParse(await parts.store.actions.find(id)).data
  if (!found) return say(at, 'This button has expired. Ask again.', parts)
  await press(found, id, at, parts)
  if (at.message === null) await publishHome(at.user.id, workspace, parts)
}

async function pressing(
  { user, container, channel, message, trigger_id, response_url, actions }: BlockActions,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<Pressing> {
  const ts = container?.message_ts ?? message?.ts ?? null
  const place = channel?.id ?? container?.channel_id
  const isPrivate = container?.is_ephemeral === true
  const own = message?.thread_ts ?? container?.thread_ts ?? undefined
  return {
    workspace,
    user,
    channel: place ?? (await parts.directChannel(workspace, user.id)),
    message: ts,
    // An ephemeral message has no thread of its own.
    thread: own ?? (isPrivate ? undefined : (ts ?? undefined)),
    openThread: own,
    isPrivate,
    trigger: trigger_id ?? null,
    responseUrl: response_url ?? undefined,
    key: `slack/${workspace.team}/${trigger_id ?? `${user.id}/${actions[0]?.action_ts ?? ts}`}`,
  }
}

async function press(
  found: ComponentAction,
  id: string,
  at: Pressing,
  parts: SlackDeps,
): Promise<void> {
  const { workspace, trigger, channel, thread, openThread, message, isPrivate, responseUrl } = at
  const replaces = found.do !== 'unfold' && found.action.replaces === true
  const standing = message
    ? await parts.standings.find(workspace.team, { channel, id: message })
    : null
  if (replaces && standing && standing.asker.id !== at.user.id) {
    return say(at, 'Only the person who asked can do that.', parts)
  }
  if (found.do === 'action' || (found.do === 'form' && found.fields.length === 0)) {
    const alone = message ? { messages: [{ channel, id: message }], files: [] } : undefined
    return answerUsed({ ...at, stands: standing?.answer ?? alone }, found.action, parts)
  }
  const place = { channel, thread, openThread, message: message ?? undefined }
  const where = { ...place, form: id, isPrivate, responseUrl }
  const view = found.do === 'form' ? formView(found, where) : unfolded(found)
  if (!trigger || !(await open(workspace, trigger, view))) {
    await say(at, 'That took too long. Press the button again.', parts)
  }
}

/** Only the person who asked and admins may delete. */
async function deleteAnswer(at: Pressing, parts: SlackDeps): Promise<void> {
  const { workspace, channel, message, user } = at
  if (!message) return
  const id = { channel, id: message }
  const standing = await parts.standings.find(workspace.team, id)
  const may = standing?.asker.id === user.id || (await parts.people.isAdmin(workspace, user.id))
  if (!may) return say(at, 'Only the person who asked, or an admin, can delete this.', parts)
  const source = (question: MessageRef) => sourceOf(workspace.team, channel, question.id)
  await parts.dismiss({ workspace: workspace.team, message: id }, source, takingIn(workspace))
}

/** Tells the person who pressed, in private. */
function say({ user, ...at }: Pressing, text: string, parts: SlackDeps): Promise<void> {
  const { workspace, channel, responseUrl, openThread, key } = at
  const where = { workspace, channel, responseUrl, openThread, key, user: user.id }
  return tell(where, alone(text), parts)
}
