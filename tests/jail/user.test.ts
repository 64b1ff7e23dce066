/** The jail as an ordinary user has it: no control groups, own and lent ids. Needs root, to make the user. */
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PAIRS } from './neighbours.ts'

const attack = (name: string) =>
  readFileSync(fileURLToPath(new URL(`attacks/${name}.py`, import.meta.url)), 'utf8')
const USER = `overlap-${process.pid}`
const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const possible = userInfo().uid === 0 && (await canBeReadByOthers())

const SCRIPT = `
  import { startSandbox } from '${CHECKOUT}sandbox/pool/pool.ts'
  import { LIMITS } from '${CHECKOUT}sandbox/limits.ts'
  const sandbox = await startSandbox({ python: null, ociRuntime: null, limits: LIMITS, stateDir: null })
  const jobs = {
    hello: { code: 'import os\\nprint(os.getuid())' },
    memory: { code: 'hoard = []\\nwhile True:\\n    hoard.append(bytearray(8_000_000))' },
    files: { code: 'hoard = [open(f"/dev/shm/{n}", "wb", 0).write(b"x" * 15_000_000) for n in range(50)]\\nimport time\\ntime.sleep(5)', limits: { memoryBytes: 64_000_000 } },
    forks: { code: 'import os\\nwhile True:\\n    try:\\n        os.fork()\\n    except OSError:\\n        pass', limits: { wallMs: 800 } },
    web: { code: 'import urllib.request\\nprint(urllib.request.urlopen("https://example.com").status)' },
  }
  jobs.udp = { code: ${JSON.stringify(attack('bomb_memory_udp'))}, limits: { memoryBytes: 64_000_000 } }
  jobs.children = { code: ${JSON.stringify(attack('bomb_cpu_short_children'))}, limits: { cpuMs: 800, wallMs: 60_000 } }
  const pairs = ${JSON.stringify(Object.values(PAIRS))}
  const ends = await Promise.all(Object.entries(jobs).map(async ([name, job]) => {
    const { status, output } = await sandbox.run(job)
    return [name, status, output.map((chunk) => chunk.text).join('').trim()]
  }))
  for (const { greedy, honest } of pairs) {
    const beside = await Promise.all([greedy, honest].map((code) => sandbox.run({ code })))
    ends.push(['beside', beside[1].status, beside[1].output.map((chunk) => chunk.text).join('').trim()])
  }
  await sandbox.close()
  console.log(JSON.stringify(ends))`

beforeAll(async () => {
  if (possible) await execa('useradd', ['--no-create-home', '--shell', '/bin/sh', USER])
})

afterAll(async () => {
  if (!possible) return
  const { stdout: uid } = await execa('id', ['-u', USER])
  await rm(join(tmpdir(), `overlap-${uid}`), { recursive: true, force: true })
  await execa('userdel', [USER])
})

test.runIf(possible)('an ordinary user has a jail whose limits hold', async () => {
  const node = [process.execPath, '--input-type=module-typescript', '-e', SCRIPT]
  const { stdout } = await execa('runuser', ['-u', USER, '--', ...node], {
    cwd: '/tmp',
    extendEnv: false,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  })
  expect(JSON.parse(stdout)).toEqual([
    ['hello', 'ok', '1000'],
    ['memory', 'memory', ''],
    ['files', 'memory', ''],
    ['forks', 'timeout', ''],
    ['web', 'ok', '200'],
    ['udp', 'memory', ''],
    ['children', 'timeout', ''],
    ...Object.keys(PAIRS).map(() => ['beside', 'ok', 'fine']),
  ])
  const { stdout: processes } = await execa('ps', ['-u', USER, '-o', 'stat='], { reject: false })
  expect(processes.split('\n').filter((state) => state && !state.startsWith('Z'))).toEqual([])
})

/** A checkout in a private home is out of reach for the user we make. */
async function canBeReadByOthers(): Promise<boolean> {
  const { failed } = await execa(
    'runuser',
    [
      '-u',
      'nobody',
      '--',
      process.execPath,
      '-e',
      `require('fs').readFileSync('${CHECKOUT}package.json')`,
    ],
    { reject: false, cwd: '/' },
  )
  return !failed
}
