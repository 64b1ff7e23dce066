/** All ready answers in one form: FAQ entries, glossary terms, and names from other languages. */
import type { Faq, FaqEntry, ForeignName, Term } from '../../../../lessons/faq.ts'

export type ReadyAnswer = Readonly<{
  kind: 'entry' | 'term' | 'name'
  /** Id of the FAQ entry, or one made from the term or name. */
  id: string
  /** The heading. */
  question: string
  /** The phrasings that people use to ask for it. */
  asked: readonly string[]
  /** Markdown. */
  text: string
  /** Slugs of lessons, best first. */
  lessons: readonly string[]
  code: string | null
}>

/** Converts FAQ entries, glossary terms and names from other languages to ready answers. */
export function readyAnswers({ entries, terms, foreignNames }: Faq): readonly ReadyAnswer[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return [
    ...entries.map(ofEntry),
    ...terms.map(ofTerm),
    ...foreignNames.map((name) => ofForeignName(name, byId.get(name.faq ?? ''))),
  ]
}

function ofEntry({ id, question, asked, answer, lessons, code }: FaqEntry): ReadyAnswer {
  const ways = [question, ...asked]
  return { kind: 'entry', id, question, asked: ways, text: answer, lessons, code: code ?? null }
}

function ofTerm({ term, also, means, lessons }: Term): ReadyAnswer {
  const names = [term, ...also]
  return {
    kind: 'term',
    id: `term-${kebab(term)}`,
    question: `What is ${article(term)}?`,
    asked: names.flatMap((name) => [name, `what is ${name}`, `define ${name}`]),
    text: means,
    lessons,
    code: null,
  }
}

function ofForeignName(
  { name, also, from, here, lessons }: ForeignName,
  entry: FaqEntry | undefined,
): ReadyAnswer {
  const names = [name, ...also]
  return {
    kind: 'name',
    id: `name-${kebab(`${name} ${from}`)}`,
    question: `${name} (${from}) in Python`,
    asked: names.flatMap((each) => [each, `${each} ${from}`]),
    text: here,
    lessons,
    code: entry?.code ?? null,
  }
}

function kebab(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

function article(term: string): string {
  if (!/^[a-z]/.test(term) || UNCOUNTED.test(term)) return term
  return `${/^[aeiou]/.test(term) ? 'an' : 'a'} ${term}`
}

const UNCOUNTED =
  /(?:ing|ism|ency|tion|ness|loop lag|pressure|jitter|memory|safety|state|work|[^s]s)$/
