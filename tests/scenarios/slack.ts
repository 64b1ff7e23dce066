/** Slack's members: the stand-in of Slack, with the whole program connected to it. */

import { textsIn } from '../standins/slack/blocks.ts'
import { asSent, mention, type Person, person, pressables } from '../standins/slack/people.ts'
import { type Standin, startStandin, TOKENS } from '../standins/slack/standin.ts'
import { BOT, type Channel, type Message } from '../standins/slack/world.ts'
import { startProgram } from './program.ts'
import { type Done, labelled, type Member, type Seen, type Stage, waitFor } from './stage.ts'

const GROUP = 'C0001'

export function slackHttpStage(): Promise<Stage> {
  return slackStage({ SLACK_SIGNING_SECRET: TOKENS.signing }, (standin, url) =>
    standin.callAt(new URL('/slack/events', url).href),
  )
}

export function slackSocketStage(): Promise<Stage> {
  return slackStage({ SLACK_APP_TOKEN: TOKENS.app }, () => {})
}

async function slackStage(
  environment: Readonly<Record<string, string>>,
  connect: (standin: Standin, url: string) => void,
): Promise<Stage> {
  const standin = await startStandin()
  const program = await startProgram({
    SLACK_BOT_TOKEN: TOKENS.bot,
    SLACK_API_URL: standin.apiUrl,
    ...environment,
  })
  connect(standin, program.url)
  const group = standin.world.channel(GROUP)
  return {
    platform: 'slack',
    model: program.model,
    bugs: program.bugs,
    advance(ms) {
      standin.world.advance(ms)
      program.advance(ms)
    },
    async member(name, { admin } = { admin: false }) {
      const user = standin.world.addUser(name, admin)
      group.members.add(user.id)
      return memberOf(name, person(standin, user), standin, group)
    },
    closeChannel() {
      group.archived = true
    },
    async close() {
      await program.close()
      await standin.close()
    },
  }
}

/** `key` is in what the tutor posts for it; of what was pressed, only what has changed since is an answer. */
type Asked = Readonly<{ key: string; since: number; message: Message | null; channel: Channel }>

function memberOf(name: string, me: Person, standin: Standin, group: Channel): Member {
  const { world } = standin
  const asked = new Map<string, Asked>()

  function note(key: string, message: Message | null, channel: Channel): Done {
    const id = `${key} ${asked.size}`
    asked.set(id, { key, since: world.changes(), message, channel })
    return { id }
  }

  function mine(): Message[] {
    const here = [group.id, world.directOf(me.user.id).id]
    return world.messages.filter(
      ({ channel, user, only }) =>
        here.includes(channel) && user === BOT.user && (!only || only === me.user.id),
    )
  }

  function isAnswerTo(message: Message, { key, since, message: before }: Asked): boolean {
    if (message.changed <= since) return false
    if (keyOf(message).includes(key)) return true
    if (before && message.ts === before.ts) return true
    return message.only !== undefined
  }

  function see(message: Message): Seen {
    const files = filesOf(message, world.messages)
    const { text, blocks, streamed, ts, only } = message
    return {
      id: ts,
      text: [
        blocks.length > 0 ? textOf(blocks) : text,
        streamed ?? '',
        ...files.map(({ alt }) => alt),
      ]
        .filter((each) => each !== '')
        .join('\n'),
      code: elementsOf(blocks, 'rich_text_preformatted').map((each) => textsIn(each).join('')),
      links: [...addressesOf(blocks), ...(text.match(/(?<=<)https?:[^|>]+/g) ?? [])],
      mentions: mentionsIn(message),
      onlyYou: only !== undefined,
      buttons: pressables(blocks)
        .map(({ label }) => label)
        .filter((label) => label !== 'Delete'),
      pictures: files.filter(({ alt }) => alt !== '').length,
      files: files
        .filter(({ alt }) => alt === '')
        .map((file) => ({ name: file.name, text: file.content.toString() })),
    }
  }

  function messageOf({ id }: Seen): Message {
    const found = world.messages.find((each) => each.ts === id)
    if (!found) throw new Error(`${name} cannot see ${id} any more`)
    return found
  }

  function pressed(seen: Seen, label: string): Done {
    const message = messageOf(seen)
    const found = labelled(pressables(message.blocks), label)
    if (!found) throw new Error(`no button ${label} in ${JSON.stringify(seen)}`)
    const since = note('', message, group)
    const key = me.press(message, found.element)
    const given = asked.get(since.id)
    if (given) asked.set(since.id, { ...given, key })
    return since
  }

  const shown = () => mine().filter(({ files }) => files.length === 0)
  const visible = async () =>
    shown()
      .filter(({ channel }) => channel === group.id)
      .map(see)

  return {
    name,
    async say(text, files = []) {
      const message = me.write(group, `${mention} ${asSent(text)}`, { files })
      return note(message.ts, message, group)
    },
    async whisper(text) {
      const direct = world.directOf(me.user.id)
      const message = me.write(direct, asSent(text))
      return note(message.ts, message, direct)
    },
    async command(command, options = {}) {
      const words = Object.entries(options).map(
        ([option, value]) => `--${option} "${String(value).replace(/["\\]/g, '\\$&')}"`,
      )
      const done = note('', null, group)
      const key = me.slash(group, [command, ...words].join(' '))
      const given = asked.get(done.id)
      if (given) asked.set(done.id, { ...given, key })
      return done
    },
    async edit({ id }, text) {
      const given = of(asked, id)
      if (!given.message) throw new Error('a command cannot be edited')
      asked.set(id, { ...given, since: world.changes() })
      me.edit(given.message, `${mention} ${asSent(text)}`)
    },
    async remove({ id }) {
      const { message } = of(asked, id)
      if (message) me.erase(message)
    },
    discard: async (seen) => pressed(seen, 'Delete'),
    press: async (seen, label) => pressed(seen, label),
    async fill(seen, submit, fields) {
      const done = pressed(seen, submit)
      const { key } = of(asked, done.id)
      const view = await waitFor(
        `the window of ${submit}`,
        async () => world.windows.get(key),
        world.news,
        visible,
      )
      const sent = note('', messageOf(seen), group)
      const given = of(asked, sent.id)
      asked.set(sent.id, { ...given, key: me.submit(view, fields) })
      return sent
    },
    async answer({ id }, fits = () => true) {
      const given = of(asked, id)
      return waitFor(
        `the answer to ${name}`,
        async () =>
          shown()
            .filter((message) => isAnswerTo(message, given) && isComplete(message))
            .map(see)
            .findLast(fits),
        world.news,
        async () => shown().map(see),
      )
    },
    sees: (fits) =>
      waitFor(
        `what ${name} looks for`,
        async () => (await visible()).find(fits),
        world.news,
        visible,
      ),
    hears: (fits) =>
      waitFor(
        `what ${name} listens for`,
        async () =>
          shown()
            .filter(({ channel }) => channel !== group.id)
            .map(see)
            .find(fits),
        world.news,
        visible,
      ),
    async misses({ id }) {
      const isGone = async () => (world.messages.some(({ ts }) => ts === id) ? undefined : true)
      await waitFor(`the end of ${id}`, isGone, world.news, visible)
    },
    visible,
  }
}

