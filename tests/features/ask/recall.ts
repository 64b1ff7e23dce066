/** How often one of the lessons that answer a question is among the first three. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Retrieval } from '../../../bot/features/ask/search/retrieval.ts'

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

/**
 * Only what was held out of the first file, and the one written later, did not steer the retrieval: their misses were not
 * read. The heads of the others say what each measured when it was new.
 */
export async function recalls(retrieval: Retrieval): Promise<readonly Recall[]> {
  const first = await read('questions')
  const steering = [
    alternate(first, 0),
    await read('third'),
    await read('chat'),
    await read('last'),
  ]
  return [
    recallOf('tuned by', steering.flat(), retrieval),
    recallOf('held out', alternate(first, 1), retrieval),
    recallOf('written later', await read('later'), retrieval),
  ]
}

export async function allQuestions(): Promise<Asked> {
  const names = ['questions', 'later', 'third', 'chat', 'last']
  return (await Promise.all(names.map(read))).flat()
}

async function read(name: string): Promise<Asked> {
  const file = name === 'questions' ? 'questions.yaml' : `questions-${name}.yaml`
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
