/** A class in one workspace of Slack, over HTTP. */
import { textOf as wholeText } from '../../slack/program.ts'
import { mention, person, pressables } from '../../standins/slack/people.ts'
import { startStandin, TOKENS } from '../../standins/slack/standin.ts'
import { BOT, type Message } from '../../standins/slack/world.ts'
import type { Answer, Given, Room, Said, Seat } from './room.ts'

/** As Slack delivers again what was not confirmed. */
const RETRY_MS = [0, 60_000, 300_000]
const QUIZ_CHANNEL = 'C0002'

export async function slackRoom(): Promise<Room> {
  const standin = await startStandin({ retryMs: RETRY_MS })
  const { world } = standin
  const lesson = world.channel('C0001')
  const arena = world.channel(QUIZ_CHANNEL)
  const own = () =>
    world.messages.filter(({ user, files }) => user === BOT.user && files.length === 0)
  /** Of a quiz, by whom it was answered already. */
  const chosen = new Set<string>()

  async function enter(name: string): Promise<Seat> {
    const me = person(standin, world.addUser(name))
    lesson.members.add(me.user.id)
    arena.members.add(me.user.id)
    const direct = world.directOf(me.user.id)
    const alone = (word: string) =>
      own().filter((each) => each.only === me.user.id && wholeText(each).includes(word))

    function written(channel: typeof lesson, text: string, word: string): Said {
      const message = me.write(channel, text)
      return {
        answers: () =>
          [
            ...own().filter(({ thread, only }) => thread === message.ts && !only),
            ...alone(word),
          ].map(seen),
        edit: (changed) => me.edit(message, channel === direct ? changed : `${mention} ${changed}`),
        erase: () => me.erase(message),
      }
    }

    function commanded(text: string, word: string): Given {
      const trigger = me.slash(lesson, text)
      const isMine = (each: Message) => JSON.stringify(each.metadata ?? '').includes(trigger)
      return { answers: () => [...own().filter(isMine), ...alone(word)].map(seen) }
    }

    return {
      say: (text, word) => written(lesson, `${mention} ${text}`, word),
      whisper: (text, word) => written(direct, text, word),
      run: (code, word) => commanded(`run ${code}`, word),
      help: (word) => commanded(`help ${word}`, word),
      strays: () =>
        own()
          .filter(({ only, channel }) => only === me.user.id && channel === lesson.id)
          .map(seen)
          .filter(({ text, isDone }) => isDone && !/w\d+x\d+\./.test(text)),
      host: () => void me.slash(arena, 'quiz --questions 2 --seconds 20 group mixed'),
      choose() {
        const open = own().filter(
          (each) =>
            each.channel === arena.id && isQuestion(each) && !chosen.has(`${name} ${each.ts}`),
        )
        for (const each of open) {
          chosen.add(`${name} ${each.ts}`)
          const [first] = pressables(each.blocks)
          if (first) me.press(each, first.element)
        }
        return open.length
      },
    }
  }

  /** Whoever is there takes what comes; where nobody is, Slack tries the last one. */
  async function reachAt(urls: readonly string[]): Promise<void> {
    const addresses = urls.map((url) => new URL('/slack/events', url).href)
    if (addresses.length > 0) standin.callAt(...addresses)
  }

  return {
    environment: {
      SLACK_BOT_TOKEN: TOKENS.bot,
      SLACK_SIGNING_SECRET: TOKENS.signing,
      SLACK_API_URL: standin.apiUrl,
    },
    keeps: true,
    started: reachAt,
    stopped: reachAt,
    enter,
    quizzes() {
      const said = own().filter(({ channel }) => channel === arena.id)
      return {
        open: said.filter(isQuestion).length,
        ended: said.filter((each) => /^The quiz /.test(wholeText(each))).length,
      }
    },
    refusals: () =>
      standin.calls.flatMap(({ method, error }) =>
        error && error !== 'ratelimited' ? [`${method}: ${error}`] : [],
      ),
    limited: () => standin.calls.filter(({ error }) => error === 'ratelimited').length,
    close: standin.close,
  }
}

function isQuestion(message: Message): boolean {
  return (
    /Question \d+ of \d+(?!: the answer)/.test(wholeText(message)) &&
    pressables(message.blocks).length > 1
  )
}

function seen(message: Message): Answer {
  const { only, blocks, isStreaming } = message
  const text = wholeText(message)
  const isWhole = pressables(blocks).some(({ label }) => label === 'Delete')
  const isDone = only ? !/^[^\n]*…$/.test(text) : isWhole || INTERRUPTED.test(text)
  return { text, isDone: isDone && !isStreaming }
}

const INTERRUPTED = /I was interrupted/
