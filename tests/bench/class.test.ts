/** `class.ts` in short: thirty people, a minute of their time, one kill. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const CLASS = join(import.meta.dirname, 'class.ts')
/** Slower than in the bench: Discord's three seconds are real ones for a busy machine. */
const SPEED = '2'

test.each(['slack', 'discord', 'page'])(
  'of what a class asks on %s, nothing is lost, doubled or left unfinished, though the program is killed',
  async (platform) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [CLASS, platform, '--minutes', '1', '--kills', '1'],
      { env: { ...process.env, CLASS_SPEED: SPEED } },
    )
    expect(stdout).toContain('all bars held')
  },
  240_000,
)
