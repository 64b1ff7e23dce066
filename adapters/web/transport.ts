/** Delivers answers on the page: each is one entry, which a new revision replaces, even if its audience changes. */
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Message } from '../../bot/core/message.ts'
import type { Person } from '../../bot/core/request.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import { type Answers, createAnswers } from '../../bot/delivery/answers.ts'
import { done } from '../../bot/delivery/outcome.ts'
import type { Surface, Transport } from '../../bot/delivery/reply-delivery.ts'
import { WORKSPACE } from './identity.ts'

/**
 * Creates the page's answers. What the page shows is lost when its process ends, so nothing is recorded for the next
 * one.
 */
export function pageAnswers(parts: Readonly<{ tutor: Tutor; clock: Clock; log: Log }>): Answers {
  const nothing = async () => {}
  return createAnswers({
    ...parts,
    platform: WORKSPACE.platform,
    // A button press names its block, so buttons need no stored id.
    store: { actions: { keep: async (all) => all.map(() => '') } },
    standings: { note: nothing, forget: nothing },
    unfinished: { starts: nothing, begins: nothing, ends: nothing, leaves: nothing },
    questions: {
      claim: async (question) => ({
        question,
        begin: nothing,
        isNewest: async () => true,
        end: nothing,
      }),
      end: nothing,
    },
    isOutside: () => false,
  })
}

/** Creates the transport that passes each revision of an answer to `put`. */
export function pageTransport(
  key: string,
  asker: Person,
  put: (message: Message) => Promise<void>,
): Transport<Message> {
  let revisions = 0
  const entry: Surface<Message> = {
    isFixed: () => false,
    fingerprint() {
      revisions += 1
      return `${revisions}`
    },
    render: (message) => ({ pieces: [message], uploads: [] }),
    post: async (message) => {
      await put(message)
      return { channel: '', id: key }
    },
    edit: async (_, message) => done(await put(message)),
    remove: async () => {},
  }
  return {
    answer: { key, asker, workspace: asker.workspace },
    surfaces: () => [entry],
    isKept: () => false,
    room: async () => {},
  }
}
