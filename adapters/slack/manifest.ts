/** Builds the Slack app manifest from the declared commands; installing means pasting it. */
import type { webApi } from '@slack/bolt'
import { type Commands, usage } from '../../bot/core/command.ts'
import { SHORTCUT } from './events/shortcuts.ts'
import { SLASH } from './events/slash.ts'
import { PROMPTS } from './home.ts'

type Manifest = Parameters<webApi.WebClient['apps']['manifest']['validate']>[0]['manifest']

type BotScopes = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>

/** docs/slack.md explains what each scope is for. */
export const SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'chat:write.public',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'im:history',
  'im:write',
  'mpim:history',
  'users:read',
] as const

const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
] as const

/** Slack's limit for a usage hint, in characters. */
const HINT = 1000

/**
 * Builds the app manifest. `url` is where Slack reaches Overlap; null for Socket Mode, in which Overlap connects to
 * Slack.
 */
export function slackManifest(commands: Commands, url: string | null): Manifest {
  const events = url === null ? {} : { request_url: new URL('/slack/events', url).href }
  const command = url === null ? {} : { url: new URL('/slack/events', url).href }
  return {
    display_information: {
      name: 'Overlap',
      description: 'A tutor for concurrent Python: runs code and shows where the time goes',
      background_color: '#1f2a44',
    },
    features: {
      agent_view: {
        agent_description: 'Runs Python, measures it, teaches async, threads and processes.',
        suggested_prompts: PROMPTS.map((each) => ({ ...each })),
      },
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'Overlap', always_online: true },
      shortcuts: [
        {
          type: 'message',
          name: SHORTCUT.name,
          callback_id: SHORTCUT.callback,
          description: 'Run the Python in this message',
        },
      ],
      slash_commands: [
        {
          command: SLASH,
          description: 'Run Python, learn, take quizzes',
          usage_hint: usageHint(commands),
          should_escape: true,
          ...command,
        },
      ],
    },
    oauth_config: {
      // The library's type lacks `assistant:write`, which Slack has.
      scopes: { bot: [...SCOPES] as BotScopes },
      ...(url === null ? {} : { redirect_urls: [new URL('/slack/oauth_redirect', url).href] }),
    },
    settings: {
      event_subscriptions: { bot_events: [...EVENTS], ...events },
      interactivity: { is_enabled: true, ...events },
      org_deploy_enabled: false,
      socket_mode_enabled: url === null,
      token_rotation_enabled: false,
    },
  }
}

/** The commands, such as `run [CODE] | help [COMMAND] …`, as many as fit. */
function usageHint(commands: Commands): string {
  const all = [...commands.values()].map((each) => usage(each).slice(1))
  const fitting = all.filter((_, at) => all.slice(0, at + 1).join(' | ').length <= HINT)
  return fitting.join(' | ')
}
