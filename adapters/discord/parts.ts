/** What the parts of the adapter share. */
import type { Delivery, Ground } from '../../bot/delivery/delivery.ts'
import type { Message } from '../../bot/message.ts'
import { keepPressables } from '../../bot/pressed.ts'
import type { Api } from './api.ts'
import type { People } from './people.ts'
import { type Look, renderMessage } from './render/message.ts'
import type { Part } from './render/pack.ts'

export type Parts = Ground &
  Delivery &
  Readonly<{
    api: Api
    people: People
    /** The channel for direct messages with a person. Throws `ChannelClosed`. */
    direct(person: string): Promise<string>
    /** Ends in no `/`. */
    apiUrl: string
  }>

/** Rendered, with all that can be pressed in it kept. */
export async function rendered(
  message: Message,
  look: Omit<Look, 'idOf'>,
  parts: Pick<Parts, 'store' | 'clock'>,
): Promise<readonly [Part, ...Part[]]> {
  const idOf = await keepPressables([message], parts)
  return renderMessage(message, { ...look, idOf })
}
