/** The settings: environment and `.env` → one validated, frozen `Config`. A setting is one row of a table. */
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { DISCORD_SETTINGS, type DiscordConfig, discordOf } from '../adapters/discord/config.ts'
import {
  SLACK_SETTINGS,
  type SlackConfig,
  slackOf,
  slackProblems,
} from '../adapters/slack/config.ts'
import { LIMITS, type Limits } from '../sandbox/limits.ts'
import type { ModelConfig } from './features/ask/model/config.ts'

export type Config = Readonly<{
  web: Readonly<{
    host: string
    port: number
    /** Null: one is made. */
    adminToken: string | null
    visitorToken: string | null
    /** Visitors need no token. */
    open: boolean
    /** Between the page and its people; `header` is where each proxy adds an address. */
    proxy: Readonly<{ hops: number; header: string }>
  }>
  /** Where null, the sandbox finds what the machine has. */
  python: string | null
  /** A folder of wheels that programs import from; null for what the system has installed. */
  libraries: string | null
  ociRuntime: string | null
  /** Null: by the machine's memory. */
  warmSlots: number | null
  /** Serves strangers even where no cgroup holds a run to its limits. */
  allowWeakSandbox: boolean
  stateDir: string | null
  /** Of PostgreSQL; null for SQLite in `dataDir`, which is relative to the checkout. */
  databaseUrl: string | null
  dataDir: string
  logLevel: (typeof LOG_LEVELS)[number]
  /** Runs that may be started in a minute. */
  runsPerMinute: Readonly<{ person: number; channel: number }>
  /** Answers that the model may be asked for in a minute. */
  modelAnswersPerMinute: Readonly<{ person: number; channel: number }>
  /** The language model that answers questions; null where there is none. */
  model: ModelConfig | null
  /** Null where there is no token for it. */
  slack: SlackConfig | null
  discord: DiscordConfig | null
  limits: Limits
}>

export type Environment = Readonly<Record<string, string | undefined>>

/** Wrong settings, one line each. Values are never quoted: one may be a secret. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Throws a `ConfigError` that names every wrong variable. An empty variable counts as unset. */
export function readConfig(environment: Environment): Config {
  const given = Object.entries(environment).filter(([, value]) => value)
  const parsed = SETTINGS.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
    throw new ConfigError(problems.join('\n'))
  }
  const all = parsed.data
  return Object.freeze({
    web: Object.freeze({
      host: all.OVERLAP_WEB_HOST,
      port: all.OVERLAP_WEB_PORT,
      adminToken: all.OVERLAP_ADMIN_TOKEN,
      visitorToken: all.OVERLAP_WEB_TOKEN,
      open: all.OVERLAP_WEB_OPEN === 'yes',
      proxy: Object.freeze({ hops: all.OVERLAP_PROXY_HOPS, header: all.OVERLAP_PROXY_HEADER }),
    }),
    python: all.OVERLAP_PYTHON,
    libraries: all.OVERLAP_LIBRARIES,
    ociRuntime: all.OVERLAP_OCI_RUNTIME,
    warmSlots: all.OVERLAP_WARM_SLOTS,
    allowWeakSandbox: all.OVERLAP_ALLOW_WEAK_SANDBOX === 'yes',
    stateDir: all.OVERLAP_STATE_DIR,
    databaseUrl: all.DATABASE_URL,
    dataDir: all.OVERLAP_DATA_DIR,
    logLevel: all.OVERLAP_LOG_LEVEL,
    runsPerMinute: Object.freeze({
      person: all.OVERLAP_RUNS_PER_PERSON,
      channel: all.OVERLAP_RUNS_PER_CHANNEL,
    }),
    modelAnswersPerMinute: Object.freeze({
      person: all.OVERLAP_MODEL_ANSWERS_PER_PERSON,
      channel: all.OVERLAP_MODEL_ANSWERS_PER_CHANNEL,
    }),
    model: modelOf(all),
    slack: slackOf(all),
    discord: discordOf(all),
    limits: limitsOf(all),
  })
}

