/** A folder of wheels in the place of installed libraries. */
import { mkdtemp, readdir, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { optionsIn, removeFolder, stateFolder } from './jails.ts'
import { textOf } from './program.ts'

const MAKE = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/pandas-9.9.9-py3-none-any.whl", "w") as wheel:
    wheel.writestr("pandas/__init__.py", '__version__ = "9.9.9"')
    wheel.writestr("pandas-9.9.9.dist-info/METADATA", "Name: pandas")
    wheel.writestr("pandas-9.9.9.data/purelib/beside.py", "")`

let state = ''
let wheels = ''
let sandbox: Sandbox

beforeAll(async () => {
  state = await stateFolder()
  wheels = await mkdtemp(join(tmpdir(), 'overlap-wheels-'))
  await execa('python3', ['-c', MAKE, wheels])
  sandbox = await startSandbox({ ...optionsIn(state), libraries: wheels })
})

afterAll(async () => {
  await sandbox.close()
  await removeFolder(state)
  await removeFolder(wheels)
})

test('programs and those that they start import from the wheels, and see no path of the host', async () => {
  const code = `import beside, pandas, subprocess, sys
print(pandas.__version__)
subprocess.run([sys.executable, "-c", "import pandas; print('again', pandas.__version__)"])
print("hidden" if "overlap-wheels" not in open("/proc/self/mountinfo").read() else "seen")
open(pandas.__file__, "a")`
  const text = textOf(await sandbox.run({ code }))
  expect(text).toMatch(/^9\.9\.9\n/)
  expect(text).toContain('again 9.9.9')
  expect(text).toContain('hidden')
  expect(text).toContain('Read-only file system')
})

test('what the distribution has installed is out of the way, and the versions are those of the wheels', async () => {
  const { trace } = await sandbox.run({ code: 'import requests' })
  expect(trace?.error?.type).toBe('ModuleNotFoundError')
  expect(sandbox.status().libraries).toEqual([
    { name: 'pandas', module: 'pandas', version: '9.9.9' },
  ])
})

test('they are unpacked once, and again when they changed', async () => {
  const unpacked = async () => (await readdir(wheels)).filter((name) => name.startsWith('.'))
  const before = await unpacked()
  const start = async () => (await startSandbox({ ...optionsIn(state), libraries: wheels })).close()
  await start()
  expect(await unpacked()).toEqual(before)
  await utimes(join(wheels, 'pandas-9.9.9-py3-none-any.whl'), 1, 1)
  await start()
  expect(await unpacked()).toHaveLength(1)
  expect(await unpacked()).not.toEqual(before)
})

test('a folder without wheels is named', async () => {
  const options = { ...optionsIn(state), libraries: '/nowhere' }
  await expect(startSandbox(options)).rejects.toThrow('OVERLAP_LIBRARIES: /nowhere')
})
