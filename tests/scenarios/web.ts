/** The page's members: real HTTP, and server-sent events. */
import type { AnswerView } from '../../adapters/web/wire.ts'
import { type Visitor, visit } from '../web/visitor.ts'
import { readHtml } from './html.ts'
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

const GROUP = 'lobby'
const PRIVATE = 'me'

const TOKEN = 'the-secret-of-the-group'

export async function webStage(): Promise<Stage> {
  const program = await startProgram({ OVERLAP_WEB_OPEN: 'no', OVERLAP_WEB_TOKEN: TOKEN })
  const headers = { authorization: `Bearer ${TOKEN}` }
  const leaving: (() => void)[] = []
  return {
    platform: 'web',
    bugs: program.bugs,
    model: program.model,
    advance: program.advance,
    async member(name, { admin } = { admin: false }) {
      const visitor = await visit(program.url, name, headers)
      if (admin) {
        const { id } = (await (await visitor.call('GET', '/api/me')).json()) as { id: string }
        await program.nameAdmin({ platform: 'web', workspace: 'local', id, name })
      }
      const group = await visitor.enter(GROUP)
      const alone = await visitor.enter(PRIVATE)
      leaving.push(group.leave, alone.leave)
      return memberOf(name, visitor, group, alone)
    },
    async close() {
      for (const leave of leaving) leave()
      await program.close()
    },
  }
}

type Channel = Awaited<ReturnType<Visitor['enter']>>

/** Of a press, only what has changed since is an answer. */
type Asked = Readonly<{ channel: Channel; post: string; before: ReadonlySet<AnswerView> }>

function memberOf(name: string, visitor: Visitor, group: Channel, alone: Channel): Member {
  const asked = new Map<string, Asked>()
  const refusals = new Map<string, Seen>()

  async function posted(channel: string, text: string, files: readonly Attached[] = []) {
    const given = files.map((file) => new File([file.text], file.name))
    const id = await visitor.say(channel, text, { files: given })
    asked.set(id, { channel: channel === GROUP ? group : alone, post: id, before: new Set() })
    return { id }
  }

  async function acted({ id }: Seen, action: (path: string) => Promise<Response>): Promise<Done> {
    const channel = [group, alone].find((each) => each.answers().some((view) => view.id === id))
    const view = channel?.answers().find((each) => each.id === id)
    if (!channel || !view) throw new Error(`${name} cannot see ${id} any more`)
    const done = { id: `${id} ${asked.size}` }
    asked.set(done.id, { channel, post: view.post ?? view.id, before: new Set(channel.answers()) })
    const response = await action(
      `/api/channels/${channel === group ? GROUP : PRIVATE}/answers/${id}`,
    )
    if (response.status === 400) refusals.set(done.id, await refusal(done.id, response))
    else if (!response.ok) throw new Error(await response.text())
    return done
  }

  async function act(seen: Seen, body: object): Promise<Done> {
    return acted(seen, (path) => visitor.call('POST', `${path}/act`, body))
  }

  async function see(view: AnswerView): Promise<Seen> {
    const { text, code, links, pictures, controls, forms, files } = readHtml(view.html)
    return {
      id: view.id,
      text,
      code,
      links,
      pictures,
      mentions: [],
      onlyYou: view.onlyYou,
      buttons: [...controls.map(({ label }) => label), ...forms.map(({ submit }) => submit)],
      files: await Promise.all(
        files.map(async (file) => ({
          name: file.name,
          text: await (await visitor.call('GET', file.href)).text(),
        })),
      ),
    }
  }

  function htmlOf({ id }: Seen): string {
    const view = [...group.answers(), ...alone.answers()].find((each) => each.id === id)
    if (!view) throw new Error(`${name} cannot see ${id} any more`)
    return view.html
  }

  const visible = () => Promise.all(group.answers().map(see))

  return {
    name,
    say: (text, attached) => posted(GROUP, text, attached),
    whisper: (text) => posted(PRIVATE, text),
    command: (command, options = {}) => posted(GROUP, typed(command, options)),

    async edit({ id }, text) {
      const { channel, post } = given(asked, id)
      asked.set(id, { channel, post, before: new Set(channel.answers()) })
      await visitor.call('PUT', `/api/channels/${GROUP}/posts/${post}`, { text })
    },

    async remove({ id }) {
      await visitor.call('DELETE', `/api/channels/${GROUP}/posts/${given(asked, id).post}`)
    },

    discard: (seen) => acted(seen, (path) => visitor.call('DELETE', path)),

    async press(seen, label) {
      const found = labelled(readHtml(htmlOf(seen)).controls, label)
      if (!found) throw new Error(`no button ${label} in ${JSON.stringify(seen)}`)
      return act(seen, { block: found.block, choice: found.choice })
    },

    async fill(seen, submit, values) {
      const form = readHtml(htmlOf(seen)).forms.find((each) => each.submit === submit)
      if (!form) throw new Error(`no form ${submit} in ${JSON.stringify(seen)}`)
      const fields = form.fields.map((field) => {
        const label = Object.keys(values).find((each) => field.label.startsWith(each))
        return [field.name, (label !== undefined && values[label]) || field.value]
      })
      return act(seen, { block: form.block, fields: Object.fromEntries(fields) })
    },

    async answer({ id }, fits = () => true) {
      const refused = refusals.get(id)
      if (refused) return refused
      const { channel, post, before } = given(asked, id)
      const fresh = () =>
        channel.answers().filter((each) => each.post === post && each.done && !before.has(each))
      return waitFor(
        `the answer to ${name}`,
        async () => (await Promise.all(fresh().map(see))).find(fits),
        channel.changed,
        () => Promise.all(channel.answers().map(see)),
      )
    },

    sees: (fits) =>
      waitFor(
        `what ${name} looks for`,
        async () => (await visible()).find(fits),
        group.changed,
        visible,
      ),

    hears: (fits) =>
      waitFor(
        `what ${name} listens for`,
        async () => (await Promise.all(alone.answers().map(see))).find(fits),
        alone.changed,
        visible,
      ),

    async misses({ id }) {
      const isThere = () => [...group.answers(), ...alone.answers()].some((view) => view.id === id)
      await waitFor(
        `the end of ${id}`,
        async () => (isThere() ? undefined : true),
        () => Promise.race([group.changed(), alone.changed()]),
        visible,
      )
    },

    visible,
  }
}

/** As the page takes a command: `/name --option "value"`. */
function typed(name: string, options: Readonly<Record<string, string | number | boolean>>): string {
  const words = Object.entries(options).map(
    ([option, value]) => `--${option} "${String(value).replace(/["\\]/g, '\\$&')}"`,
  )
  return [`/${name}`, ...words].join(' ')
}

async function refusal(id: string, response: Response): Promise<Seen> {
  const { error } = (await response.json()) as { error: string }
  const nothing = { code: [], links: [], mentions: [], buttons: [], files: [] }
  return { id, text: error, onlyYou: true, pictures: 0, ...nothing }
}

function given(asked: ReadonlyMap<string, Asked>, id: string): Asked {
  const found = asked.get(id)
  if (!found) throw new Error(`nobody did ${id}`)
  return found
}
