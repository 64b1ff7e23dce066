/** An ordinary user without cgroups: `serve` is for this machine only. Needs root, to make the user. */
import { chownSync } from 'node:fs'
import { userInfo } from 'node:os'
import { execa, execaSync } from 'execa'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { CHECKOUT, folder } from '../cli/overlap.ts'

const USER = `overlap-weak-${process.pid}`
const hasNoCgroups = (await execa('stat', ['/sys/fs/cgroup/cgroup.controllers'], { reject: false }))
  .failed
const possible = userInfo().uid === 0 && hasNoCgroups

beforeAll(async () => {
  if (possible) await execa('useradd', ['--no-create-home', '--shell', '/bin/sh', USER])
})

afterAll(async () => {
  if (possible) await execa('userdel', [USER])
})

const TOKEN = { OVERLAP_WEB_HOST: '0.0.0.0', OVERLAP_WEB_TOKEN: 'a token of good length' }
const SLACK = {
  SLACK_BOT_TOKEN: 'xoxb-x',
  SLACK_APP_TOKEN: 'xapp-x',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
}
const DISCORD = { DISCORD_TOKEN: 'x.y.z', DISCORD_API_URL: 'http://127.0.0.1:9' }

test.runIf(possible).each([
  ['OVERLAP_WEB_HOST=0.0.0.0', TOKEN],
  ['OVERLAP_PROXY_HOPS=1', { OVERLAP_PROXY_HOPS: '1' }],
  ['Slack', SLACK],
  ['Discord', DISCORD],
])('without cgroups it refuses strangers: %s', async (door, settings) => {
  const { stderr, exitCode } = await serve(settings)
  expect(stderr).toMatch(/^overlap: Not open to other people yet/)
  expect(stderr).toContain(door)
  expect(stderr).toContain('sudo npm start')
  expect(stderr).toContain('OVERLAP_ALLOW_WEAK_SANDBOX=yes')
  expect(exitCode).toBe(78)
})

test.runIf(possible).each([
  ['the page on loopback still works', {}],
  [
    'it serves strangers once the risk is accepted',
    { ...TOKEN, OVERLAP_ALLOW_WEAK_SANDBOX: 'yes' },
  ],
])('without cgroups %s', async (_, settings) => {
  const running = serve(settings)
  const said = await new Promise<string>((resolve) => {
    running.stdout.once('data', (data) => resolve(String(data)))
    running.then(({ stderr }) => resolve(`it ended: ${stderr}`))
  })
  expect(said).toMatch(/http:/)
  running.kill('SIGTERM')
  await running
})

function serve(settings: Readonly<Record<string, string>>) {
  const state = folder()
  const data = folder()
  const { stdout: uid } = execaSync('id', ['-u', USER])
  for (const path of [state, data]) chownSync(path, Number(uid), Number(uid))
  const running = execa(
    'runuser',
    ['-u', USER, '--', process.execPath, `${CHECKOUT}/bot/cli.ts`, 'serve'],
    {
      cwd: '/tmp',
      extendEnv: false,
      reject: false,
      timeout: 50_000,
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        OVERLAP_WEB_PORT: '0',
        OVERLAP_STATE_DIR: state,
        OVERLAP_DATA_DIR: data,
        ...settings,
      },
    },
  )
  onTestFinished(() => void running.kill('SIGTERM'))
  return running
}
