/** The channels of the page. */
import type { ChannelInfo } from './wire.ts'

export const CHANNELS: readonly ChannelInfo[] = [
  {
    name: 'lobby',
    title: 'lobby',
    topic: 'Paste Python. See where the time goes',
    direct: false,
  },
  {
    name: 'study-group',
    title: 'study-group',
    topic: 'Work through things together',
    direct: false,
  },
  { name: 'me', title: 'Just me', topic: 'Nobody else sees this', direct: true },
]

/** The channels by how people mention them in a message. */
export const MENTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  CHANNELS.filter(({ direct }) => !direct).map(({ name }) => [`#${name}`, name]),
)
