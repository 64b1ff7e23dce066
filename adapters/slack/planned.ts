/** Where an answer is before it has said anything: if its process ends then, the next one says so there. */
import type { Posted } from '../../bot/platform.ts'
import type { Where } from './where.ts'

/** To a command or a press, what was not posted yet is told to the asker alone. */
export function plannedAt(where: Where): Posted {
  const { workspace, channel, thread, openThread, question, replaces, asker, key } = where
  const spot = {
    platform: 'slack',
    workspace: workspace.team,
    channel,
    ...(thread ? { thread } : {}),
  }
  const messages = typeof replaces === 'object' ? replaces.messages : []
  if (messages.length > 0) return { spot, id: messages.map(({ id }) => id).join() }
  const only = { person: asker.id, address: openThread ?? '' }
  return { spot, id: '', planned: { key }, ...(question ? {} : { only }) }
}
