/** The app as Slack is told of it, and settings that do not fit together. */
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../bot/config.ts'
import { overlap } from '../cli/overlap.ts'

const LIMITS = { description: 140, agentDescription: 300, usageHint: 1000, prompts: 4 }

test('the manifest names every command, and what Socket Mode needs', async () => {
  const { stdout, exitCode } = await overlap(['manifest', 'slack'])
  expect(exitCode).toBe(0)
  const manifest = JSON.parse(stdout)
  expect(manifest.settings.socket_mode_enabled).toBe(true)
  const [command] = manifest.features.slash_commands
  expect(command.command).toBe('/overlap')
  for (const name of ['run', 'quiz', 'lesson', 'help']) expect(command.usage_hint).toContain(name)
  expect(command.usage_hint.length).toBeLessThanOrEqual(LIMITS.usageHint)
  expect(manifest.display_information.description.length).toBeLessThanOrEqual(LIMITS.description)
  const { agent_description, suggested_prompts } = manifest.features.agent_view
  expect(agent_description.length).toBeLessThanOrEqual(LIMITS.agentDescription)
  expect(suggested_prompts.length).toBeLessThanOrEqual(LIMITS.prompts)
  expect(manifest.settings.event_subscriptions).not.toHaveProperty('request_url')
})

test('with an address, the manifest has Slack call it', async () => {
  const { stdout } = await overlap(['manifest', 'slack', 'https://overlap.example.org'])
  const { settings, features, oauth_config } = JSON.parse(stdout)
  const address = 'https://overlap.example.org/slack/events'
  expect(settings.socket_mode_enabled).toBe(false)
  expect(settings.event_subscriptions.request_url).toBe(address)
  expect(settings.interactivity.request_url).toBe(address)
  expect(features.slash_commands[0].url).toBe(address)
  expect(oauth_config.redirect_urls).toEqual(['https://overlap.example.org/slack/oauth_redirect'])
})

test('anything but Slack has no manifest', async () => {
  expect((await overlap(['manifest', 'teams'])).exitCode).toBe(64)
  expect((await overlap(['manifest', 'slack', 'ftp://x'])).exitCode).toBe(64)
})

const SECRET = 'xoxb-never-said'

test.each([
  [{ SLACK_BOT_TOKEN: SECRET }, /^SLACK_SIGNING_SECRET must be set .*SLACK_APP_TOKEN/],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, /^SLACK_BOT_TOKEN must be set/],
  [{ SLACK_SIGNING_SECRET: 'abc' }, /^SLACK_BOT_TOKEN must be set/],
  [{ SLACK_BOT_TOKEN: 'xapp-1', SLACK_SIGNING_SECRET: 'a' }, /^SLACK_BOT_TOKEN is an app token/],
  [{ SLACK_APP_TOKEN: SECRET, SLACK_BOT_TOKEN: SECRET }, /^SLACK_APP_TOKEN is a bot token/],
  [
    { SLACK_CLIENT_ID: '1.2', SLACK_SIGNING_SECRET: 'a' },
    /SLACK_CLIENT_SECRET must be set.*\n.*OVERLAP_SECRET_KEY must be set/,
  ],
  [{ SLACK_API_URL: 'slack' }, /^SLACK_API_URL must be an http/],
])('settings that do not fit together are named: %o', (environment, complaint) => {
  const read = () => readConfig(environment)
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(complaint)
  expect(read).not.toThrow(SECRET)
})
