/** The Home tab, made of the answers to several commands, and the suggested prompts of the Messages tab. */
import type { types } from '@slack/bolt'
import { type IdOf, storeActions } from '../../bot/core/component-actions.ts'
import type { Message } from '../../bot/core/message.ts'
import { resultOf } from '../../bot/delivery/outcome.ts'
import { ask, call } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { SlackDeps } from './deps.ts'
import { SLACK } from './limits.ts'
import { type Piece, text } from './render/controls.ts'
import { renderBlock } from './render/message.ts'
import { packed } from './render/pack.ts'
import { line } from './render/rich.ts'

export const PROMPTS = [
  {
    title: 'Run a program',
    message:
      '```import asyncio\n\nasync def main():\n    await asyncio.gather(*(asyncio.sleep(1) for _ in range(3)))\n\nasyncio.run(main())```',
  },
  { title: 'Take a quiz', message: 'quiz' },
  { title: 'Read the first lesson', message: 'lesson 1' },
  { title: 'What else?', message: 'help' },
] as const

/**
 * Publishes a person's Home tab, made of the answers to its commands.
 *
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function publishHome(
  user: string,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<void> {
  const { tutor, clock, home } = parts
  const person = await parts.people.person(workspace, user)
  const place = { channel: await parts.directChannel(workspace, user), direct: true }
  const cards = home.filter(({ command }) => !tutor.commands.get(command)?.admin || person.admin)
  const messages: Message[] = []
  for (const { command } of cards) {
    const id = `slack/${workspace.team}/home/${user}/${command}/${clock()}`
    const signal = AbortSignal.timeout(TIME_MS)
    const request = { id, person, place, command, options: {}, signal }
    const said = (await Array.fromAsync(tutor.handle(request))).at(-1)
    if (said) messages.push(said)
  }
  const idOf = await storeActions(messages, parts)
  const view: types.HomeView = { type: 'home', blocks: blocksAtHome(messages, idOf) }
  const publish = () => workspace.web.views.publish({ user_id: user, view })
  await ask(workspace, 'views.publish', publish)
}

const TIME_MS = 10_000

/** Renders the answers for the Home tab, where pictures are replaced by their alt text. */
export function blocksAtHome(messages: readonly Message[], idOf: IdOf): types.KnownBlock[] {
  const pieces = messages.flatMap((message, index): readonly Piece[] => [
    ...(index > 0 ? text(line('———')) : []),
    ...message.blocks.flatMap((block) =>
      block.kind === 'picture' ? text(line(block.alt)) : renderBlock(block, idOf, true, []),
    ),
  ])
  const intro = text(
    line('Paste Python in a code block, or type /overlap help in any channel.', { italic: true }),
  )
  const { parts } = packed([...intro, ...pieces], {
    ...SLACK,
    messageBlocks: SLACK.viewBlocks,
    answerMessages: 1,
  })
  return parts.flat().slice(0, SLACK.viewBlocks)
}

/**
 * Suggests prompts in the split view with the tutor; does nothing if Slack doesn't support that.
 *
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function suggestPrompts(workspace: Workspace, channel: string): Promise<void> {
  const prompts = PROMPTS.map((each) => ({ ...each }))
  const { threads } = workspace.web.assistant
  const method = 'assistant.threads.setSuggestedPrompts'
  const outcome = await call(workspace, method, () =>
    threads.setSuggestedPrompts({ channel_id: channel, prompts }),
  )
  if (outcome.is !== 'missing') resultOf(outcome)
}
