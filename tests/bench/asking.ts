/** What an answer takes: from the lessons alone, and until a model's first words are in the chat. Run by itself, it prints its figures. */
import { createRetrieval } from '../../bot/features/ask/search/retrieval.ts'
import { asking, house, textOf } from '../features/ask/asking.ts'
import { allQuestions, recalls } from '../features/ask/recall.ts'
import { atLeast, atMost, median, present, type Row, timesRow } from './figures.ts'

const STREAMS = 20
const RECALL_PERCENT = 95
/** Of the medians. */
const BARS_MS = { lessons: 50, firstWords: 1000 } as const

export async function benchAsking(): Promise<readonly Row[]> {
  const shared = await house()
  try {
    const retrieval = await createRetrieval(shared.catalogue)
    const measured = await recalls(retrieval)
    const asked = measured.reduce((sum, each) => sum + each.asked, 0)
    const missed = measured.flatMap((each) => each.missed)
    for (const { questions, recall, asked } of measured) {
      console.log(`recall@3 of ${asked} questions ${questions}: ${(100 * recall).toFixed(1)} %`)
    }
    const recall = 100 * (1 - missed.length / asked)
    const index = await timesOf(5, () => createRetrieval(shared.catalogue))
    const lessons = await fromLessons(shared)
    const words = await firstWords(shared)
    return [
      {
        ...timesRow(`recall@3 of ${asked} questions`, [], atLeast(recall, RECALL_PERCENT, '%')),
        median: `${recall.toFixed(1)} %`,
        p95: '',
      },
      timesRow('index of the lessons', index),
      timesRow('answer without a model', lessons, atMost(median(lessons), BARS_MS.lessons, 'ms')),
      timesRow(
        "model's first token to the chat",
        words,
        atMost(median(words), BARS_MS.firstWords, 'ms'),
      ),
    ]
  } finally {
    await shared.close()
  }
}

type House = Awaited<ReturnType<typeof house>>

/** Each question once, through the tutor and into the store; the index is there already. */
async function fromLessons(shared: House): Promise<number[]> {
  const { ask } = await asking(shared, { config: null })
  await ask('what is a task')
  const times: number[] = []
  for (const { ask: text } of await allQuestions())
    times.push(...(await timesOf(1, () => ask(text))))
  return times
}

/** The client is loaded by the first answer, which does not count. */
async function firstWords(shared: House): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round <= STREAMS; round++) {
    const said = Promise.withResolvers<void>()
    shared.server.says([{ say: 'First' }, { wait: said.promise }, { say: ' words.' }])
    const { messages } = await asking(shared)
    for await (const message of messages('what is a task')) {
      if (!textOf(message).startsWith('First') || message.done) continue
      if (round > 0 && times.length < round) times.push(performance.now() - shared.server.saidAt())
      said.resolve()
    }
  }
  return times
}

async function timesOf(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return times
}

if (import.meta.main) present(await benchAsking())
