/** Routes Slack's events to their handlers: each is acknowledged immediately, validated, and handled once. */
import { type App, type Context, ErrorCode } from '@slack/bolt'
import { z } from 'zod'
import { isOutside } from '../calls.ts'
import type { Workspace } from '../clients.ts'
import type { SlackDeps } from '../deps.ts'
import { publishHome, suggestPrompts } from '../home.ts'
import type { Installations } from '../installations.ts'
import { onAction } from './actions.ts'
import { onCommand } from './commands.ts'
import { onMessage } from './messages.ts'
import {
  blockActions,
  homeEvent,
  messageEvent,
  messageShortcut,
  revokedEvent,
  slashCommand,
  viewSubmission,
} from './payloads.ts'
import { onShortcut } from './shortcuts.ts'
import { onSubmit } from './views.ts'

const ANY = /.*/s

/** Registers a handler for every event on the app; `installations` is null without an app client. */
export function listen(app: App, parts: SlackDeps, installations: Installations | null): void {
  const { log, store, clock, workspaces } = parts

  /** Only logs errors, because the event has already been acknowledged. */
  async function guarded(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (err) {
      const how = isOutside(err) ? 'warn' : 'error'
      log[how]({ err, platform: 'slack' }, `${what} could not be dealt with`)
    }
  }

  /** Calls `work` with a valid payload from a known workspace, the first time it arrives. */
  async function take<Schema extends z.ZodType>(
    what: string,
    schema: Schema,
    given: unknown,
    context: Context,
    work: (payload: z.output<Schema>, workspace: Workspace) => Promise<void>,
  ): Promise<void> {
    await guarded(what, async () => {
      const parsed = schema.safeParse(given)
      if (!parsed.success) {
        log.info({ platform: 'slack', what }, 'not understood')
        return
      }
      const team = teamOf(context)
      const trigger = triggerOf(given)
      if (trigger && !(await store.events.isNew(`slack/${team}/${trigger}`, clock()))) return
      await work(parsed.data, await workspaces.of(team))
    })
  }

  app.command(ANY, async ({ ack, body, context }) => {
    await ack()
    await take('a command', slashCommand, body, context, (given, workspace) =>
      onCommand(given, workspace, parts),
    )
  })
  app.action(ANY, async ({ ack, body, context }) => {
    await ack()
    await take('a button', blockActions, body, context, (given, workspace) =>
      onAction(given, workspace, parts),
    )
  })
  app.view(ANY, async ({ ack, body, context }) => {
    await ack()
    await take('a form', viewSubmission, body, context, (given, workspace) =>
      onSubmit(given, workspace, parts),
    )
  })
  // There is only one shortcut, whatever an app calls it.
  app.shortcut(ANY, async ({ ack, body, context }) => {
    await ack()
    await take('a shortcut', messageShortcut, body, context, (given, workspace) =>
      onShortcut(given, workspace, parts),
    )
  })
  app.view({ callback_id: ANY, type: 'view_closed' }, async ({ ack }) => ack())
  // Workflow steps, which Overlap doesn't offer, have to be acknowledged explicitly.
  app.event('function_executed', async ({ ack }) => ack())
  app.options(ANY, async ({ ack }) => ack({ options: [] }))

  for (const name of ['message', 'app_mention']) {
    app.event(name, ({ event, context }) =>
      take('a message', messageEvent, event, context, (given, workspace) =>
        onMessage(given, workspace, parts),
      ),
    )
  }
  app.event('app_home_opened', ({ event, context }) =>
    take('a visit', homeEvent, event, context, async ({ user, channel, tab }, workspace) => {
      if (tab !== 'messages') await publishHome(user, workspace, parts)
      else if (channel) await suggestPrompts(workspace, channel)
    }),
  )
  app.event('app_uninstalled', ({ body, context }) =>
    guarded('an uninstall', () => leave(context, body.event_time)),
  )
  app.event('tokens_revoked', ({ event, body, context }) =>
    guarded('a revocation', async () => {
      const revoked = revokedEvent.safeParse(event).data?.tokens?.bot ?? []
      if (revoked.length > 0) await leave(context, body.event_time)
    }),
  )
  app.error(async ({ error, body }: Failure) => {
    log.warn({ err: error, platform: 'slack' }, 'Slack sent something that could not be dealt with')
    const url = answerable.safeParse(body).data?.response_url
    if (!url || error.code !== ErrorCode.AuthorizationError) return
    await guarded('a request from elsewhere', () =>
      parts.responses.send({ ...workspaces.calling, team: 'unknown' }, url, NOT_HERE),
    )
  })

  /** `second`: when it happened, in seconds since the epoch; anything else counts as now. */
  async function leave(context: Context, second: unknown): Promise<void> {
    const team = teamOf(context)
    if (!installations)
      return store.workspaces.left({ platform: 'slack', workspace: team }, clock())
    await installations.remove(team, typeof second === 'number' ? (second + 1) * 1000 : clock())
  }
}

type Failure = Readonly<{ error: Error & { code: string }; body: unknown }>

const answerable = z.looseObject({ response_url: z.string() })

const NOT_HERE = {
  text: "I'm no longer installed in this workspace. An admin can install me again.",
  blocks: [],
  visibility: 'ephemeral',
  replaces: false,
} as const

function teamOf({ teamId, enterpriseId }: Context): string {
  return teamId ?? enterpriseId ?? 'unknown'
}

/** The id of a user's action; events have none and are identified by their message. */
function triggerOf(given: unknown): string | null {
  const hasOne = typeof given === 'object' && given !== null && 'trigger_id' in given
  return hasOne && typeof given.trigger_id === 'string' ? given.trigger_id : null
}
