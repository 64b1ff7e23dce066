/** Everything for answers without a model: the search of the lessons and the ready answers, built once. */
import { loadFaq } from '../../../../lessons/faq.ts'
import type { Catalogue } from '../../../../lessons/lessons.ts'
import { type ReadyAnswer, readyAnswers } from '../faq/answers.ts'
import { createField, type Field } from '../faq/field.ts'
import { type Translate, translator } from '../faq/languages.ts'
import { createSimilarity, type Similarity } from '../faq/similarity.ts'
import { createRetrieval, type Retrieval } from './retrieval.ts'

export type Knowledge = Readonly<{
  retrieval: Retrieval
  similarity: Similarity
  field: Field
  translate: Translate
  /** Ready answers by id. */
  answers: ReadonlyMap<string, ReadyAnswer>
}>

/**
 * Returns a function that builds the knowledge on its first call, in small steps so that the event loop isn't blocked
 * for long; later calls return the same promise.
 *
 * @throws {InvalidLessonsError} The returned promise rejects with it if a file of the FAQ isn't valid.
 */
export function knowledgeOnce(catalogue: Catalogue): () => Promise<Knowledge> {
  let made: Promise<Knowledge> | null = null
  return () => {
    made ??= createKnowledge(catalogue)
    return made
  }
}

async function createKnowledge(catalogue: Catalogue): Promise<Knowledge> {
  const retrieval = await createRetrieval(catalogue)
  const faq = await loadFaq(catalogue)
  const answers = readyAnswers(faq)
  const similarity = createSimilarity(answers)
  return {
    retrieval,
    similarity,
    field: createField(catalogue, faq, similarity.words),
    translate: translator(faq),
    answers: new Map(answers.map((answer) => [answer.id, answer])),
  }
}
