/** A class in one server of Discord. */
import { controlsOf, isComplete } from '../../scenarios/discord.ts'
import { waitFor } from '../../scenarios/stage.ts'
import { readMarkdown } from '../../standins/discord/markdown.ts'
import { handOf } from '../../standins/discord/member.ts'
import { type Interaction, startStandin, textsOf } from '../../standins/discord/standin.ts'
import type { Message } from '../../standins/discord/world.ts'
import type { Answer, Given, Room, Said, Seat } from './room.ts'

export async function discordRoom(): Promise<Room> {
  const standin = await startStandin()
  const { world, gateway } = standin
  const lesson = world.general.id
  const arena = world.channel({ type: 0, name: 'arena' }).id
  const own = () => [...world.messages.values()].filter(({ author }) => author === world.bot.id)
  /** By whom which question was answered. */
  const chosen = new Set<string>()
  /** How often a process had identified when the last one was killed. */
  let before = 0

  async function enter(name: string): Promise<Seat> {
    const { id } = world.join(name)
    const hand = handOf(standin, { id, name, bot: false, roles: [] })
    const direct = world.directWith(id).id

    function written(channel: string, text: string): Said {
      const said = (words: string) => (channel === direct ? words : `<@${world.bot.id}> ${words}`)
      const message = hand.write(channel, said(text))
      return {
        answers: () =>
          own()
            .filter(({ answers }) => answers === message.id)
            .map(seen),
        edit: (changed) => hand.edit(message, said(changed)),
        erase: () => hand.erase(message),
      }
    }

    function given({ original, followed }: Interaction): readonly Message[] {
      return [original, ...followed].flatMap((each) => world.messages.get(each ?? '') ?? [])
    }

    function commanded(name: string, options: Readonly<Record<string, string>>): Given {
      const interaction = hand.slash(lesson, name, options)
      return { answers: () => given(interaction).map(seen) }
    }

    return {
      say: (text) => written(lesson, text),
      whisper: (text) => written(direct, text),
      run: (code) => commanded('run', { code }),
      help: (word) => commanded('help', { command: word }),
      strays: () =>
        own()
          .filter(({ channel, answers }) => channel === direct && answers === null)
          .map(seen)
          .filter(({ isDone, text }) => isDone && !/w\d+x\d+\./.test(text)),
      host: () => void hand.slash(arena, 'quiz', QUIZ),
      choose() {
        const open = own().filter((each) => isQuestion(each) && !chosen.has(`${name} ${each.id}`))
        for (const each of open) {
          chosen.add(`${name} ${each.id}`)
          const [first] = controlsOf(each)
          if (first?.value === null) hand.press(each, first.id)
        }
        return open.length
      },
    }
  }

  /** A quiz goes on in a thread of its own. */
  const isInArena = ({ channel }: Message) =>
    channel === arena || world.channels.get(channel)?.parent === arena
  const isQuestion = (each: Message) =>
    isInArena(each) &&
    /Question \d+ of \d+(?!: the answer)/.test(textOf(each)) &&
    controlsOf(each).length > 1

  return {
    environment: { DISCORD_TOKEN: standin.token, DISCORD_API_URL: standin.apiUrl },
    keeps: false,
    async stopped() {
      before = gateway.figures.identified
    },
    async started() {
      await waitFor(
        'the gateway',
        async () =>
          (gateway.figures.identified > before &&
            gateway.isConnected() &&
            standin.registry.length > 0) ||
          undefined,
        () => Promise.race([gateway.change(), world.change()]),
        async () => standin.refusals,
      )
    },
    enter,
    quizzes: () => ({
      open: own().filter(isQuestion).length,
      ended: own().filter((each) => isInArena(each) && /^The quiz /.test(textOf(each))).length,
    }),
    refusals: () => standin.refusals.filter((each) => !each.includes('rate limited')),
    limited: () => standin.refusals.filter((each) => each.includes('rate limited')).length,
    close: standin.close,
  }
}

const QUIZ = { who: 'group', questions: 2, seconds: 20, topic: 'mixed' }

function textOf({ components }: Message): string {
  return textsOf(components)
    .map((each) => readMarkdown(each))
    .flatMap(({ text, code }) => [text, ...code])
    .join('\n')
}

function seen(message: Message): Answer {
  return { text: textOf(message), isDone: !message.isLoading && isComplete(message) }
}
