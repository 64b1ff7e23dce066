/** All that answers without a model are made from: the lessons' search and the ready answers, made once. */
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
  /** By id. */
  answers: ReadonlyMap<string, ReadyAnswer>
}>

/**
 * Made at the first call, in small steps between which the event loop does other things; later calls give the same.
 * Rejects with `InvalidLessonsError` where a file of the FAQ is not valid.
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