/** The checkout's `.env` under the process's environment. Nothing is added to the latter. */
export function environmentOf(checkout: string, process: Environment): Environment {
  const file = `${checkout}/.env`
  return { ...(existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process }
}

/** `.env.example`: every variable with its default and what it is for. */
export function environmentExample(): string {
  const initial: Readonly<Record<string, unknown>> = SETTINGS.parse({})
  const rows = Object.entries(SETTINGS.shape).map(
    ([name, value]) => `# ${value.description}\n${name}=${initial[name] ?? ''}\n`,
  )
  return [
    '# Copy this to .env and change what you need; environment variables take precedence.\n',
    ...rows,
  ].join('\n')
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const TOKEN_LENGTH = 16

/** Rows of `LIMITS`, each settable as `OVERLAP_LIMIT_…`. */
const LIMITS_ABOUT: Readonly<Record<keyof Limits, string>> = {
  wallMs: 'Longest wall time of one run',
  cpuMs: 'CPU time of all its processes',
  memoryBytes: 'Total memory, files included',
  tasks: 'Processes and threads together',
  outputBytes: 'Output kept: its start and its end',
  outputEndBytes: 'Output after which the run is stopped',
  workBytes: 'Size of the work folder',
  workInodes: 'Files and folders in the work folder',
  openFiles: 'Open files of one process',
  fileBytes: 'Size of one file',
  codeBytes: 'Size of the program',
  stdinBytes: 'Size of its input',
  resultFiles: 'Files returned',
  resultFileBytes: 'Total size of those files',
}

const yesOrNo = z.enum(['yes', 'no'], 'must be yes or no').default('no')
const word = z.string().nullable().default(null)
const token = z.string().min(TOKEN_LENGTH, `needs at least ${TOKEN_LENGTH} characters`)
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
const port = z.coerce.number('must be a port').int('must be a port').min(0).max(65_535)
const count = z.coerce.number('must be a number').int('must be whole').min(1, 'must be 1 or more')
const hops = z.coerce
  .number('must be a number')
  .int('must be whole')
  .min(0)
  .max(10, 'must be 0 to 10')
  .default(0)
const level = z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)

const SETTINGS = z
  .object({
    OVERLAP_WEB_HOST: z
      .string()
      .default('127.0.0.1')
      .describe('Address the page listens on; 0.0.0.0: all networks of this machine'),
    OVERLAP_WEB_PORT: port.default(4300).describe('Port of the local page; 0: any free port'),
    OVERLAP_WEB_TOKEN: token
      .nullable()
      .default(null)
      .describe('Token for visitors, such as learners; 16 characters or more'),
    OVERLAP_WEB_OPEN: yesOrNo.describe('yes: visitors need no token'),
    OVERLAP_ADMIN_TOKEN: token
      .nullable()
      .default(null)
      .describe('Token for admins; empty: one is created, and npm start prints a link'),
    OVERLAP_PROXY_HOPS: hops.describe(
      'Number of proxies in front of the page that add to OVERLAP_PROXY_HEADER; 0: trust none',
    ),
    OVERLAP_PROXY_HEADER: z
      .string()
      .regex(/^[\w-]+$/, 'must be the name of a header')
      .default('X-Forwarded-For')
      .describe("Header with the client's address, used with OVERLAP_PROXY_HOPS"),
    OVERLAP_PYTHON: word.describe("Python 3.11 or newer to run code with; empty: the system's"),
    OVERLAP_LIBRARIES: word.describe(
      "Folder of wheels, writable, that programs import from; empty: the system's packages",
    ),
    OVERLAP_OCI_RUNTIME: word.describe('runc or crun; empty: whichever works'),
    OVERLAP_WARM_SLOTS: count
      .nullable()
      .default(null)
      .describe('Sandboxes to keep ready, 21 MiB each; empty: one per GiB of memory'),
    OVERLAP_ALLOW_WEAK_SANDBOX: yesOrNo.describe(
      'yes: serve other people even where no cgroup enforces the limits of runs',
    ),
    OVERLAP_STATE_DIR: word.describe(
      'Folder for running sandboxes; empty: a suitable one is chosen',
    ),
    OVERLAP_DATA_DIR: z
      .string()
      .default('data')
      .describe('Folder of the SQLite database, relative to the checkout'),
    DATABASE_URL: postgresUrl
      .nullable()
      .default(null)
      .describe('PostgreSQL instead of SQLite: postgres://user:password@host/database'),
    OVERLAP_LOG_LEVEL: level
      .default('warn')
      .describe(`Least important log line that is written: ${LOG_LEVELS.join(', ')}`),
    OVERLAP_RUNS_PER_PERSON: count.default(20).describe('Runs per person per minute'),
    OVERLAP_RUNS_PER_CHANNEL: count
      .default(60)
      .describe('Runs per channel per minute; the page only counts people'),
    OPENAI_API_KEY: word.describe('API key of the language model that answers questions'),
    OPENAI_BASE_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
      .nullable()
      .default(null)
      .describe('Address of an OpenAI-compatible server; it may not need a key'),
    OVERLAP_MODEL: z.string().default('gpt-5.4-mini').describe('Name of the model on that server'),
    OVERLAP_MODEL_TEMPERATURE: z.coerce
      .number('must be a number')
      .min(0, 'must be 0 to 2')
      .max(2, 'must be 0 to 2')
      .nullable()
      .default(null)
      .describe("0 to 2; empty: the model's own, and some models take no other"),
    OVERLAP_MODEL_TIMEOUT_MS: count
      .default(30_000)
      .describe('Longest wait for the model before answering from the lessons'),
    OVERLAP_MODEL_TOKENS_PER_PERSON: count
      .default(100_000)
      .describe('Model tokens per person per day (UTC)'),
    OVERLAP_MODEL_TOKENS_PER_WORKSPACE: count
      .default(2_000_000)
      .describe('Model tokens per workspace per day (UTC)'),
    OVERLAP_MODEL_ANSWERS_PER_PERSON: count
      .default(10)
      .describe('Model answers per person per minute'),
    OVERLAP_MODEL_ANSWERS_PER_CHANNEL: count
      .default(30)
      .describe('Model answers per channel per minute'),
    ...SLACK_SETTINGS,
    ...DISCORD_SETTINGS,
    ...Object.fromEntries(
      limitNames().map((limit) => [
        limitVariable(limit),
        count.default(LIMITS[limit]).describe(LIMITS_ABOUT[limit]),
      ]),
    ),
  })
  .refine((all) => all.OVERLAP_WEB_OPEN === 'no' || all.OVERLAP_WEB_TOKEN === null, {
    path: ['OVERLAP_WEB_OPEN'],
    message: 'lets visitors in without OVERLAP_WEB_TOKEN; set one of the two',
  })
  .refine(
    (all) => all.OVERLAP_ADMIN_TOKEN === null || all.OVERLAP_ADMIN_TOKEN !== all.OVERLAP_WEB_TOKEN,
    { path: ['OVERLAP_ADMIN_TOKEN'], message: 'must differ from OVERLAP_WEB_TOKEN' },
  )
  .superRefine((all, context) => {
    for (const { variable, message } of slackProblems(all)) {
      context.addIssue({ code: 'custom', path: [variable], message })
    }
  })

function modelOf(all: z.output<typeof SETTINGS>): ModelConfig | null {
  if (all.OPENAI_API_KEY === null && all.OPENAI_BASE_URL === null) return null
  return Object.freeze({
    apiKey: all.OPENAI_API_KEY,
    baseUrl: all.OPENAI_BASE_URL,
    name: all.OVERLAP_MODEL,
    temperature: all.OVERLAP_MODEL_TEMPERATURE,
    timeoutMs: all.OVERLAP_MODEL_TIMEOUT_MS,
    tokensPerDay: Object.freeze({
      person: all.OVERLAP_MODEL_TOKENS_PER_PERSON,
      workspace: all.OVERLAP_MODEL_TOKENS_PER_WORKSPACE,
    }),
  })
}

function limitsOf(all: Readonly<Record<string, unknown>>): Limits {
  const entries = limitNames().map((limit) => [limit, Number(all[limitVariable(limit)])] as const)
  return Object.freeze({ ...LIMITS, ...Object.fromEntries(entries) })
}

function limitNames() {
  return Object.keys(LIMITS_ABOUT) as (keyof Limits)[]
}

/** `wallMs` → `OVERLAP_LIMIT_WALL_MS` */
function limitVariable(limit: keyof Limits): `OVERLAP_LIMIT_${string}` {
  return `OVERLAP_LIMIT_${limit.replace(/[A-Z]/g, '_$&').toUpperCase()}`
}

/** Whether only this machine reaches a page that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
