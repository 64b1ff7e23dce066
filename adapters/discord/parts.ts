/** What the parts of the adapter share. */
import type { Clock } from '../../bot/clock.ts'
import type { Answers } from '../../bot/delivery/answers.ts'
import type { Questions } from '../../bot/delivery/questions.ts'
import type { Standings } from '../../bot/delivery/standings.ts'
import type { Log } from '../../bot/log.ts'
import type { Message } from '../../bot/message.ts'
import { keepPressables } from '../../bot/pressed.ts'
import type { Store } from '../../bot/store/store.ts'
import type { Tutor } from '../../bot/tutor.ts'
import type { Unfinished } from '../../bot/unfinished.ts'
import type { Api } from './api.ts'
import type { People } from './people.ts'
import { type Look, renderMessage } from './render/message.ts'
import type { Part } from './render/pack.ts'

export type Parts = Readonly<{
  api: Api
  people: People
  standings: Standings
  unfinished: Unfinished
  questions: Questions
  /** The channel for direct messages with a person. Throws `ChannelClosed`. */
  direct(person: string): Promise<string>
  tutor: Tutor
  store: Store
  clock: Clock
  log: Log
  /** Ends in no `/`. */
  apiUrl: string
}>

export type Serving = Parts & Readonly<{ answers: Answers }>

/** Rendered, with all that can be pressed in it kept. */
export async function rendered(
  message: Message,
  look: Omit<Look, 'idOf'>,
  parts: Pick<Parts, 'store' | 'clock'>,
): Promise<readonly [Part, ...Part[]]> {
  const idOf = await keepPressables([message], parts)
  return renderMessage(message, { ...look, idOf })
}
