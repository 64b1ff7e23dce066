/** `overlap.js` on a Node that cannot read TypeScript, in a checkout where npm 10 or older left out the link to ours. */
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { CHECKOUT, folder, output } from './overlap.ts'

const PACKAGED = `node-${process.platform}-${process.arch}`

test('it finds the packaged Node, links it and starts it; SIGTERM reaches it', async () => {
  const { start, link } = checkout()
  const serving = start('serve')
  await output(serving, /http:\S+\n/)
  expect(existsSync(link)).toBe(true)
  serving.kill('SIGTERM')
  expect((await serving).exitCode).toBe(0)
})

test.each([
  ['our Node', []],
  ['another Node, which hands over', ['--no-strip-types']],
])('SIGTERM to npm stops it too, with %s', async (_, options) => {
  const { base, env } = checkout()
  const own = [process.execPath, ...options, join(base, 'overlap.js'), 'serve'].join(' ')
  const scripts = { start: `${own}; true` } // a shell that stays, as Debian's does for one command too
  rmSync(join(base, 'package.json'))
  writeFileSync(join(base, 'package.json'), JSON.stringify({ type: 'module', scripts }))
  const npm = execa('npm', ['start'], { cwd: base, env: env(), reject: false, timeout: 50_000 })
  await output(npm, /http:\S+\n/)
  npm.kill('SIGTERM')
  // Its output ends with the last process that has it.
  expect((await npm).stderr).toContain('Stopping once current runs finish')
})

test('the exit code is that of the program', async () => {
  const { exitCode, stderr } = await checkout().start('nonsense')
  expect(stderr).toContain('There is no command nonsense')
  expect(exitCode).toBe(64)
})

test('where the link cannot be made, it works without', async () => {
  const { start, link } = checkout({ folders: ['node_modules'] })
  expect((await start('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(existsSync(link)).toBe(false)
})

test('where there is no Node for it, it says what brings one', async () => {
  const { exitCode, stderr } = await checkout({ packaged: false }).start('--version')
  expect(stderr).toMatch(/^overlap: Node v[\d.]+ cannot run Overlap.* \.\/setup\n$/)
  expect(exitCode).toBe(78)
})

function checkout({ folders = ['node_modules', 'node_modules/.bin'], packaged = true } = {}) {
  const base = folder()
  for (const each of folders) mkdirSync(join(base, each))
  for (const file of ['overlap.js', 'link-node.js']) {
    copyFileSync(join(CHECKOUT, file), join(base, file))
  }
  symlinkSync(join(CHECKOUT, 'package.json'), join(base, 'package.json'))
  symlinkSync(join(CHECKOUT, 'bot'), join(base, 'bot'))
  if (packaged) {
    const path = join('node_modules', PACKAGED)
    symlinkSync(join(CHECKOUT, path), join(base, path))
  }
  const env = () => ({
    OVERLAP_DATA_DIR: folder(),
    OVERLAP_WEB_PORT: '0',
    OVERLAP_PYTHON: '/nowhere',
  })
  return {
    base,
    env,
    link: join(base, 'node_modules/.bin/node'),
    start: (...args: readonly string[]) =>
      execa(process.execPath, ['--no-strip-types', join(base, 'overlap.js'), ...args], {
        env: env(),
        reject: false,
        stripFinalNewline: false,
        timeout: 50_000,
      }),
  }
}
