/** Nothing that people, programs and models write takes time by the square of its length. CPU time of this thread is measured. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mentionsIn, typed, withoutMention } from '../../adapters/slack/text.ts'
import { messageJson, postJson } from '../../adapters/web/render/render.task.ts'
import { postEntry } from '../../adapters/web/view.ts'
import { advise } from '../../bot/analysis/advise.task.ts'
import { optionFields } from '../../bot/core/command.ts'
import type { Block } from '../../bot/core/message.ts'
import { typedOption } from '../../bot/core/option-at-cursor.ts'
import { blocksOf } from '../../bot/features/ask/blocks.task.ts'
import { closeWorkers } from '../../bot/lib/workers/workers.ts'
import { isPython, read, whole } from '../../bot/reading/read.task.ts'
import { draw, trace } from '../../bot/timeline/timeline.task.ts'
import { ran } from '../core/results.ts'
import { ADA, everything, LOBBY } from './everything.ts'
import { FRAGMENTS } from './fragments.ts'
import { steeps } from './growth.ts'

let all: Awaited<ReturnType<typeof everything>>
beforeAll(async () => {
  all = await everything()
  // What is loaded and compiled once is nobody's growth.
  await all.ask({ text: '/ask how do threads work' })
  await all.ask({ text: '```\nprint(1)\n```' })
})
afterAll(async () => {
  all.close()
  await closeWorkers()
})

const MINUTES = 60_000
const bytes = (text: string) => new TextEncoder().encode(text)
const fenced = (text: string) => `\`\`\`\n${text}\n\`\`\``
const post = { id: 'p', order: 1, author: ADA, at: 0, edited: false, attachments: [] }

/** The event loop's share; the rest is done on worker threads meanwhile. */
const ENTRIES: Readonly<Record<string, (text: string) => unknown>> = {
  'a message': (text) => all.ask({ text }),
  'a message with a block': (text) => all.ask({ text: `why?\n${fenced(text)}` }),
  'a message in Slack': (text) => [
    typed(withoutMention(text, 'U1')),
    withoutMention(text, undefined),
    mentionsIn(text),
  ],
  'a post on the page': (text) => postEntry({ ...post, text, outright: true }),
  'a file': (text) =>
    all.ask({ text: '', attachments: [{ name: 'main.py', content: bytes(text) }] }),
  'a question': (text) => all.ask({ text: `/ask ${text}` }),
  'a model’s answer': (text) => all.askModel('what is a task', text),
  'what a run printed': async (text) => {
    all.runsGive({ output: [{ stream: 'stdout', text }], wallMs: 500 })
    await all.ask({ text: '/run print(1)' })
    all.runsGive({ output: [{ stream: 'stderr', text }], status: 'error', exitCode: 1 })
    await all.ask({ text: '/run print(1)' })
    all.runsGive({})
  },
  suggestions: async (text) => {
    for (const { name, complete = {} } of all.tutor.commands.values()) {
      for (const option of Object.keys(complete)) {
        typedOption(`/${name} --${option} ${text}`, all.tutor.commands)
        await all.tutor.complete({ command: name, option, typed: text, person: ADA, place: LOBBY })
      }
    }
  },
  'a form': async (text) => {
    for (const { name, options } of all.tutor.commands.values()) {
      if (RUNNING.has(name)) continue
      for (const field of optionFields(options)) {
        await all.ask({ command: name, options: { [field.name]: text } })
      }
    }
  },
  'a typed command': async (text) => {
    for (const name of all.tutor.commands.keys()) {
      if (!RUNNING.has(name)) await all.ask({ text: `/${name} ${text}` })
    }
  },
}

/** They are tried with programs above, and read each one on a worker thread. */
const RUNNING = new Set(['run', 'race', 'compare', 'ask'])

test.each(Object.entries(ENTRIES))(
  '%s',
  async (_, take) => {
    const found: string[] = []
    for (const fragment of FRAGMENTS) found.push(...(await steeps(take, fragment)))
    expect(found).toEqual([])
    expect(all.bugs).toEqual([])
  },
  10 * MINUTES,
)

const code = (text: string, language: string): Block => ({ kind: 'code', text, language })
const message = (...blocks: readonly Block[]) => ({
  blocks,
  notice: '',
  audience: 'everyone' as const,
  done: true,
})

/** Most of the time goes into these. */
const TASKS: Readonly<Record<string, (text: string) => unknown>> = {
  'reading a message': (text) => read(text, []),
  'reading a block': (text) => read(fenced(text), []),
  'reading a program': (text) => [whole(text, []), isPython(text)],
  'advice on a program': (text) => advise(text, null, []),
  'advice on an error': (text) =>
    advise(
      'print(1)',
      ran({
        status: 'error',
        exitCode: 1,
        output: [{ stream: 'stderr', text: `Traceback (most recent call last):\n${text}` }],
      }),
      [],
    ),
  'the picture of a program': (text) => draw(text, ran({ wallMs: 500 })),
  'the trace of a program': (text) => trace(text, ran({ wallMs: 500 })),
  'a model’s answer in blocks': (text) => blocksOf(text, [1]),
  'a post in HTML': (text) => postJson(text, false, ''),
  'a program in HTML': (text) => postJson(text, true, ''),
  'output in HTML': (text) => messageJson(message(code(text, 'stdout'), code(text, 'stderr')), ''),
  'code in HTML': (text) =>
    messageJson(message(...['python', 'json', 'bash'].map((each) => code(text, each))), ''),
}

test.each(Object.entries(TASKS))(
  'on a worker thread: %s',
  async (_, take) => {
    const found: string[] = []
    for (const fragment of FRAGMENTS) found.push(...(await steeps(take, fragment)))
    expect(found).toEqual([])
  },
  10 * MINUTES,
)
