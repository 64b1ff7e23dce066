/** One client of the API a workspace, with what its calls need to know. */
import { webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Calling } from './calls.ts'
import { TIMES } from './limits.ts'
import type { SlackLogger } from './logger.ts'

/** What a token is good for. */
export type Access = Readonly<{
  token: string
  botUser?: string | undefined
  bot?: string | undefined
}>

export type Workspace = Readonly<{
  token: string
  /** User id of the tutor; unknown until Slack has told it. */
  botUser: string | undefined
  bot: string | undefined
  web: webApi.WebClient
  logger: SlackLogger
}> &
  Calling

export type DirectChannel = (workspace: Workspace, user: string) => Promise<string>

/** What Slack, or what stands in its place, does not do. */
export type Lack = `${'streams' | 'status lines' | 'edits'} in ${string}`

export type Workspaces = Readonly<{
  /** Null where the tutor is not installed. */
  find(team: string): Promise<Workspace | null>
  /** @throws {PlatformUnavailableError} The tutor is not installed there. */
  of(team: string): Promise<Workspace>
  client(token: string): webApi.WebClient
  /** How calls are made that belong to no answer. */
  calling: Omit<Calling, 'team'>
}>

type Parts = Readonly<{
  apiUrl: string
  /** Null where the tutor is not installed. */
  accessOf(team: string): Promise<Access | null>
  /** How calls are made that belong to no answer. */
  calling: Omit<Calling, 'team'>
  logger: SlackLogger
}>

export function createWorkspaces({ apiUrl, accessOf, calling, logger }: Parts): Workspaces {
  const clients = new LRUCache<string, webApi.WebClient>({
    max: KEPT,
    memoMethod: (token) => new webApi.WebClient(token, clientOptions(apiUrl, logger)),
  })
  const client = (token: string) => clients.memo(token)

  async function find(team: string): Promise<Workspace | null> {
    const access = await accessOf(team)
    if (!access) return null
    const { token, botUser, bot } = access
    return { team, token, botUser, bot, web: client(token), logger, ...calling }
  }

  async function of(team: string): Promise<Workspace> {
    const found = await find(team)
    if (!found) throw new PlatformUnavailableError(`Slack: not installed in ${team}`)
    return found
  }

  return { find, of, client, calling }
}

/** Clients of that many tokens. */
const KEPT = 500

/** Retries are ours: those of the library know neither what may be done twice nor one channel from another. */
export function clientOptions(apiUrl: string, logger: SlackLogger): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMES.callMs,
    logger,
  }
}
