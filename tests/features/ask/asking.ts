/** Asking as people do: a real tutor with the real jail, advisor, store and client, and a server in place of the model. */
import { createAdvisor } from '../../../bot/analysis/advisor.ts'
import type { Action, Message } from '../../../bot/core/message.ts'
import type { Rates } from '../../../bot/core/rates.ts'
import type { Request } from '../../../bot/core/request.ts'
import { askCommand } from '../../../bot/features/ask/command.ts'
import type { ModelConfig } from '../../../bot/features/ask/model/config.ts'
import { createModel } from '../../../bot/features/ask/model/model.ts'
import { knowledgeOnce } from '../../../bot/features/ask/search/knowledge.ts'
import { challengeCommand } from '../../../bot/features/challenge/command.ts'
import { lessonCommand } from '../../../bot/features/lessons/command.ts'
import { runCommand } from '../../../bot/features/run/command.ts'
import { createSettings } from '../../../bot/features/settings/settings.ts'
import { type Catalogue, loadLessons } from '../../../lessons/lessons.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { startSandbox } from '../../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { FREE } from '../../core/rates.ts'
import { KEY, modelServer } from '../../standins/model.ts'
import { memoryStore } from '../../store/memory.ts'
import { tutorWith } from '../../tutor.ts'

export const ADA = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false }
export const BOB = { ...ADA, id: 'bob', name: 'Bob' }

/** 26 November 2026, 20:00 UTC. */
export const EVENING = Date.UTC(2026, 10, 26, 20)

/** What all tests of a file share: starting it takes a second. */
export async function house() {
  const [sandbox, advisor, server, catalogue] = await Promise.all([
    startSandbox({ python: null, ociRuntime: null, stateDir: null, limits: LIMITS }),
    createAdvisor(),
    modelServer(),
    loadLessons(),
  ])
  return {
    sandbox,
    advisor,
    server,
    catalogue,
    close: () => Promise.all([sandbox.close(0), advisor.close(), server.close()]),
  }
}

type House = Awaited<ReturnType<typeof house>>
type Changes = Readonly<{
  config?: Partial<ModelConfig> | null
  sandbox?: Sandbox
  rates?: Rates
  catalogue?: Catalogue
}>

/** A tutor of its own with an empty store. */
export async function asking(
  { server, advisor, ...shared }: House,
  {
    config = {},
    sandbox = shared.sandbox,
    rates = FREE,
    catalogue = shared.catalogue,
  }: Changes = {},
) {
  let now = EVENING
  const clock = () => now
  const store = await memoryStore()
  const logged: unknown[] = []
  const bugs: unknown[] = []
  const log = {
    info() {},
    warn: (...all: unknown[]) => void logged.push(all),
    error: (...all: unknown[]) => void bugs.push(all),
  }
  const settings = createSettings(store, clock)
  const model: ModelConfig = {
    apiKey: KEY,
    baseUrl: server.url,
    name: 'stand-in',
    temperature: null,
    timeoutMs: 20_000,
    tokensPerDay: { person: 100_000, workspace: 1_000_000 },
    ...config,
  }
  const words = config === null ? null : { model: createModel(model), config: model, log }
  const given = { sandbox, advisor, catalogue, words, store, settings, rates, log, clock }
  const knowledge = knowledgeOnce(catalogue)
  const tutor = tutorWith({ ...given, knowledge }, (parts) => [
    runCommand(parts),
    askCommand(parts),
    lessonCommand(parts),
    challengeCommand(parts),
  ])

  function messages(asked: string | Action | Partial<Request>): AsyncGenerator<Message, void> {
    const what = typeof asked === 'string' ? { text: asked } : asked
    const place = { channel: 'lobby', direct: false }
    const signal = new AbortController().signal
    return tutor.handle({ id: '1', person: ADA, place, signal, ...what })
  }

  return {
    store,
    settings,
    /** What was logged, apart from bugs. */
    logged,
    bugs,
    messages,
    forget: tutor.forget,
    async ask(asked: string | Action | Partial<Request>): Promise<Message> {
      const last = (await Array.fromAsync(messages(asked))).at(-1)
      if (!last) throw new Error('silence')
      return last
    },
    pass: (ms: number) => {
      now += ms
    },
  }
}

/** All that can be read in a message, its buttons too. */
export function textOf({ blocks }: Message): string {
  return blocks
    .map((block) => {
      if (block.kind === 'markdown') return block.text
      if (block.kind === 'code') return `[${block.title ?? ''}]\n${block.text}`
      if (block.kind === 'choices') return block.choices.map(({ label }) => `(${label})`).join(' ')
      return block.kind
    })
    .join('\n')
}

export function labels({ blocks }: Message): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'choices' ? block.choices.map(({ label }) => label) : [],
  )
}
