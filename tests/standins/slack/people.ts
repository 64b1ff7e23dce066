/** What people do in Slack's clients, as the payloads that the app gets. */
import type { Block, View, ViewBlock } from './blocks.ts'
import type { Standin } from './standin.ts'
import { BOT, type Channel, type File, type Message, newId, TEAM, type User } from './world.ts'

/** As Slack sends what people type: three characters escaped, addresses linked. */
export function asSent(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return escaped.replace(/https?:\/\/[^\s|"'`)&]+/g, '<$&>')
}

export const mention = `<@${BOT.user}>`

export type Person = ReturnType<typeof person>

export function person(standin: Standin, user: User) {
  const { world } = standin

  /** Sent, not confirmed: whoever waits for the app waits for what it does. */
  function send(delivery: Parameters<Standin['deliver']>[0]): void {
    standin.deliver(delivery).catch(() => {})
  }

  function typeOf({ direct, id }: Channel) {
    if (direct) return 'im'
    return id.startsWith('G') ? 'group' : 'channel'
  }

  function event(message: Message, channel: Channel, type: 'message' | 'app_mention') {
    const { ts, thread, text, files } = message
    return {
      type,
      user: user.id,
      ts,
      client_msg_id: newId('c'),
      text,
      team: TEAM,
      blocks: [{ type: 'rich_text', block_id: 'x', elements: [] }],
      channel: channel.id,
      event_ts: ts,
      ...(thread ? { thread_ts: thread } : {}),
      ...(type === 'message' ? { channel_type: typeOf(channel) } : {}),
      ...(files.length > 0
        ? { files: files.map(fileOf), upload: false, subtype: 'file_share' }
        : {}),
    }
  }

  function fileOf({ id, name, content, foreign }: File) {
    if (foreign) {
      return { id, created: 0, timestamp: 0, mode: 'file_access', file_access: 'check_file_info' }
    }
    const address = `${standin.url}/files/${id}`
    return {
      id,
      name,
      title: name,
      mimetype: 'text/plain',
      filetype: name.endsWith('.py') ? 'python' : 'text',
      size: content.byteLength,
      url_private: address,
      url_private_download: address,
    }
  }

  /** `text` as Slack has it, mentions and escapes included. Both events of a mention are sent, as Slack does. */
  function write(
    channel: Channel,
    text: string,
    more: Readonly<{
      thread?: string
      files?: readonly Readonly<{ name: string; text: string; foreign?: boolean }>[]
    }> = {},
  ): Message {
    const files = (more.files ?? []).map((file) => ({
      ...world.addFile(file.name, Buffer.from(file.text)),
      foreign: file.foreign ?? false,
    }))
    const message = world.addMessage({
      channel: channel.id,
      user: user.id,
      text,
      thread: more.thread,
      files,
    })
    send(standin.envelope(event(message, channel, 'message')))
    if (text.includes(mention)) send(standin.envelope(event(message, channel, 'app_mention')))
    return message
  }

  function edit(message: Message, text: string): void {
    const before = { ...said(message) }
    message.text = text
    world.touch(message)
    const ts = world.nextTs()
    send(
      standin.envelope({
        type: 'message',
        subtype: 'message_changed',
        channel: message.channel,
        hidden: true,
        message: { ...said(message), edited: { user: user.id, ts } },
        previous_message: before,
        ts,
        event_ts: ts,
        channel_type: typeOf(world.channel(message.channel)),
      }),
    )
  }

  /** What has replies is not removed: a stone with nobody's name stands in its place. */
  function erase(message: Message): void {
    world.removeMessage(message)
    const ts = world.nextTs()
    const after = world.repliesTo(message.ts)
      ? { subtype: 'message_changed', message: stone(message) }
      : { subtype: 'message_deleted', deleted_ts: message.ts }
    send(
      standin.envelope({
        type: 'message',
        channel: message.channel,
        hidden: true,
        ...after,
        previous_message: said(message),
        ts,
        event_ts: ts,
        channel_type: typeOf(world.channel(message.channel)),
      }),
    )
  }

  function stone({ ts }: Message) {
    const text = 'This message was deleted.'
    const about = { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', hidden: true }
    return { ...about, text, ts, thread_ts: ts, reply_count: 1 }
  }

  function said({ ts, text, thread }: Message) {
    const { id } = user
    return {
      type: 'message',
      user: id,
      team: TEAM,
      ts,
      text,
      ...(thread ? { thread_ts: thread } : {}),
    }
  }

  /** Gives the trigger id, by which its answers are known. */
  function slash(channel: Channel, text: string): string {
    const trigger = standin.trigger()
    send({
      kind: 'slash_commands',
      payload: {
        token: 'verification',
        team_id: TEAM,
        team_domain: 'a-team',
        channel_id: channel.id,
        channel_name: channel.direct ? 'directmessage' : 'general',
        user_id: user.id,
        user_name: user.name.toLowerCase(),
        command: '/overlap',
        text: asSent(text).replace(/<(https?:[^>]*)>/g, '$1'),
        api_app_id: BOT.app,
        is_enterprise_install: 'false',
        response_url: standin.responseUrl(channel.id, user.id, null),
        trigger_id: trigger,
      },
    })
    return trigger
  }

  function interaction(trigger: string) {
    return {
      token: 'verification',
      api_app_id: BOT.app,
      team: { id: TEAM, domain: 'a-team' },
      user: { id: user.id, username: user.name.toLowerCase(), name: user.name, team_id: TEAM },
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: trigger,
    }
  }

  /** What is pressed is an element of one of the message's blocks. */
  function press(message: Message, element: Readonly<Record<string, unknown>>): string {
    const trigger = standin.trigger()
    const { channel, ts, thread, only } = message
    send({
      kind: 'interactive',
      payload: {
        type: 'block_actions',
        ...interaction(trigger),
        channel: { id: channel, name: 'general' },
        container: {
          type: 'message',
          message_ts: ts,
          channel_id: channel,
          is_ephemeral: only !== undefined,
          ...(thread ? { thread_ts: thread } : {}),
        },
        // Of an ephemeral message, Slack tells no more than where it was.
        ...(only ? {} : { message: { ts, ...(thread ? { thread_ts: thread } : {}) } }),
        response_url: standin.responseUrl(channel, user.id, message),
        actions: [{ block_id: 'b', action_ts: ts, ...element }],
      },
    })
    return trigger
  }

  /** A button of the Home tab. */
  function pressAtHome(element: Readonly<Record<string, unknown>>): string {
    const trigger = standin.trigger()
    send({
      kind: 'interactive',
      payload: {
        type: 'block_actions',
        ...interaction(trigger),
        container: { type: 'view', view_id: 'V1' },
        view: { id: 'V1', type: 'home' },
        actions: [{ block_id: 'b', action_ts: '1', ...element }],
      },
    })
    return trigger
  }

  /** Sends a window off, as it is filled. `values` by the labels of its inputs, or how those begin. */
  function submit(view: View, values: Readonly<Record<string, string>>): string {
    const trigger = standin.trigger()
    const inputs = view.blocks.filter((each) => each.type === 'input')
    send({
      kind: 'interactive',
      payload: {
        type: 'view_submission',
        ...interaction(trigger),
        view: {
          id: newId('V'),
          type: 'modal',
          callback_id: view.callback_id,
          private_metadata: view.private_metadata,
          state: { values: Object.fromEntries(inputs.map((each) => stateOf(each, values))) },
        },
        response_urls: [],
      },
    })
    return trigger
  }

  function shortcut(message: Message): string {
    const trigger = standin.trigger()
    const { channel, ts, thread, text, blocks, user: author, files } = message
    send({
      kind: 'interactive',
      payload: {
        type: 'message_action',
        callback_id: 'run_python',
        ...interaction(trigger),
        channel: { id: channel, name: 'general' },
        message_ts: ts,
        message: {
          type: 'message',
          user: author,
          ts,
          text,
          blocks,
          ...(thread ? { thread_ts: thread } : {}),
          ...(files.length > 0 ? { files: files.map(fileOf) } : {}),
        },
        response_url: standin.responseUrl(channel, user.id, null),
        action_ts: ts,
      },
    })
    return trigger
  }

  function visit(tab: 'home' | 'messages'): void {
    send(
      standin.envelope({
        type: 'app_home_opened',
        user: user.id,
        channel: world.directOf(user.id).id,
        tab,
        event_ts: world.nextTs(),
      }),
    )
  }

  return { user, write, edit, erase, slash, press, pressAtHome, submit, shortcut, visit }
}

type Input = Extract<ViewBlock, { type: 'input' }>

function stateOf({ block_id, label, element }: Input, values: Readonly<Record<string, string>>) {
  const key = Object.keys(values).find((each) => label.text.startsWith(each))
  const given = key === undefined ? undefined : values[key]
  if (element.type === 'plain_text_input') {
    const value = given ?? element.initial_value ?? null
    if (value && value.length > (element.max_length ?? 3000))
      throw new Error('the input is too long')
    return [block_id, { [element.action_id]: { type: element.type, value } }] as const
  }
  const chosen = element.options.find(({ text }) => given && text.text.startsWith(given))
  const selected_option = chosen ?? element.initial_option ?? null
  return [block_id, { [element.action_id]: { type: element.type, selected_option } }] as const
}

type Pressable = Readonly<{ label: string; element: Readonly<Record<string, unknown>> }>

/** All that can be pressed in blocks, with the payload that it makes. */
export function pressables(blocks: readonly (Block | ViewBlock)[]): readonly Pressable[] {
  return blocks.flatMap((block) => {
    if (block.type !== 'actions') return []
    return block.elements.flatMap((element): readonly Pressable[] => {
      const { type, action_id } = element
      if (element.type === 'button') {
        const { text, value } = element
        return [{ label: text.text, element: { type, action_id, value } }]
      }
      return element.options.map((option) => ({
        label: option.text.text,
        element: { type, action_id, selected_option: option },
      }))
    })
  })
}
