/** Whether a text is about concurrent Python at all, by its words. */
import type { Faq } from '../../../lessons/faq.ts'
import type { Catalogue } from '../../../lessons/lessons.ts'
import { nearest } from '../../nearest.ts'
import { wordsOf } from './similarity.ts'

/** What speaks for the field, how many words are strange to it, and how many there are. */
export type Evidence = Readonly<{ weight: number; strangers: number; words: number }>

export type Field = (text: string) => Evidence

/** Words that are about this field whatever stands around them. */
const ANCHORS = `async asyncio await awaited awaitable coroutine coroutines gil nogil semaphore mutex deadlock deadlocks
  subprocess subprocesses concurrency concurrent parallel parallelism parallelize executor threadpool processpool gather
  taskgroup uvloop trio anyio gevent aiohttp aiofiles asyncpg aiosqlite httpx celery websocket websockets backpressure
  nonblocking non_blocking rlock goroutine tokio sigterm sigint keyboardinterrupt heartbeat faulthandler
  contextvars contextvar free_threaded subinterpreter subinterpreters livelock stdout stdin dask joblib tkinter
  pyqt fastapi starlette aiogram selenium playwright eoferror`
/** Words of the field that a few others use too. */
const TECHNICAL = `cpu io socket tcp udp http pipe pickle pickling webpage script asynccontextmanager verdict postgres db driver bytes reader
  writer daemon retry backoff idle mock promise throttle core`
/** The same, where their stem is that of an everyday word. */
const ANCHOR_FORMS =
  /\b(?:multi-?(?:process|thread)\w*|threads|threading|threaded|processes|cores)\b/i
/** Everyday words that are also terms: together with another, or alone in a short question, they speak for the field. */
const TERMS = `thread process task tasks queue lock locks event loop pool worker workers future callback cancel timeout
  block blocks blocking blocked wait waits waiting freeze freezes frozen hang hangs stuck stop kill terminate background
  server client socket request requests download downloads url urls session connection connections retry signal
  shutdown producer consumer barrier condition shared memory core compute bound limit simultaneous simultaneously sleep
  periodic interval schedule scrape crawl crawler join spawn fork interrupt bot gui unresponsive slow slower fast faster
  debug profile atomic safe numpy pandas sqlite database flask django notebook jupyter colab traceback stream drain
  shell shield sequential channel actor latch race ctrl discord telegram slack`
/** Said of anything: they neither speak for the field nor against it. */
const NEUTRAL = `time start begin run name value number many several second minute per rate result results order page pages
  script program speed progress command test exit file open read write list dict variable function call error example
  line output input print once all one two model start_method api web site website message user users data item items
  everybody everyone always never still again maybe possible good bad best better hate love think find look see need
  difference simple short long big small huge half first last next other same new old happen come take show tell
  ten hundred thousand million driver plus fix case thing idea word end keep look`
/** Of Python and of programming, but of other lessons than these. */
const ELSEWHERE = `string tuple set dictionary array comprehension slice slicing sort sorting reverse class inheritance super
  decorator generator lambda regex module package install conda venv virtual environment virtualenv csv xml yaml excel
  formula datetime date format type hints typing mypy indentation indent index float str integer recursion html css div
  javascript react sql git merge commit branch vim emacs ide vscode pycharm linux bash docker dockerfile compose java
  pointer operator matplotlib plot chart keyerror indexerror nameerror indentationerror modulenotfounderror importerror
  concatenate range password`

/** Dots, underscores and capitals inside a word: a name of code. */
const CODE = /[a-z](?:[._]|::)[a-z]|[a-z][A-Z]/

/** Letters of a word that is hardly another one misspelt, and seldom an everyday one. */
const TELLING = 5

const SHARE = { anchor: 2, technical: 1, term: 0.5 } as const

export function createField({ lessons }: Catalogue, faq: Faq, spoken: Iterable<string>): Field {
  const anchors = stems(ANCHORS)
  const technical = stems(TECHNICAL)
  const terms = stems(TERMS)
  const neutral = stems(NEUTRAL)
  const elsewhere = stems(ELSEWHERE)
  const taught = [
    ...lessons.map(({ also }) => also),
    ...faq.terms.flatMap(({ term, also }) => [term, ...also]),
    ...faq.foreignNames.flatMap(({ name, also }) => [name, ...also]),
  ].join('\n')
  for (const name of taught.split(/[\s,]+/).filter((piece) => CODE.test(piece))) {
    for (const word of wordsOf(name)) {
      if (![anchors, terms, neutral, elsewhere].some((words) => words.has(word)))
        technical.add(word)
    }
  }
  for (const word of wordsOf(taught)) {
    if ([anchors, technical, neutral, elsewhere].some((words) => words.has(word))) continue
    if (word.length > 2) terms.add(word)
  }
  const prose = lessons.map(({ title, aim, asked = '', explanation }) =>
    [title, aim, asked, explanation].join('\n'),
  )
  const known = new Set([
    ...spoken,
    ...wordsOf(prose.join('\n')),
    ...anchors,
    ...technical,
    ...terms,
    ...neutral,
  ])

  return (text) => {
    let weight: number = ANCHOR_FORMS.test(text) ? SHARE.technical - SHARE.term : 0
    let strangers = 0
    let count = 0
    let misspelt = 0
    for (const said of [...wordsOf(text.slice(0, MOST.characters))].slice(0, MOST.words)) {
      if (/^\d+$/.test(said)) continue
      count += 1
      let word: string | undefined = said
      if (!known.has(said) && !elsewhere.has(said)) {
        misspelt += 1
        const wrong = said.length < TELLING ? 0 : 1
        word = misspelt > MOST.misspelt ? undefined : nearest(said, known, wrong)
      }
      if (word === undefined || (elsewhere.has(word) && !anchors.has(word))) strangers += 1
      else if (anchors.has(word)) weight += SHARE.anchor
      else if (technical.has(word)) weight += SHARE.technical
      else if (terms.has(word)) weight += SHARE.term
    }
    return { weight, strangers, words: count }
  }
}

/** Of a text. */
const MOST = { characters: 4000, words: 60, misspelt: 12 } as const

function stems(list: string): Set<string> {
  return new Set(list.split(/\s+/).flatMap((word) => [...wordsOf(word)]))
}
