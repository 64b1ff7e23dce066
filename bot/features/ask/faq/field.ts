/** Judges by its words whether a text is about concurrent Python. */
import type { Faq } from '../../../../lessons/faq.ts'
import type { Catalogue } from '../../../../lessons/lessons.ts'
import { nearest } from '../../../lib/nearest.ts'
import type { ReadyAnswer } from './answers.ts'
import { wordsOf } from './similarity.ts'

/** `weight`: evidence for the field. `strangers`: weighted number of words foreign to it. `words`: number of words. */
export type Evidence = Readonly<{ weight: number; strangers: number; words: number }>

/** Words in the phrasings of `likeliest` don't count as strangers. */
export type Field = (text: string, likeliest?: ReadyAnswer) => Evidence

/** Words that belong to this field in any context. */
const ANCHORS = `async asyncio await awaited awaitable coroutine coroutines gil nogil semaphore mutex deadlock deadlocks
  subprocess subprocesses concurrency concurrent parallel parallelism parallelize executor threadpool processpool gather
  taskgroup uvloop trio anyio gevent aiohttp aiofiles asyncpg aiosqlite httpx celery websocket websockets backpressure
  nonblocking rlock goroutine tokio sigterm sigint keyboardinterrupt heartbeat faulthandler
  contextvars contextvar subinterpreter subinterpreters livelock stdout stdin dask joblib tkinter
  pyqt fastapi starlette aiogram selenium playwright eoferror chunksize`
/** Words of the field that a few other fields also use. */
const TECHNICAL = `cpu io socket tcp udp http pipe pickle pickling webpage script asynccontextmanager verdict postgres db driver bytes
  daemon retry backoff idle mock promise throttle core`
/** Forms that belong to the field although their stem is an everyday word. */
const ANCHOR_FORMS =
  /\b(?:multi-?(?:process|thread)\w*|threads|threading|threaded|processes|cores)\b/i
/** Everyday words that are also terms: evidence if there are two of them, or one in a short question. */
const TERMS = `thread process task tasks queue lock locks event loop pool worker workers future callback cancel timeout
  block blocks blocking blocked wait waits waiting freeze freezes frozen hang hangs stuck stop kill terminate background
  server client socket request requests download downloads url urls session connection connections retry signal
  shutdown producer consumer barrier condition shared memory core compute bound limit simultaneous simultaneously sleep
  periodic interval schedule scrape crawl crawler join spawn fork interrupt bot gui unresponsive slow slower fast faster
  debug profile atomic safe numpy pandas sqlite database flask django notebook jupyter colab traceback stream drain
  shell shield sequential channel actor latch race ctrl discord telegram slack command`
/** Words that are evidence neither for nor against the field. */
const NEUTRAL = `time start begin run name value number many several second minute per rate result results order page pages
  script program speed progress test exit file open read write list dict variable function call error example
  line output input print once all one two model start_method api web site website message user users data item items
  everybody everyone always never still again maybe possible good bad best better hate love think find look see need
  difference simple short long big small huge half first last next other same new old happen come take show tell
  ten hundred thousand million driver plus fix case thing idea word end keep look
  system prompt total carry answer middle x t secs sec quick quicker depend decide allow hash windows os real user sys`
/** Words about Python and programming, but not about what these lessons cover. */
const ELSEWHERE = `string tuple set dictionary array comprehension slice slicing sort sorting reverse class inheritance super
  decorator generator lambda regex module package install conda venv virtual environment virtualenv csv xml yaml excel
  formula datetime date format type hints typing mypy indentation indent index float str integer recursion html css div
  javascript react sql git merge commit branch vim emacs ide vscode pycharm linux bash docker dockerfile compose java
  pointer matplotlib plot chart keyerror indexerror nameerror indentationerror modulenotfounderror importerror
  concatenate range poem story song essay joke recipe weather movie football homework`

