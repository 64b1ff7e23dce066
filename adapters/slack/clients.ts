/** An API client for each workspace, and how its calls are made. */
import { webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import { PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Calling } from './calls.ts'
import { TIMES } from './limits.ts'
import type { SlackLogger } from './logger.ts'

/** A bot token and whose it is. */
export type Access = Readonly<{
  token: string
  botUser?: string | undefined
  bot?: string | undefined
}>

export type Workspace = Readonly<{
  token: string
  /** The tutor's user id; undefined until Slack has reported it. */
  botUser: string | undefined
  bot: string | undefined
  web: webApi.WebClient
  logger: SlackLogger
}> &
  Calling

export type DirectChannel = (workspace: Workspace, user: string) => Promise<string>

/** A feature that Slack, or a stand-in for it, doesn't have. */
export type Lack = `${'streams' | 'status lines' | 'edits'} in ${string}`

export type Workspaces = Readonly<{
  /** Returns null if the tutor is not installed there. */
  find(team: string): Promise<Workspace | null>
  /** @throws {PlatformUnavailableError} when the tutor is not installed there. */
  of(team: string): Promise<Workspace>
  client(token: string): webApi.WebClient
  /** How calls are made that do not belong to an answer. */
  calling: Omit<Calling, 'team'>
}>

type Parts = Readonly<{
  apiUrl: string
  /** Returns null if the tutor is not installed there. */
  accessOf(team: string): Promise<Access | null>
  /** How calls are made that do not belong to an answer. */
  calling: Omit<Calling, 'team'>
  logger: SlackLogger
}>

/** Creates the lookup of workspaces, which caches one client per token. */
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

/** Number of clients kept in the cache. */
const KEPT = 500

/**
 * Returns the library's options. Retries are our own: the library's know neither which calls may be repeated nor
 * which channel they are for.
 */
export function clientOptions(apiUrl: string, logger: SlackLogger): webApi.WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMES.callMs,
    logger,
  }
}
