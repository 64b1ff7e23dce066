/** A class at the local page. What it shows lives in the process, and is gone with it. */
import type { AnswerView } from '../../../adapters/web/wire.ts'
import { readHtml } from '../../scenarios/html.ts'
import { isQuestion } from '../../web/crowd.ts'
import { type Visitor, visit } from '../../web/visitor.ts'
import { TICKET } from '../real.ts'
import type { Answer, Given, Room, Said, Seat } from './room.ts'

const LESSON = 'lobby'
const ALONE = 'me'
const ARENA = 'study-group'
const CHANNELS = [LESSON, ALONE, ARENA] as const

type Channel = Awaited<ReturnType<Visitor['enter']>>
type Chair = Readonly<{ visitor: Visitor; channels: ReadonlyMap<string, Channel> }>

export async function pageRoom(): Promise<Room> {
  let url = ''
  /** Counts the processes that there were. */
  let epoch = 0
  const refused: string[] = []
  const chairs = new Map<string, Chair>()

  async function sit(name: string): Promise<void> {
    const visitor = await visit(url, name, TICKET)
    const channels = new Map<string, Channel>()
    for (const each of CHANNELS) channels.set(each, await visitor.enter(each))
    chairs.set(name, { visitor, channels })
  }

  const answersIn = (name: string, channel: string) =>
    chairs.get(name)?.channels.get(channel)?.answers() ?? []

  function attempt<Result>(work: Promise<Result> | undefined): Promise<Result | null> {
    return Promise.resolve(work ?? null).catch((error: unknown) => {
      refused.push(String(error))
      return null
    })
  }

  async function enter(name: string): Promise<Seat> {
    await sit(name)
    const chosen = new Set<string>()

    function written(channel: string, text: string): Said & Given {
      const since = epoch
      let id: string | null = null
      const visitor = () => (epoch === since ? chairs.get(name)?.visitor : undefined)
      const posted = attempt(visitor()?.say(channel, text)).then((made) => {
        id = made
      })
      const path = () => `/api/channels/${channel}/posts/${id}`
      return {
        answers: () =>
          answersIn(name, channel)
            .filter(({ post }) => post !== null && post === id)
            .map(seen),
        isForgotten: () => epoch !== since,
        edit: (changed) =>
          void posted.then(() => attempt(visitor()?.call('PUT', path(), { text: changed }))),
        erase: () => void posted.then(() => attempt(visitor()?.call('DELETE', path()))),
      }
    }

    function choose(): number {
      const open = answersIn(name, ARENA).filter((each) => isQuestion(each) && !chosen.has(each.id))
      for (const { id, html } of open) {
        chosen.add(id)
        const [first] = readHtml(html).controls
        const body = first && { block: first.block, choice: first.choice }
        const act = `/api/channels/${ARENA}/answers/${id}/act`
        if (body) void attempt(chairs.get(name)?.visitor.call('POST', act, body))
      }
      return open.length
    }

    return {
      say: (text) => written(LESSON, text),
      whisper: (text) => written(ALONE, text),
      run: () => null,
      help: (word) => written(LESSON, `/help ${word}`),
      strays: () => [],
      host: () => void written(ARENA, '/quiz --questions 2 --seconds 20 group mixed'),
      choose,
    }
  }

  const inArena = () => {
    const [name = ''] = chairs.keys()
    return answersIn(name, ARENA).filter(({ post }) => post === null)
  }

  return {
    environment: {},
    keeps: false,
    async started([given = '']) {
      url = given
      epoch += 1
      for (const name of chairs.keys()) await sit(name)
    },
    async stopped() {
      for (const { channels } of chairs.values()) for (const each of channels.values()) each.leave()
    },
    enter,
    quizzes: () => ({
      open: inArena().filter(isQuestion).length,
      ended: inArena().filter(({ notice }) => /^The quiz /.test(notice)).length,
    }),
    refusals: () => refused,
    limited: () => 0,
    async close() {
      for (const { channels } of chairs.values()) for (const each of channels.values()) each.leave()
    },
  }
}

function seen({ html, done }: AnswerView): Answer {
  const { text, code } = readHtml(html)
  return { text: [text, ...code].join('\n'), isDone: done }
}
