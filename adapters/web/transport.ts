/** Answers on the page: each is one entry. A new revision replaces it, also when other people may see it. */
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Message } from '../../bot/core/message.ts'
import type { Person } from '../../bot/core/request.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import { type Answers, createAnswers } from '../../bot/delivery/answers.ts'
import { done } from '../../bot/delivery/outcome.ts'
import type { Surface, Transport } from '../../bot/delivery/reply-delivery.ts'
import { WORKSPACE } from './identity.ts'

/** What the page shows ends with its process, so that nothing of it is noted for the next one. */
export function pageAnswers(parts: Readonly<{ tutor: Tutor; clock: Clock; log: Log }>): Answers {
  const nothing = async () => {}
  return createAnswers({
    ...parts,
    platform: WORKSPACE.platform,
    // A press names the block that it was on.
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
