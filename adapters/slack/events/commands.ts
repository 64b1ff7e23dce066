/** Handles the slash command: a command in its text, or a form if a program is needed. */

import type { z } from 'zod'
import { type Command, optionFields } from '../../../bot/core/command.ts'
import { type Asked, answer } from '../answers.ts'
import type { Workspace } from '../clients.ts'
import type { SlackDeps } from '../deps.ts'
import { mentionsIn, typed } from '../text.ts'
import type { slashCommand } from './payloads.ts'
import { commandForm, open } from './views.ts'

type SlashCommand = z.output<typeof slashCommand>

/** Answers a slash command, or opens a form if its program is missing. */
export async function onCommand(
  given: SlashCommand,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<void> {
  const { channel_id: channel, user_id: user, user_name, trigger_id, response_url } = given
  const text = typed(given.text ?? '').trim()
  const [start = '', name = ''] = /^\/?([a-z][\w-]*)\b/i.exec(text) ?? []
  const rest = name === '' ? '' : text.slice(start.length).trimStart()
  const command = parts.tutor.commands.get(name.toLowerCase())
  if (command && rest === '' && takesProgram(command) && trigger_id) {
    const meta = { channel, command: command.name, responseUrl: response_url ?? undefined }
    if (await open(workspace, trigger_id, commandForm(command, meta))) return
  }
  const asker = await parts.people.person(workspace, user, user_name)
  await answer(
    {
      workspace,
      channel,
      name: HIDDEN_NAMES.has(given.channel_name ?? '')
        ? undefined
        : given.channel_name || undefined,
      direct: channel.startsWith('D'),
      asker,
      responseUrl: response_url ?? undefined,
      key: `slack/${workspace.team}/${trigger_id ?? `${channel}/${user}/${parts.clock()}`}`,
    },
    { ...meant(text, name, command), mentions: mentionsIn(given.text ?? '') },
    parts,
  )
}

/** What Slack sends instead of a channel's name. */
const HIDDEN_NAMES: ReadonlySet<string> = new Set(['directmessage', 'privategroup'])

/** The command's main option takes several lines, which a slash command can't contain. */
function takesProgram({ options }: Command): boolean {
  return optionFields(options).some(({ rest, multiline }) => rest && multiline)
}

/** A single unknown word is probably a mistyped command; several words may be a program or a question. */
function meant(text: string, name: string, command: Command | undefined): Asked {
  if (text === '') return { command: 'help', options: {} }
  const isCommand = command !== undefined || text === name
  return { text: isCommand && !text.startsWith('/') ? `/${text}` : text }
}