/** A name from code: it has a dot, an underscore or a capital inside. */
const CODE = /[a-z](?:[._]|::)[a-z]|[a-z][A-Z]/

/** How much a word of each kind counts as evidence, and as a stranger. */
const COUNTS = {
  anchor: { weight: 2, strange: 0 },
  technical: { weight: 1, strange: 0 },
  term: { weight: 0.5, strange: 0 },
  neutral: { weight: 0, strange: 0 },
  /** Occurs only in the lessons' prose, which also has everyday examples (cooks and pots). */
  prose: { weight: 0, strange: 0.34 },
  unknown: { weight: 0, strange: 1 },
  elsewhere: { weight: 0, strange: 2.1 },
} as const
type Kind = keyof typeof COUNTS

/**
 * Returns a function that measures how much of a text is about concurrent Python. `spoken`: stems used in ready
 * answers' questions.
 */
export function createField(catalogue: Catalogue, faq: Faq, spoken: Iterable<string>): Field {
  const kinds = kindsOf(catalogue, faq, spoken)
  const long = [...kinds.keys()].filter((word) => word.length >= TELLING)

  /** Comparing with every word is slow, so only the first few unknown words are checked for misspellings. */
  function kindsIn(words: readonly string[]): readonly Kind[] {
    let compared = 0
    return words.map((word) => {
      const kind = kinds.get(word)
      if (kind || word.length < TELLING || compared === MOST.misspelt) return kind ?? 'unknown'
      compared += 1
      const meant = nearest(word, long, 1)
      return (meant !== undefined && kinds.get(meant)) || 'unknown'
    })
  }

  return (text, likeliest) => {
    const expected = wordsOf(likeliest?.asked.join('\n') ?? '')
    const said = [...wordsOf(text.slice(0, MOST.characters))].slice(0, MOST.words)
    const words = said.filter((word) => !/^\d+$/.test(word))
    const counts = kindsIn(words).map((kind) => COUNTS[kind])
    const forms = ANCHOR_FORMS.test(text) ? COUNTS.technical.weight - COUNTS.term.weight : 0
    const weight = counts.reduce((sum, each) => sum + each.weight, forms)
    const isExpected = (at: number) => weight > 0 && expected.has(words[at] ?? '')
    return {
      weight,
      strangers: counts.reduce((sum, each, at) => sum + (isExpected(at) ? 0 : each.strange), 0),
      words: words.length,
    }
  }
}

/** From this many letters on, a similar word is probably a misspelling. */
const TELLING = 6
/** Limits on a text. */
const MOST = { characters: 4000, words: 40, misspelt: 12 } as const

/** The kind of each stem; the first list that contains a word wins. */
function kindsOf(
  { lessons }: Catalogue,
  faq: Faq,
  spoken: Iterable<string>,
): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>()
  const add = (kind: Kind, words: Iterable<string>) => {
    for (const word of words) if (!kinds.has(word)) kinds.set(word, kind)
  }
  const taught = [
    ...lessons.map(({ also }) => also),
    ...faq.terms.flatMap(({ term, also }) => [term, ...also]),
    ...faq.foreignNames.flatMap(({ name, also }) => [name, ...also]),
  ].join('\n')
  const names = taught.split(/[\s,]+/).filter((piece) => CODE.test(piece))
  const prose = lessons.map(({ title, aim, asked = '', explanation }) =>
    [title, aim, asked, explanation].join('\n'),
  )
  add('anchor', stems(ANCHORS))
  add('technical', stems(TECHNICAL))
  add('term', stems(TERMS))
  add('neutral', stems(NEUTRAL))
  add('elsewhere', stems(ELSEWHERE))
  add('technical', wordsOf(names.join(' ')))
  add(
    'term',
    [...wordsOf(taught)].filter((word) => word.length > 2),
  )
  add('neutral', spoken)
  add('prose', wordsOf(prose.join('\n')))
  return kinds
}

function stems(list: string): ReadonlySet<string> {
  return wordsOf(list)
}
