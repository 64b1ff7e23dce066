/** What an answer takes: from the lessons alone, and until a model's first words are in the chat. Run by itself, it prints its figures. */
import { createRetrieval } from '../../bot/answering/retrieval.ts'
import { asking, house, textOf } from '../answering/asking.ts'
import { allQuestions, recalls } from '../answering/recall.ts'

type Figure = Readonly<{ name: string; p50Ms: number; p95Ms: number; bar: string }>

const STREAMS = 20

export async function benchAsking(): Promise<readonly Figure[]> {
  const shared = await house()
  try {
    const retrieval = createRetrieval(shared.catalogue)
    const measured = await recalls(retrieval)
    const asked = measured.reduce((sum, each) => sum + each.asked, 0)
    const missed = measured.flatMap((each) => each.missed)
    for (const { questions, recall, asked } of measured) {
      console.log(`recall@3 of ${asked} questions ${questions}: ${(100 * recall).toFixed(1)} %`)
    }
    console.log(
      `together, of ${asked}: ${(100 * (1 - missed.length / asked)).toFixed(1)} % (bar: 95 %)`,
    )
    const index = await timesOf(5, async () => createRetrieval(shared.catalogue))
    return [
      figure('index of the lessons', index, ''),
      figure('answer without a model', await fromLessons(shared), '≤ 50 ms'),
      figure("model's first token to the chat", await firstWords(shared), '≤ 1000 ms'),
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

function figure(name: string, times: readonly number[], bar: string): Figure {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { name, p50Ms: at(0.5), p95Ms: at(0.95), bar }
}

if (import.meta.main) console.table(await benchAsking())