/** What everybody sees has its Delete button when all of it is there; what one person sees is posted whole. */
function isComplete({ only, blocks, text, isStreaming }: Message): boolean {
  if (isStreaming) return false
  if (only === undefined) return pressables(blocks).some(({ label }) => label === 'Delete')
  return !/^[^\n]*…$/.test(blocks.length > 0 ? textOf(blocks) : text)
}

function keyOf({ metadata }: Message): string {
  return JSON.stringify(metadata ?? '')
}

/** Files that were put beneath it, before anything else was said there. */
function filesOf(message: Message, all: readonly Message[]) {
  const root = message.thread ?? message.ts
  const direct = message.only ? `D${message.only.slice(1)}` : null
  const at = all.indexOf(message)
  const after = all.filter(
    ({ thread, channel, files, user }, place) =>
      files.length > 0 &&
      user === BOT.user &&
      (direct ? channel === direct && place < at : thread === root && place > at),
  )
  const next = all.findIndex(
    (each, place) =>
      place > at && each.user === BOT.user && each.thread === root && each.files.length === 0,
  )
  const own = direct
    ? after.slice(-1)
    : after.filter((each) => next < 0 || all.indexOf(each) < next)
  return own.flatMap(({ files }) => files)
}

type Json = Readonly<Record<string, unknown>>

function elementsOf(value: unknown, type: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((each) => elementsOf(each, type))
  if (typeof value !== 'object' || value === null) return []
  const own = 'type' in value && value.type === type ? [value as Json] : []
  return [...own, ...Object.values(value).flatMap((each) => elementsOf(each, type))]
}

function textOf(blocks: Message['blocks']): string {
  return blocks
    .flatMap((block): readonly unknown[] => (block.type === 'rich_text' ? block.elements : [block]))
    .map((element) => textsIn(element).join(''))
    .join('\n')
}

function addressesOf(blocks: Message['blocks']): string[] {
  return elementsOf(blocks, 'link').map(({ url }) => String(url))
}

/** Elements that mention, and what mrkdwn takes for a mention. */
function mentionsIn({ text, blocks, streamed }: Message): string[] {
  const elements = ['user', 'usergroup', 'broadcast', 'channel'].flatMap((type) =>
    elementsOf(blocks, type).map((each) => JSON.stringify(each)),
  )
  return [...elements, ...(`${text}${streamed ?? ''}`.match(/<[@#!][^>]*>/g) ?? [])]
}

function of(asked: ReadonlyMap<string, Asked>, id: string): Asked {
  const found = asked.get(id)
  if (!found) throw new Error(`nobody did ${id}`)
  return found
}
