import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError, environmentOf, readConfig } from '../../bot/config.ts'
import { LIMITS } from '../../sandbox/limits.ts'

test('without any setting everything has its default', () => {
  expect(readConfig({})).toEqual({
    web: {
      host: '127.0.0.1',
      port: 4300,
      adminToken: null,
      visitorToken: null,
      open: false,
      proxy: { hops: 0, header: 'X-Forwarded-For' },
    },
    python: null,
    libraries: null,
    allowWeakSandbox: false,
    ociRuntime: null,
    warmSlots: null,
    stateDir: null,
    databaseUrl: null,
    dataDir: 'data',
    logLevel: 'warn',
    runsPerMinute: { person: 20, channel: 60 },
    modelAnswersPerMinute: { person: 10, channel: 30 },
    model: null,
    slack: null,
    discord: null,
    limits: LIMITS,
  })
})

test('an empty setting counts as unset', () => {
  expect(readConfig({ OVERLAP_WEB_PORT: '', OVERLAP_PYTHON: '' })).toEqual(readConfig({}))
})

test('a key or an address makes a model', () => {
  const model = {
    apiKey: null,
    baseUrl: 'http://127.0.0.1:8080/v1',
    name: 'llama',
    temperature: 0,
    timeoutMs: 30_000,
    tokensPerDay: { person: 100_000, workspace: 2_000_000 },
  }
  const local = {
    OPENAI_BASE_URL: model.baseUrl,
    OVERLAP_MODEL: model.name,
    OVERLAP_MODEL_TEMPERATURE: '0',
  }
  expect(readConfig(local).model).toEqual(model)
  expect(readConfig({ OPENAI_API_KEY: 'secret' }).model?.temperature).toBe(null)
})

test('every limit can be set', () => {
  const { limits } = readConfig({ OVERLAP_LIMIT_WALL_MS: '500', OVERLAP_LIMIT_RESULT_FILES: '1' })
  expect(limits).toEqual({ ...LIMITS, wallMs: 500, resultFiles: 1 })
})

test('the configuration cannot be changed', () => {
  const config = readConfig({})
  expect([config, config.web, config.limits, config.runsPerMinute].every(Object.isFrozen)).toBe(
    true,
  )
})

test('each wrong setting gets a line with its name and without its value', () => {
  const wrong = {
    OVERLAP_WEB_PORT: 'sesame',
    OVERLAP_WEB_TOKEN: 'sesame',
    OVERLAP_LIMIT_TASKS: '-1',
    OVERLAP_LOG_LEVEL: 'sesame',
    DATABASE_URL: 'mysql://sesame',
  }
  const problems = problemsOf(wrong)
  expect(problems.map((line) => line.split(' ')[0]).sort()).toEqual(Object.keys(wrong).sort())
  expect(problems.join()).not.toContain('sesame')
})

test.each(['0.0.0.0', '::', '192.168.1.7', 'overlap.example', '127.0.0.1', 'localhost'])(
  'the page may listen on %s without a token: one is made',
  (host) => {
    expect(readConfig({ OVERLAP_WEB_HOST: host }).web).toMatchObject({ host, adminToken: null })
  },
)

test('settings about who may come in contradict each other in words', () => {
  const token = 'a secret of a good length'
  expect(problemsOf({ OVERLAP_WEB_OPEN: 'yes', OVERLAP_WEB_TOKEN: token })).toEqual([
    'OVERLAP_WEB_OPEN lets visitors in without OVERLAP_WEB_TOKEN; set one of the two',
  ])
  expect(problemsOf({ OVERLAP_ADMIN_TOKEN: token, OVERLAP_WEB_TOKEN: token })).toEqual([
    'OVERLAP_ADMIN_TOKEN must differ from OVERLAP_WEB_TOKEN',
  ])
})

test('.env is read, and the environment wins over it', () => {
  const checkout = mkdtempSync(join(tmpdir(), 'overlap-env-'))
  onTestFinished(() => rmSync(checkout, { recursive: true }))
  expect(environmentOf(checkout, { A: '1' })).toEqual({ A: '1' })
  writeFileSync(join(checkout, '.env'), 'OVERLAP_WEB_PORT=5000\nOVERLAP_LOG_LEVEL=debug\n')
  const config = readConfig(environmentOf(checkout, { OVERLAP_WEB_PORT: '6000' }))
  expect(config.web.port).toBe(6000)
  expect(config.logLevel).toBe('debug')
})

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n')
  }
}
