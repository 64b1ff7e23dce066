/** Splits text into search terms: lower case, and names from code both whole and in parts. */
import { trim } from '../../../lib/text/trim.ts'

/** Names with dots and underscores are one word; `except*` keeps its star. */
const WORD = /except\*|[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*/gu

/** Phrases that mean one word. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\basync (with|for|def)\b/g, 'async_$1'],
  [/\bi\/o\b/g, 'io'],
  [/\bat the (?:very )?same (?:time|instant|moment)\b|\bat once\b/g, 'simultaneous'],
  [/\bone (?:after|by) (?:one|another|the other)\b|\bin a row\b/g, 'sequential'],
  [/\bas soon as\b/g, 'soon'],
  [/\bevery (?:\d+ |few |couple of )?(?:sec|min|second|minute|hour)s?\b/g, 'periodic'],
  [/\bat a time\b/g, 'limit'],
  [/\bgiv(?:e|es|en|ing) up\b/g, 'timeout retry'],
  [/\btr(?:y|ies|ied|ying) (?:it )?again\b/g, 'retry'],
  [/\bslower\b|\b(?:not|no|isnt|never) (?:any |much |really )?faster\b/g, 'no_gain'],
  [/\bshould (?:i|we) (?:use|choose|pick|take)\b|\bwhich (?:one|model)\b/g, 'choose'],
  [/\b(?:async|asyncio|thread(?:s|ing)|processes|multiprocessing) or\b/g, '$& choose'],
]

/** Words that aren't stemmed, because the ending makes them a different term. */
const WHOLE: ReadonlySet<string> = new Set(['awaitable', 'awaitables'])

/**
 * Splits a text into words without stop words; a name from code gives itself and its parts.
 *
 * @example
 * words('asyncio.create_task(x)') // asyncio.create_task, asyncio, create_task, create, task, x
 */
export function words(text: string): string[] {
  const plain = PHRASES.reduce(
    (said, [phrase, word]) => said.replace(phrase, word),
    text.toLowerCase().replace(/['’]/g, ''),
  )
  return (plain.match(WORD) ?? []).flatMap(withParts).filter((word) => !STOP.has(word))
}

function withParts(word: string): readonly string[] {
  const dotted = word.split('.')
  const named = dotted.map((part) => trim(part, '_'))
  const pieces = named.flatMap((part) => (part.includes('_') ? [part, ...part.split('_')] : [part]))
  return [...new Set([...(dotted.length > 1 ? [word] : []), ...pieces])].filter(Boolean)
}

/** The stem of a word: cancelled, cancelling and cancellation become `cancel`. */
export function stem(word: string): string {
  if (WHOLE.has(word)) return word
  const short = withoutEndings(word)
  return SAME.get(short) ?? short
}

function withoutEndings(word: string): string {
  if (word.length < 4 || word.length > LONGEST || /[\d._*]/.test(word)) return word
  const short = withoutEnding(withoutPlural(word))
  return short.replace(/(.)\1$/, '$1').replace(/(?<=...)[ey]$/, '')
}

function withoutPlural(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word
  return word.replace(/ies$/, 'y').replace(/(?<=ss|sh|ch|x)es$|s$/, '')
}

/** Words longer than this aren't stemmed (characters). */
const LONGEST = 40

/** Longest first. */
const ENDINGS =
  'ization ation ition ingly edly ently ency ence ment able ible ism ion ing ed er or ly ent al'.split(
    ' ',
  )

/** Removes an ending if at least three letters remain; of several that fit, the one that leaves the last vowel latest. */
function withoutEnding(word: string): string {
  const shorts = ENDINGS.filter((ending) => word.endsWith(ending)).map((ending) =>
    word.slice(0, -ending.length),
  )
  const [best] = shorts.toSorted((a, b) => lastVowel(b) - lastVowel(a))
  const short = best !== undefined && lastVowel(best) >= 0 ? best : shorts.find(isLong)
  return short !== undefined && isLong(short) ? short : word
}

const isLong = (text: string): boolean => text.length >= 3

const lastVowel = (text: string): number =>
  Math.max(...Array.from('aeiouy', (vowel) => text.lastIndexOf(vowel)))

/** Stop words, which occur in any question. */
export const STOP: ReadonlySet<string> = new Set(
  `a about actually all also am an and any anyone are as at be because been but by can cant code could did do does
  doesnt doing dont easy even every everything example explain explained for from get gets give go got had has have
  help hey hi how i id if ill im in into is isnt it its ive just know let like made make me mean means my need not now
  of on or our please pls plz program python really same say script shall should show so some something stuff tell
  than that the their them then there these they thing things this those to too try trying up us use used using very
  want was way we were meaning definition define what whats when where which while who whole why will with without wont work works would you
  your actually wat wats wut wot hw ur u r thx pls cuz coz bc idk lol hmm btw already someone somebody else`.split(
    /\s+/,
  ),
)

/** Different words for the same thing; the first one replaces the others. */
const SAME: ReadonlyMap<string, string> = new Map(
  [
    'async asynchronous',
    'cancel abort',
    'compute calculate calculation maths math crunching',
    'choose recommend recommendation suggest decide decision',
    'thread threading multithread multithreading',
    'second sec secs',
    'normal ordinary regular usual',
    'process processes multiprocess multiprocessing',
  ].flatMap((line) => {
    const [first = '', ...others] = line.split(' ').map(withoutEndings)
    return others.map((other) => [other, first] as const)
  }),
)
