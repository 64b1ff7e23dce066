/** Where a slot's cgroup can go, told from the files of a machine. Written out here, so that each kind of machine is tried. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findCgroups } from '../../sandbox/slot/cgroup-place.ts'

const BUS = 'unix:path=/run/user/1000/bus'
const MANAGER = 'user.slice/user-1000.slice/user@1000.service'
const SERVICE = 'system.slice/overlap.service'

test('as root, also where a systemd runs, the runtime makes cgroups below the root', async () => {
  const mount = machine({ '': 'cpu io memory pids' })
  const self = '0::/system.slice/ssh.service\n'
  const places = await findCgroups({ uid: 0, mount, self, userBus: null })
  expect(places.map(described)).toEqual([{ by: 'root', path: '/jail/jail-3', cpu: true }])
})

test('as root on version 1 too', async () => {
  const self = '4:memory:/\n1:cpu:/\n0::/\n'
  const places = await findCgroups({ uid: 0, mount: machine({}), self, userBus: null })
  expect(places.map(described)).toEqual([{ by: 'root', path: '/jail/jail-3', cpu: true }])
})

test('an ordinary user on version 1 has none', async () => {
  const self = '4:memory:/user.slice\n1:cpu:/\n0::/user.slice\n'
  const places = await findCgroups({ uid: 1000, mount: machine({}), self, userBus: BUS })
  expect(places).toEqual([])
})

test("a user's session uses the user's systemd", async () => {
  const mount = machine({ '': 'cpu memory pids', [MANAGER]: 'cpu memory pids' })
  const self = '0::/user.slice/user-1000.slice/session-3.scope\n'
  const places = await findCgroups({ uid: 1000, mount, self, userBus: BUS })
  const path = 'user.slice:jail:jail-3'
  expect(places.map(described)).toEqual([{ by: 'systemd', path, cpu: true }])
})

test("so does what the user's systemd has started, though its cgroup is the user's own", async () => {
  const own = `${MANAGER}/app.slice/terminal.scope`
  const mount = machine({ [MANAGER]: 'memory pids', [own]: 'memory pids' })
  const places = await findCgroups({ uid: 1000, mount, self: `0::/${own}\n`, userBus: BUS })
  expect(places.map(described)).toEqual([
    { by: 'systemd', path: 'user.slice:jail:jail-3', cpu: false },
  ])
})

test('without memory or processes to limit there is no use in it', async () => {
  const mount = machine({ [MANAGER]: 'cpu pids' })
  expect(await findCgroups({ uid: 1000, mount, self: '0::/x\n', userBus: BUS })).toEqual([])
})

test('without a D-Bus of the user there is nobody to ask', async () => {
  const mount = machine({ [MANAGER]: 'cpu memory pids' })
  expect(await findCgroups({ uid: 1000, mount, self: '0::/x\n', userBus: null })).toEqual([])
})

test('a service with Delegate=yes makes them below its own cgroup', async () => {
  const mount = machine({ [SERVICE]: 'memory pids' })
  const places = await findCgroups({ uid: 1000, mount, self: `0::/${SERVICE}\n`, userBus: null })
  expect(places.map(described)).toEqual([
    { by: 'delegated', path: `/${SERVICE}/jail-3`, cpu: false },
  ])
})

test('and moves its own processes into a leaf, as cgroups above limited ones may have none', async () => {
  const mount = machine({ [SERVICE]: 'cpu io memory pids' })
  const folder = join(mount, SERVICE)
  writeFileSync(join(folder, 'cgroup.procs'), '4711\n')
  const [place] = await findCgroups({
    uid: 1000,
    mount,
    self: `0::/${SERVICE}\n`,
    userBus: null,
  })
  await place?.prepare()
  expect(readFileSync(join(folder, 'overlap-main/cgroup.procs'), 'utf8')).toBe('4711')
  expect(readFileSync(join(folder, 'cgroup.subtree_control'), 'utf8')).toBe(
    '+memory +pids +cpu +io',
  )
})

test('in the leaf, it still makes them beside the leaf', async () => {
  const mount = machine({ [SERVICE]: 'memory pids', [`${SERVICE}/overlap-main`]: '' })
  const self = `0::/${SERVICE}/overlap-main\n`
  const places = await findCgroups({ uid: 1000, mount, self, userBus: null })
  expect(places.map(described)).toMatchObject([{ by: 'delegated', path: `/${SERVICE}/jail-3` }])
})

test('a container with a cgroup namespace of its own has a root that must be prepared', async () => {
  const mount = machine({ '': 'cpu memory pids' })
  writeFileSync(join(mount, 'cgroup.type'), 'domain\n')
  const places = await findCgroups({ uid: 0, mount, self: '0::/\n', userBus: null })
  expect(places.map(described)).toEqual([
    { by: 'delegated', path: '/jail-3', cpu: true },
    { by: 'root', path: '/jail/jail-3', cpu: true },
  ])
})

/** A mount of cgroups: folders and the controllers they have. Each may be written by whoever runs the test. */
function machine(groups: Readonly<Record<string, string>>): string {
  const mount = mkdtempSync(join(tmpdir(), 'overlap-cgroups-'))
  onTestFinished(() => rmSync(mount, { recursive: true }))
  for (const [path, controllers] of Object.entries(groups)) {
    const folder = join(mount, path)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'cgroup.controllers'), `${controllers}\n`)
    for (const file of ['cgroup.procs', 'cgroup.subtree_control']) {
      writeFileSync(join(folder, file), '')
    }
  }
  return mount
}

function described({ by, pathOf, cpu }: Awaited<ReturnType<typeof findCgroups>>[number]) {
  return { by, path: pathOf('jail-3'), cpu }
}
