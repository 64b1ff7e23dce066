/** A tutor with all commands, the real advisor, store and worker threads; what a run gives and a model writes is chosen. */
import { renderMessage as onDiscord } from '../../adapters/discord/render/message.ts'
import { renderMessage as onSlack } from '../../adapters/slack/render/message.ts'
import { answerEntry } from '../../adapters/web/view.ts'
import { createAdvisor } from '../../bot/analysis/advisor.ts'
import type { Message } from '../../bot/core/message.ts'
import type { Request } from '../../bot/core/request.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import type { Model } from '../../bot/features/ask/model/model.ts'
import type { Words } from '../../bot/features/ask/model-answer.ts'
import { knowledgeOnce } from '../../bot/features/ask/search/knowledge.ts'
import { allFeatures } from '../../bot/main.ts'
import { loadLessons } from '../../lessons/lessons.ts'
import type { RunResult } from '../../sandbox/sandbox.ts'
import { ran, sandboxThat } from '../core/results.ts'
import { memoryStore } from '../store/memory.ts'
import { tutorWith } from '../tutor.ts'

export const ADA = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: true }
export const LOBBY = { channel: 'lobby', direct: false }

export async function everything() {
  const [advisor, catalogue, store] = await Promise.all([
    createAdvisor(),
    loadLessons(),
    memoryStore(),
  ])
  let result = ran({})
  let written = ''
  const bugs: unknown[] = []
  const log = { info() {}, warn() {}, error: (fields: unknown) => void bugs.push(fields) }
  const model: Model = {
    async *complete(_prompt, _signal, spent) {
      for (const share of [0.25, 0.5, 1]) yield written.slice(0, written.length * share)
      spent({ promptTokens: 1, answerTokens: 1 })
      return { text: written, calls: [], cut: false }
    },
  }
  const config = {
    apiKey: 'k',
    baseUrl: 'http://127.0.0.1:9',
    name: 'stand-in',
    temperature: null,
    timeoutMs: 1000,
    tokensPerDay: { person: 1e9, workspace: 1e9 },
  }
  const sandbox = sandboxThat(async () => result)
  const made = { sandbox, advisor, catalogue, store, log, knowledge: knowledgeOnce(catalogue) }
  const tutorOf = (words: Words | null) =>
    tutorWith({ ...made, words }, (parts) => allFeatures(parts).flatMap(({ commands }) => commands))
  const plain = tutorOf(null)
  const withModel = tutorOf({ model, config, log })

  async function answered(tutor: Tutor, asked: Partial<Request>): Promise<Message | null> {
    const { signal } = new AbortController()
    const request = { id: '1', person: ADA, place: LOBBY, signal, ...asked }
    const last = (await Array.fromAsync(tutor.handle(request))).at(-1) ?? null
    if (last) await shown(last)
    return last
  }

  return {
    tutor: plain,
    /** What was logged as a bug. */
    bugs,
    /** The last message, after it was rendered for all platforms. */
    ask: (asked: Partial<Request>) => answered(plain, asked),
    askModel(question: string, answer: string): Promise<Message | null> {
      written = answer
      return answered(withModel, { text: `/ask ${question}` })
    },
    /** Each run gives this from now on. */
    runsGive(change: Partial<RunResult>): void {
      result = ran(change)
    },
    close: () => advisor.close(),
  }
}

/** As all platforms show it. */
async function shown(message: Message): Promise<void> {
  onSlack(message, idOf, true)
  onDiscord(message, { idOf, asker: '1', home: '1', deletable: true, fileBytes: 8 * 1024 ** 2 })
  await answerEntry({ id: 'a', post: null, order: 1, at: 0, asker: null }, message, '/a')
}

const idOf = () => 'id'
