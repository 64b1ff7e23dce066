/** Discord's members: commands, buttons, windows and messages, against a stand-in that holds Overlap to Discord's rules. */
import { ComponentType } from 'discord.js'
import { readMarkdown } from '../standins/discord/markdown.ts'
import { handOf } from '../standins/discord/member.ts'
import {
  type Interaction,
  type Standin,
  startStandin,
  textsOf,
} from '../standins/discord/standin.ts'
import type { Message, Person } from '../standins/discord/world.ts'
import { startProgram } from './program.ts'
import {
  type Attached,
  type Done,
  labelled,
  type Member,
  type Seen,
  type Stage,
  waitFor,
} from './stage.ts'

/** The whole program, connected to a stand-in for Discord that has its commands. */
export async function startWithStandin() {
  const standin = await startStandin()
  const program = await startProgram({
    DISCORD_TOKEN: standin.token,
    DISCORD_API_URL: standin.apiUrl,
  })
  await waitFor(
    'the commands of Discord',
    async () => standin.registry.length > 0 || undefined,
    standin.world.change,
    async () => standin.refusals,
  )
  return { standin, program }
}

export async function discordStage(): Promise<Stage> {
  const { standin, program } = await startWithStandin()
  return {
    platform: 'discord',
    bugs: program.bugs,
    model: program.model,
    advance(ms) {
      standin.world.advance(ms)
      program.advance(ms)
    },
    async member(name, { admin } = { admin: false }) {
      return memberOf(standin, standin.world.join(name, admin))
    },
    closeChannel: () => standin.world.close(standin.world.general.id),
    async close() {
      await program.close()
      await standin.close()
    },
  }
}

/** `since`: the world's version then; what has changed later may be the answer. */
type Asked = Readonly<{
  since: number
  message: Message | null
  interaction: Interaction | null
  direct: string
}>

export function memberOf(standin: Standin, person: Person): Member {
  const { world } = standin
  const hand = handOf(standin, person)
  const asked = new Map<string, Asked>()
  const direct = world.directWith(person.id).id

  function done(what: Partial<Asked>, since = world.version()): Done {
    const id = `${person.name} ${asked.size}`
    asked.set(id, { since, message: null, interaction: null, direct, ...what })
    return { id }
  }

  const mention = `<@${world.bot.id}>`

  function said(channel: string, text: string, attached: readonly Attached[] = []): Done {
    const since = world.version()
    return done({ message: hand.write(channel, text, attached) }, since)
  }

  function mine(): readonly Message[] {
    const seen = [...world.messages.values()].filter(
      ({ author, only, channel }) =>
        author === world.bot.id &&
        (only === null || only === person.id) &&
        (channel === direct || world.channels.get(channel)?.type !== 1),
    )
    return seen.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
  }

  function answersTo({ since, message, interaction }: Asked): readonly Message[] {
    return mine().filter((each) => {
      if (each.version <= since || each.isLoading) return false
      if (interaction)
        return each.id === interaction.original || interaction.followed.includes(each.id)
      return each.answers === message?.id || (each.channel === direct && each.interaction === null)
    })
  }

  const see = (message: Message) => seenBy(message, direct)
  const visible = async () =>
    mine()
      .filter(({ channel }) => channel !== direct)
      .map(see)

  function there({ id }: Seen): Message {
    const message = world.messages.get(id)
    if (!message) throw new Error(`${person.name} cannot see ${id} any more`)
    return message
  }

  function touch(seen: Seen, label: string): Interaction {
    const message = there(seen)
    const found = labelled(controlsOf(message), label)
    if (!found) throw new Error(`no button ${label} in ${JSON.stringify(seen)}`)
    return found.value === null
      ? hand.press(message, found.id)
      : hand.pick(message, found.id, found.value)
  }

  return {
    name: person.name,
    async say(text, attached) {
      return said(world.general.id, `${mention} ${text}`, attached)
    },
    async whisper(text) {
      return said(direct, text)
    },
    async command(name, options = {}) {
      const since = world.version()
      return done({ interaction: hand.slash(world.general.id, name, options) }, since)
    },

    async edit({ id }, text) {
      const before = given(asked, id)
      if (!before.message) throw new Error('nothing was written')
      asked.set(id, { ...before, since: world.version() })
      hand.edit(before.message, `${mention} ${text}`)
    },

    async remove({ id }) {
      const { message } = given(asked, id)
      if (message) hand.erase(message)
    },

    async discard(seen) {
      const since = world.version()
      return done({ interaction: touch(seen, 'Delete') }, since)
    },

    async press(seen, label) {
      const since = world.version()
      return done({ interaction: touch(seen, label) }, since)
    },

    async fill(seen, submit, values) {
      const opening = touch(seen, submit)
      const modal = await waitFor(
        `the window of ${submit}`,
        async () => opening.modal ?? undefined,
        world.change,
        async () => standin.refusals,
      )
      const fields = modal.components.map(({ label = '', component }) => {
        const key = Object.keys(values).find((each) => label.startsWith(each))
        return [component?.custom_id ?? '', key === undefined ? undefined : values[key]] as const
      })
      const filled = fields.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
      const since = world.version()
      return done({ interaction: hand.send(opening, Object.fromEntries(filled)) }, since)
    },

    answer: ({ id }, fits = () => true) =>
      waitFor(
        `the answer to ${person.name}`,
        async () => answersTo(given(asked, id)).filter(isComplete).map(see).find(fits),
        world.change,
        async () => [answersTo(given(asked, id)).map(see), standin.refusals],
      ),

    sees: (fits) =>
      waitFor(
        `what ${person.name} looks for`,
        async () => (await visible()).find(fits),
        world.change,
        visible,
      ),

    hears: (fits) =>
      waitFor(
        `what ${person.name} listens for`,
        async () =>
          mine()
            .filter(({ channel }) => channel === direct)
            .map(see)
            .find(fits),
        world.change,
        visible,
      ),

    async misses({ id }) {
      await waitFor(
        `the end of ${id}`,
        async () => (world.messages.has(id) ? undefined : true),
        world.change,
        visible,
      )
    },

    visible,
  }
}

