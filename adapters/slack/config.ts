/** Slack settings: which tokens are set and whether they fit together. */

import { z } from 'zod'
import { trimEnd } from '../../bot/lib/text/trim.ts'

/** All secret except `apiUrl`. There is a bot token or a client, and an app token or a signing secret. */
export type SlackConfig = Readonly<{
  botToken: string | null
  /** For Socket Mode; without it, Slack calls Overlap over HTTP. */
  appToken: string | null
  signingSecret: string | null
  /** Lets many workspaces install the app. `key` encrypts their tokens. */
  client: Readonly<{ id: string; secret: string; key: string }> | null
  /** With a trailing `/`. */
  apiUrl: string
}>

const KEY_LENGTH = 32

const word = z.string().nullable().default(null)
const not = (prefix: string, what: string) =>
  z
    .string()
    .refine((token) => !token.startsWith(prefix), `is ${what}; they are two different tokens`)
    .nullable()
    .default(null)

export const SLACK_SETTINGS = {
  SLACK_BOT_TOKEN: not('xapp-', 'an app token').describe(
    'Bot token of one workspace, xoxb-…: api.slack.com/apps, your app, OAuth & Permissions',
  ),
  SLACK_APP_TOKEN: not('xoxb-', 'a bot token').describe(
    'App token for Socket Mode, xapp-… with connections:write: your app, Basic Information',
  ),
  SLACK_SIGNING_SECRET: word.describe(
    'Signing secret for HTTP, where there is no app token: your app, Basic Information',
  ),
  SLACK_CLIENT_ID: word.describe(
    'For installing into many workspaces, at /slack/install: your app, Basic Information',
  ),
  SLACK_CLIENT_SECRET: word.describe('Goes with SLACK_CLIENT_ID'),
  SLACK_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .default('https://slack.com/api/')
    .describe("Address to use instead of Slack's, for tests and proxies"),
  OVERLAP_SECRET_KEY: z
    .string()
    .min(KEY_LENGTH, `needs at least ${KEY_LENGTH} characters`)
    .nullable()
    .default(null)
    .describe('Encrypts workspace tokens in the database: openssl rand -hex 32'),
} as const

type SlackSettings = z.output<z.ZodObject<typeof SLACK_SETTINGS>>
type Problem = Readonly<{ variable: keyof SlackSettings; message: string }>

/** Lists the settings that don't fit together. */
export function slackProblems(all: SlackSettings): readonly Problem[] {
  const problems: Problem[] = []
  const need = (variable: Problem['variable'], message: string) =>
    void problems.push({ variable, message })
  const hasWay = all.SLACK_APP_TOKEN !== null || all.SLACK_SIGNING_SECRET !== null
  const hasClient = all.SLACK_CLIENT_ID !== null || all.SLACK_CLIENT_SECRET !== null
  const hasRight = all.SLACK_BOT_TOKEN !== null || hasClient
  if (hasClient && all.SLACK_CLIENT_ID === null) {
    need('SLACK_CLIENT_ID', 'must be set with SLACK_CLIENT_SECRET')
  }
  if (hasClient && all.SLACK_CLIENT_SECRET === null) {
    need('SLACK_CLIENT_SECRET', 'must be set with SLACK_CLIENT_ID')
  }
  if (hasClient && all.OVERLAP_SECRET_KEY === null) {
    need('OVERLAP_SECRET_KEY', 'must be set with SLACK_CLIENT_ID: it encrypts the tokens')
  }
  if (hasWay && !hasRight) {
    need('SLACK_BOT_TOKEN', 'must be set for Slack, or SLACK_CLIENT_ID for many workspaces')
  }
  if (hasRight && !hasWay) {
    need('SLACK_SIGNING_SECRET', 'must be set for Slack, or SLACK_APP_TOKEN for Socket Mode')
  }
  return problems
}

/** Returns the Slack configuration; null if there is neither a bot token nor a complete client. */
export function slackOf(all: SlackSettings): SlackConfig | null {
  const { SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret, OVERLAP_SECRET_KEY: key } = all
  const client = id && secret && key ? Object.freeze({ id, secret, key }) : null
  if (all.SLACK_BOT_TOKEN === null && client === null) return null
  return Object.freeze({
    botToken: all.SLACK_BOT_TOKEN,
    appToken: all.SLACK_APP_TOKEN,
    signingSecret: all.SLACK_SIGNING_SECRET,
    client,
    apiUrl: `${trimEnd(all.SLACK_API_URL, '/')}/`,
  })
}
