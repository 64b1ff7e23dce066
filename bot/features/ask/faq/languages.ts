/** Translates questions in German, Spanish, French and Portuguese to English words that the search knows. */
import type { Faq, LanguageCode } from '../../../../lessons/faq.ts'

export type Understood = Readonly<{
  /** English words, but not an English sentence. */
  text: string
  /** A note to show above the English answer; null if the question is in English. */
  note: string | null
}>

export type Translate = (text: string) => Understood

const CODES = ['de', 'es', 'fr', 'pt'] as const satisfies readonly LanguageCode[]

type Dictionary = Readonly<{
  note: string
  signs: ReadonlySet<string>
  /** Longest first, so that the longest match wins. */
  phrases: readonly (readonly [RegExp, string])[]
  words: ReadonlyMap<string, string>
}>

/** Returns a function that recognises German, Spanish, French and Portuguese and replaces known words with English ones. */
export function translator({ terms, languages }: Pick<Faq, 'terms' | 'languages'>): Translate {
  const dictionaries = CODES.map((code): Dictionary => {
    const { note, signs, words } = languages[code]
    const names = terms.flatMap(({ term, [code]: foreign }) =>
      foreign.map((name) => [plain(name), term] as const),
    )
    const all = [
      ...names,
      ...Object.entries(words).map(([word, means]) => [plain(word), means] as const),
    ]
    return {
      note,
      signs: new Set(plain(signs).split(/\s+/)),
      phrases: all
        .filter(([name]) => /[\s-]/.test(name))
        .toSorted(([a], [b]) => b.length - a.length)
        .map(([name, means]) => [phrase(name), ` ${means} `] as const),
      words: new Map(all.filter(([name]) => !/[\s-]/.test(name))),
    }
  })

  return (text) => {
    const short = plain(text.slice(0, MOST))
    const spoken = short.match(WORD) ?? []
    const [best] = dictionaries
      .map((dictionary) => ({ dictionary, signs: signsIn(spoken, dictionary) }))
      .toSorted((a, b) => b.signs - a.signs)
    if (!best || best.signs < LEAST_SIGNS || best.signs < ENGLISH.weight * signsOfEnglish(spoken)) {
      return { text, note: null }
    }
    const { phrases, words, note } = best.dictionary
    const replaced = phrases.reduce((said, [pattern, means]) => said.replace(pattern, means), short)
    const english = replaced.replace(
      WORD,
      (word) => meaning(word, words) ?? (best.dictionary.signs.has(word) ? '' : word),
    )
    return { text: english.replace(/\s+/g, ' ').trim(), note }
  }
}

/** Longest text considered, in characters. */
const MOST = 1000
/** A typical word of the language counts 1, a word of its dictionary 0.5. */
const LEAST_SIGNS = 1.5
const WORD = /[\p{L}\p{N}_.]+/gu
const ENGLISH = {
  weight: 1,
  signs: new Set(
    'the what how why is are do does my i to of with when can should and not'.split(' '),
  ),
}

function signsIn(spoken: readonly string[], { signs, words }: Dictionary): number {
  return spoken.reduce((sum, word) => {
    if (signs.has(word)) return sum + 1
    return words.has(word) ? sum + 0.5 : sum
  }, 0)
}

function signsOfEnglish(spoken: readonly string[]): number {
  return spoken.filter((word) => ENGLISH.signs.has(word)).length
}

/** Looks a word up, ignoring an ending of up to three letters: `Prozesse`, `tareas`, `verrous`. */
function meaning(word: string, words: ReadonlyMap<string, string>): string | undefined {
  for (let cut = 0; cut <= 3; cut++) {
    const start = word.slice(0, word.length - cut)
    if (cut > 0 && start.length < 4) return undefined
    const found = words.get(start)
    if (found !== undefined) return found
  }
  return undefined
}

/** Lower case without accents; ß becomes ss. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('’', "'")
}

function phrase(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(name)}(?![\\p{L}\\p{N}])`, 'gu')
}
