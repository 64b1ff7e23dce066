/** `overlap.js` on a Node that cannot read TypeScript, in a checkout where npm 10 or older left out the link to ours. */
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
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
  return {
    link: join(base, 'node_modules/.bin/node'),
    start: (...args: readonly string[]) =>
      execa(process.execPath, ['--no-strip-types', join(base, 'overlap.js'), ...args], {
        env: { OVERLAP_DATA_DIR: folder(), OVERLAP_WEB_PORT: '0', OVERLAP_PYTHON: '/nowhere' },
        reject: false,
        stripFinalNewline: false,
        timeout: 50_000,
      }),
  }
}
