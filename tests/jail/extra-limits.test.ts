import { glob, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { optionsIn, removeFolder, stateFolder } from './jails.ts'

const BLKIO = '/sys/fs/cgroup/blkio'
const possible =
  userInfo().uid === 0 && (await contentOf(`${BLKIO}/blkio.throttle.read_bps_device`))

test.runIf(possible !== null)('a slot reads from each disk at a limited rate', async () => {
  const stateDir = await stateFolder()
  const sandbox = await startSandbox(optionsIn(stateDir))
  onTestFinished(async () => {
    await sandbox.close()
    await removeFolder(stateDir)
  })
  const slots = await Array.fromAsync(glob(`${BLKIO}/overlap-${process.pid}-*/overlap-*-0`))
  expect(slots.length).toBeGreaterThan(0)
  for (const slot of slots) {
    expect(await contentOf(`${slot}/blkio.throttle.read_bps_device`)).toMatch(/^\d+:\d+ \d+$/m)
    expect(await contentOf(`${slot}/blkio.throttle.read_iops_device`)).toMatch(/^\d+:\d+ \d+$/m)
  }
})

function contentOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null)
}
