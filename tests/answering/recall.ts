/** How often one of the lessons that answer a question is among the first three. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Retrieval } from '../../bot/answering/retrieval.ts'

const questionsSchema = z.array(
  z.strictObject({ ask: z.string(), lessons: z.array(z.int()).min(1) }),
)
type Asked = z.infer<typeof questionsSchema>

export type Recall = Readonly<{
  questions: string
  asked: number
  missed: readonly string[]
  recall: number
}>

/** What each file has steered, and what it measured when it was opened, is said at its head. */
export async function recalls(retrieval: Retrieval): Promise<readonly Recall[]> {
  const first = await read('questions.yaml')
  const third = await read('questions-third.yaml')
  const chat = await read('questions-chat.yaml')
  return [
    recallOf('tuned by', [...alternate(first, 0), ...alternate(third, 0)], retrieval),
    recallOf('held out', alternate(first, 1), retrieval),
    recallOf('written later', await read('questions-later.yaml'), retrieval),
    recallOf('held out of the third file', alternate(third, 1), retrieval),
    recallOf('of chats, half A: tuned by', alternate(chat, 1), retrieval),
    recallOf('of chats, half B: shut, then opened', alternate(chat, 0), retrieval),
    recallOf('written last', await read('questions-last.yaml'), retrieval),
  ]
}

export async function allQuestions(): Promise<Asked> {
  const files = [
    'questions',
    'questions-later',
    'questions-third',
    'questions-chat',
    'questions-last',
  ].map((name) => `${name}.yaml`)
  return (await Promise.all(files.map(read))).flat()
}

async function read(file: string): Promise<Asked> {
  return questionsSchema.parse(parse(await readFile(join(import.meta.dirname, file), 'utf8')))
}

function alternate(questions: Asked, from: number): Asked {
  return questions.filter((_, index) => index % 2 === from)
}

function recallOf(questions: string, asked: Asked, { lessons }: Retrieval): Recall {
  const missed = asked.flatMap(({ ask, lessons: right }) => {
    const first = lessons(ask)
      .slice(0, 3)
      .map(({ lesson }) => lesson.number)
    return first.some((number) => right.includes(number)) ? [] : [`${ask} → ${first} (${right})`]
  })
  return { questions, asked: asked.length, missed, recall: 1 - missed.length / asked.length }
}