/** What may still change says that it is under way. */
export function isComplete(message: Message): boolean {
  const [line = ''] = readMarkdown(textsOf(message.components)[0] ?? '').text.split('\n')
  const isDeletable = controlsOf(message).some(({ label }) => label === 'Delete')
  return isDeletable || !/…$|^Waiting: /.test(line)
}

type Control = Readonly<{ label: string; id: string; value: string | null }>

export function controlsOf({ components }: Message): readonly Control[] {
  return components.flatMap((row): readonly Control[] => {
    if (row.type !== ComponentType.ActionRow) return []
    return row.components.flatMap((each): readonly Control[] => {
      if (each.type === ComponentType.StringSelect) {
        return each.options.map(({ label, value }) => ({ label, id: each.custom_id, value }))
      }
      if (each.type !== ComponentType.Button || !('custom_id' in each)) return []
      return [{ label: each.label ?? '', id: each.custom_id, value: null }]
    })
  })
}

function seenBy(message: Message, direct: string): Seen {
  const read = textsOf(message.components).map(readMarkdown)
  const alternatives = message.components.flatMap((each) =>
    each.type === ComponentType.MediaGallery
      ? each.items.map(({ description }) => description ?? '')
      : [],
  )
  return {
    id: message.id,
    text: [...read.map(({ text }) => text), ...alternatives].join('\n'),
    code: read.flatMap(({ code }) => code),
    links: read.flatMap(({ links }) => links),
    mentions: message.mentions,
    onlyYou: message.only !== null || message.channel === direct,
    buttons: controlsOf(message).map(({ label }) => label),
    pictures: alternatives.length,
    files: message.files
      .filter(({ filename }) => !filename.startsWith('picture'))
      .map(({ filename, content }) => ({
        name: filename,
        text: new TextDecoder().decode(content),
      })),
  }
}

function given(asked: ReadonlyMap<string, Asked>, id: string): Asked {
  const found = asked.get(id)
  if (!found) throw new Error(`nobody did ${id}`)
  return found
}
