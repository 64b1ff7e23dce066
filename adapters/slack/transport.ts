/**
 * Delivers an answer on Slack: in the channel, through a `response_url`, to one person there, or in a direct message.
 */

import { ChannelClosedError, type Posted } from '../../bot/core/platform.ts'
import type { Outcome } from '../../bot/delivery/outcome.ts'
import type { How, Surface, Transport } from '../../bot/delivery/reply-delivery.ts'
import { budgetOf } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { Content } from './content.ts'
import type { SlackDeps } from './deps.ts'
import { channelWriter, fingerprint, type PostTarget, postEphemeral } from './posting.ts'
import { renderMessage, type Upload } from './render/message.ts'
import { statusLine } from './status.ts'
import { streamer } from './stream.ts'
import { share, unshare } from './uploads.ts'
import type { Where } from './where.ts'

type Here = Surface<Content, Upload>

/** Creates the transport for an answer. */
export function slackTransport(
  given: Where,
  how: How,
  parts: SlackDeps,
): Transport<Content, Upload> {
  const where = { ...given, workspace: { ...given.workspace, how } }
  const { workspace, direct, replaces, responseUrl } = where
  const stream = streamer(where, parts)
  const status = statusLine(where, parts)
  const inChannel = channelSurface(where, stream.show, parts)
  const elsewhere = [whispered(where, parts), directMessage(where, parts)]
  const responding = (visibility: Visibility) =>
    responseUrl ? [response(where, { url: responseUrl, visibility }, parts)] : []
  const [alone, outside] = [responding('ephemeral'), responding('in_channel')]

  const { asker, key, question: id, channel } = where
  const question = id === undefined ? id : { channel, id }
  return {
    answer: { key, asker, workspace: workspace.team, question },
    surfaces({ audience, done }) {
      const isPrivate = audience === 'asker' && !direct
      if (isPrivate || replaces === 'private') return [...alone, ...elsewhere]
      // The tutor can answer a command even in a channel that it hasn't joined.
      const beyond = responseUrl ? [...(done ? outside : alone), ...elsewhere] : []
      return [inChannel, ...beyond]
    },
    stands:
      typeof replaces === 'object'
        ? {
            surface: inChannel,
            refs: replaces.messages,
            files: replaces.files,
            isOurs: where.isEdit === true,
          }
        : undefined,
    planned: plannedAt(where),
    /** A private answer leaves no record, not even that it was sent. */
    isKept: ({ audience }) => audience === 'everyone',
    activity: ({ done, notice }) => (done ? status.clear() : status.show(notice)),
    room(signal) {
      const method = stream.isOn() ? 'chat.appendStream' : 'chat.update'
      return workspace.attempts.room([budgetOf(workspace, method)], 'between', signal)
    },
    filesRefused: { kind: 'markdown', text: "*Slack didn't accept the files of this answer.*" },
  }
}

/** Creates the surface for messages in a channel or direct conversation: posted, then edited. */
export function plainSurface(
  workspace: Workspace,
  place: PostTarget,
  key: string,
  parts: SlackDeps,
): Here {
  return {
    ...channelWriter(workspace, place, key, parts),
    isFixed: () => parts.lacks.has(`edits in ${workspace.team}`),
    render: rendered(false),
    async attach(uploads, had, [first]) {
      if (had.length > 0) await unshare(workspace, had)
      if (!first) return []
      const thread = place.thread ?? first.id
      return share(workspace, { channel: first.channel, thread }, uploads)
    },
  }
}

function channelSurface(where: Where, stream: NonNullable<Here['stream']>, parts: SlackDeps): Here {
  const { workspace, key } = where
  const plain = plainSurface(workspace, where, key, parts)
  return {
    ...plain,
    render: rendered(true),
    stream,
    async attach(uploads, ...more) {
      try {
        return (await plain.attach?.(uploads, ...more)) ?? []
      } catch (error) {
        // If the tutor may post without being a member, it still can't attach files, so they are
        // sent in private.
        if (!(error instanceof ChannelClosedError)) throw error
        return shareAlone(where, uploads, parts)
      }
    },
  }
}

function directMessage({ workspace, asker, key }: Where, parts: SlackDeps): Here {
  const channel = () => parts.directChannel(workspace, asker.id)
  return plainSurface(workspace, { channel }, key, parts)
}

type Visibility = 'ephemeral' | 'in_channel'

/** For a command or button, an answer that wasn't posted yet is sent to the asker in private. */
function plannedAt(where: Where): Posted {
  const { thread, question, replaces, key } = where
  const alone = toAsker(where)
  const spot = { ...alone.spot, ...(thread ? { thread } : {}) }
  const messages = typeof replaces === 'object' ? replaces.messages : []
  if (messages.length > 0) return { spot, id: messages.map(({ id }) => id).join() }
  return { ...(question ? {} : alone), spot, id: '', planned: { key } }
}

function toAsker({ workspace, channel, asker, openThread }: Where) {
  const spot = { platform: 'slack', workspace: workspace.team, channel }
  return { spot, id: '', only: { person: asker.id, address: openThread ?? '' } }
}

/** Messages that can't be edited are sent again. */
function fixed(
  where: Where,
  send: (content: Content, isFirst: boolean) => Promise<unknown>,
  parts: SlackDeps,
): Here {
  return {
    isFixed: () => true,
    fingerprint,
    render: rendered(false),
    post: (content, _place, before) => send(content, before.length === 0).then(() => null),
    edit: async () => FIXED,
    remove: async () => {},
    posted: () => toAsker(where),
    /** Files can't be shown to one person in a channel. */
    async attach(uploads) {
      await shareAlone(where, uploads, parts)
      return []
    },
  }
}

const FIXED: Outcome<never> = { is: 'fixed', cause: 'what one person sees cannot be edited' }

function whispered(where: Where, parts: SlackDeps): Here {
  const { workspace, channel, asker, openThread } = where
  const to = { channel, user: asker.id, thread: openThread }
  return fixed(where, (content) => postEphemeral(workspace, to, content), parts)
}

function response(
  where: Where,
  { url, visibility }: Readonly<{ url: string; visibility: Visibility }>,
  parts: SlackDeps,
): Here {
  const { workspace, replaces } = where
  const thread = visibility === 'ephemeral' ? where.openThread : where.thread
  const how = { visibility, thread }
  return fixed(
    where,
    (content, isFirst) =>
      parts.responses.send(workspace, url, {
        ...{ ...content, ...how },
        replaces: isFirst && replaces === 'private',
      }),
    parts,
  )
}

function rendered(isDeletable: boolean): Here['render'] {
  return (message, idOf, isWhole) => {
    const { contents, uploads } = renderMessage(message, idOf, isWhole && isDeletable)
    return { pieces: contents, uploads }
  }
}

async function shareAlone(
  { workspace, asker }: Where,
  uploads: readonly Upload[],
  parts: SlackDeps,
) {
  if (uploads.length === 0) return []
  return share(workspace, { channel: await parts.directChannel(workspace, asker.id) }, uploads)
}
