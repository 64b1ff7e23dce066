import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { overlap } from './overlap.ts'

test('on a machine that is set up, everything is found and the jail proves itself', async () => {
  const { stdout, exitCode } = await overlap(['doctor'])
  expect(stdout).toMatch(/✓ Node: 26/)
  expect(stdout).toMatch(/✓ a jail starts/)
  expect(stdout).toMatch(/ OCI runtime: (?:runc|crun) \d/)
  expect(stdout).toMatch(/ the kernel holds memory and process limits: .*cgroup/)
  expect(stdout).toMatch(/ Overlap runs as: /)
  expect(stdout).toMatch(/ user namespaces: /)
  expect(stdout).toMatch(/ crash handler: /)
  expect(stdout).toMatch(/✓ page: .*\n. proxy: /)
  expect(stdout).toMatch(/✓ host files are unreachable/)
  expect(stdout).toMatch(/✓ libraries for programs: numpy \d.*, pandas \d/)
  expect(stdout).not.toContain('✗')
  expect(exitCode).toBe(0)
})

test('what is missing is named with the command that fixes it, and the exit code is 1', async () => {
  const { stdout, exitCode } = await overlap(['doctor'], { OVERLAP_PYTHON: '/nowhere/python3' })
  expect(stdout).toMatch(/✗ .*\n {4}\S/)
  expect(stdout).toContain('Missing: ')
  expect(stdout).toMatch(/ user namespaces: /)
  expect(exitCode).toBe(1)
})

test('a page without a token is a warning, with the setting for it', async () => {
  const { stdout } = await overlap(['doctor'], {
    OVERLAP_WEB_OPEN: 'yes',
    OVERLAP_PYTHON: '/nowhere/python3',
  })
  expect(stdout).toMatch(/– page: visitors: anyone.*\n {4}.*OVERLAP_WEB_TOKEN/)
  expect(stdout).toMatch(/\nMissing: a jail starts\.\n$/)
})

const SECRETS = {
  bot: 'xoxb-secret-of-the-bot',
  app: 'xapp-secret-of-the-app',
  key: 'sk-secret',
  discord: 'secret.of.discord',
}

/** What the model's server and Slack say to a path and a token. */
async function standIn(answer: (path: string, token: string) => readonly [number, unknown]) {
  const server = createServer(({ url = '', headers }, response) => {
    const [status, body] = answer(url, headers.authorization?.replace(/^(Bearer|Bot) /, '') ?? '')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    environment: {
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
      OPENAI_API_KEY: SECRETS.key,
      SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
      SLACK_BOT_TOKEN: SECRETS.bot,
      SLACK_APP_TOKEN: SECRETS.app,
      DISCORD_API_URL: `http://127.0.0.1:${port}/discord`,
      DISCORD_TOKEN: SECRETS.discord,
    },
    close: () => server.close(),
  }
}

test('what is set up is asked whether it works, and no secret is shown', async () => {
  const outside = await standIn((path, token) => {
    if (path === '/v1/models') return [200, { data: [] }]
    if (path === '/api/auth.test' && token === SECRETS.bot) {
      return [200, { ok: true, team: 'Gophers', user: 'over\u001b[31mlap' }]
    }
    if (path === '/discord/v10/users/@me' && token === SECRETS.discord) {
      return [200, { username: 'overlap' }]
    }
    return [200, { ok: path === '/api/apps.connections.open' && token === SECRETS.app }]
  })
  const { stdout, exitCode } = await overlap(['doctor'], outside.environment)
  outside.close()
  expect(stdout).toMatch(/✓ database: SQLite answers/)
  expect(stdout).toMatch(/✓ language model: \S+ at 127\.0\.0\.1/)
  expect(stdout).toMatch(/✓ Slack: over.*lap in Gophers, Socket Mode/)
  expect(stdout).toMatch(/✓ Discord: overlap/)
  expect(stdout).not.toContain('\u001b[31m')
  expect(stdout).not.toMatch(/secret/)
  expect(exitCode).toBe(0)
})

test('what is set up and does not work is named, with the setting to look at', async () => {
  const outside = await standIn((path) =>
    path.startsWith('/api/') ? [200, { ok: false, error: 'invalid_auth' }] : [401, {}],
  )
  const environment = { ...outside.environment, DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/x' }
  const { stdout, exitCode } = await overlap(['doctor'], environment)
  outside.close()
  expect(stdout).toMatch(/✗ database: .*ECONNREFUSED/)
  expect(stdout).toMatch(/✗ language model: 127\S+ refuses the key\n.*OPENAI_API_KEY/)
  expect(stdout).toMatch(/✗ Slack: Slack says invalid_auth\n.*SLACK_BOT_TOKEN/)
  expect(stdout).toMatch(/✗ Discord: Discord refuses the token\n.*DISCORD_TOKEN/)
  expect(stdout).toContain('Missing: database, language model, Slack, Discord')
  expect(stdout).not.toMatch(/secret/)
  expect(exitCode).toBe(1)
})
