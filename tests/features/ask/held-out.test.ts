/** How well questions are answered that were written before there was anything to answer them with. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { find } from '../../../bot/features/ask/search/find.ts'
import { type Knowledge, knowledgeOnce } from '../../../bot/features/ask/search/knowledge.ts'
import { type Faq, loadFaq } from '../../../lessons/faq.ts'
import { type Catalogue, loadLessons } from '../../../lessons/lessons.ts'
import { evaluate, heldOut, summary } from './evaluate.ts'

let catalogue: Catalogue
let knowledge: Knowledge
let faq: Faq
beforeAll(async () => {
  catalogue = await loadLessons()
  ;[knowledge, faq] = await Promise.all([knowledgeOnce(catalogue)(), loadFaq(catalogue)])
})

test('held-out questions are answered, and others are refused', async () => {
  const questions = await heldOut(catalogue)
  expect(questions.length).toBeGreaterThanOrEqual(120)
  const evaluation = await evaluate(questions, knowledge, catalogue)
  const text = summary(evaluation)
  console.log(text)
  expect(evaluation.recall, text).toBeGreaterThanOrEqual(0.95)
  expect(evaluation.answered, text).toBeGreaterThanOrEqual(0.85)
  expect(evaluation.refusedOffTopic, text).toBeGreaterThanOrEqual(0.9)
  expect(evaluation.refusedReal, text).toBeLessThanOrEqual(0.02)
  expect(evaluation.byKind.get('language'), text).toBeGreaterThanOrEqual(0.8)
})

test('no phrasing is a held-out question, but for the texts of errors, which are Python’s own', async () => {
  const asked = new Set(
    (await heldOut(catalogue)).filter(({ kind }) => kind !== 'error').map(plain),
  )
  const copied = faq.entries.flatMap(({ asked: phrasings }) =>
    phrasings.filter((phrasing) => asked.has(plain({ question: phrasing }))),
  )
  expect(copied).toEqual([])
})

test('there is an answer for 200 questions, each in at least five ways', () => {
  expect(faq.entries.length).toBeGreaterThanOrEqual(200)
  expect(Math.min(...faq.entries.map(({ asked }) => asked.length))).toBeGreaterThanOrEqual(5)
})

describe('every ready answer', () => {
  test('is found by its own question', () => {
    const missed = faq.entries.filter(
      ({ id, question }) => find({ text: question }, knowledge, catalogue).answers[0]?.id !== id,
    )
    expect(missed.map(({ id }) => id)).toEqual([])
  })

  test('has two to four sentences', () => {
    const long = faq.entries.filter(({ answer }) => {
      const sentences = answer.replace(/`[^`]*`/g, 'x').match(/[.!?:;](?=\s|$)/g) ?? []
      return sentences.length < 1 || sentences.length > 9
    })
    expect(long.map(({ id }) => id)).toEqual([])
  })
})

test('what is documented of the evaluation is true', async () => {
  const docs = await readFile(join(import.meta.dirname, '../../../docs/ask.md'), 'utf8')
  expect(docs).toContain('npx overlap eval')
})

function plain({ question }: Readonly<{ question: string }>): string {
  return question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
