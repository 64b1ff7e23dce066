/** Checks what Overlap connects to: the database, the language model and the platforms. Never shows a secret. */
import { z } from 'zod'
import type { DiscordConfig } from '../../../adapters/discord/config.ts'
import type { SlackConfig } from '../../../adapters/slack/config.ts'
import type { Check } from '../../../sandbox/checks/check.ts'
import type { Config } from '../../config.ts'
import type { ModelConfig } from '../../features/ask/model/config.ts'
import { oneLine } from '../../lib/text/visible.ts'
import { StoreUnavailable } from '../../store/database.ts'
import { openStore } from '../../store/store.ts'

/** Checks each connection; those that aren't set up aren't needed, the others have to work. */
export function outside(config: Config): Promise<readonly Check[]> {
  return Promise.all([
    database(config),
    model(config.model),
    slack(config.slack),
    discord(config.discord),
  ])
}

async function database(config: Config): Promise<Check> {
  const kind = config.databaseUrl === null ? 'SQLite' : 'PostgreSQL'
  const check = { name: 'database', needed: true, fix: 'see DATABASE_URL and OVERLAP_DATA_DIR' }
  try {
    const store = await openStore(config, () => {})
    await store.ping()
    await store.close()
    return { ...check, ok: true, detail: `${kind} answers` }
  } catch (error) {
    const reason = error instanceof StoreUnavailable ? error.message : `${kind} does not answer`
    return { ...check, ok: false, detail: reason }
  }
}

const OPENAI = 'https://api.openai.com/v1'

async function model(config: ModelConfig | null): Promise<Check> {
  const name = 'language model'
  if (!config) {
    const detail = 'none; questions are answered from the lessons'
    return { name, ok: false, needed: false, detail, fix: 'set OPENAI_API_KEY or OPENAI_BASE_URL' }
  }
  const base = (config.baseUrl ?? OPENAI).replace(/\/$/, '')
  const headers = config.apiKey === null ? {} : { authorization: `Bearer ${config.apiKey}` }
  const answer = await ask(`${base}/models`, { headers })
  const where = new URL(base).host
  const fix = 'see OPENAI_API_KEY and OPENAI_BASE_URL'
  if (answer.status === 401 || answer.status === 403) {
    return { name, ok: false, needed: true, detail: `${where} refuses the key`, fix }
  }
  const ok = answer.status !== null && answer.status < 500
  const detail = ok ? `${config.name} at ${where}` : `${where} does not answer`
  return { name, ok, needed: true, detail, fix }
}

const words = z
  .string()
  .default('')
  .transform((text) => oneLine(text, 60))
const slackAnswer = z.looseObject({ ok: z.boolean(), error: words, team: words, user: words })

async function slack(config: SlackConfig | null): Promise<Check> {
  const name = 'Slack'
  if (!config) return notSetUp(name, 'set SLACK_BOT_TOKEN and SLACK_APP_TOKEN')
  const tokens = [
    { variable: 'SLACK_BOT_TOKEN', token: config.botToken, method: 'auth.test' },
    { variable: 'SLACK_APP_TOKEN', token: config.appToken, method: 'apps.connections.open' },
  ]
  const told: string[] = []
  for (const { variable, token, method } of tokens) {
    if (token === null) continue
    const headers = { authorization: `Bearer ${token}` }
    const { body } = await ask(new URL(method, config.apiUrl).href, { method: 'POST', headers })
    const parsed = slackAnswer.safeParse(body)
    if (!parsed.data?.ok) {
      const reason = parsed.data ? `says ${parsed.data.error}` : 'does not answer'
      return { name, ok: false, needed: true, detail: `Slack ${reason}`, fix: `see ${variable}` }
    }
    if (parsed.data.team) told.push(`${parsed.data.user} in ${parsed.data.team}`)
  }
  const way = config.appToken === null ? 'HTTP at /slack/events' : 'Socket Mode'
  return { name, ok: true, needed: true, detail: [...told, way].join(', '), fix: null }
}

async function discord(config: DiscordConfig | null): Promise<Check> {
  const name = 'Discord'
  if (!config) return notSetUp(name, 'set DISCORD_TOKEN')
  // Discord requires a user agent.
  const agent = { 'user-agent': 'DiscordBot (overlap, 1)' }
  const headers = { authorization: `Bot ${config.token}`, ...agent }
  const { status, body } = await ask(`${config.apiUrl}/v10/users/@me`, { headers })
  const me = z.looseObject({ username: words }).safeParse(body).data
  const ok = status === 200 && me !== undefined
  const refused = status === 401 ? 'Discord refuses the token' : 'Discord does not answer'
  const detail = ok ? me.username : refused
  return { name, ok, needed: true, detail, fix: 'see DISCORD_TOKEN' }
}

function notSetUp(name: string, fix: string): Check {
  return { name, ok: false, needed: false, detail: 'not set up', fix }
}

const ANSWER_MS = 5_000

/** Status and JSON of the response; null if there is none. */
async function ask(url: string, init: RequestInit) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS) })
    return { status: response.status, body: await response.json().catch(() => null) }
  } catch {
    return { status: null, body: null }
  }
}
