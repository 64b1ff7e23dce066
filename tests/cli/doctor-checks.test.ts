/** What doctor makes of facts that this machine doesn't have. */
import { describe, expect, test } from 'vitest'
import { page } from '../../bot/cli/doctor/page.ts'
import { readConfig } from '../../bot/config.ts'
import type { Check } from '../../sandbox/checks/check.ts'
import { cgroupVersion, kernelChecks, limitsCheck } from '../../sandbox/checks/kernel.ts'
import { runtimeCheck } from '../../sandbox/checks/runtime.ts'

const RUNC_2025 = ['CVE-2025-31133', 'CVE-2025-52565', 'CVE-2025-52881']
const RUNC_2026 = 'CVE-2026-41579'

describe('the OCI runtime', () => {
  test.each<[string, string[]]>([
    ['runc version 1.5.0\nspec: 1.3.0', []],
    ['runc version 1.6.2', []],
    ['runc version 1.4.3', []],
    ['runc version 1.4.2', [RUNC_2026]],
    ['runc version 1.4.0-rc.3', [RUNC_2026]],
    ['runc version 1.4.0-rc.2', [...RUNC_2025, RUNC_2026]],
    ['runc version 1.5.0-rc.2', [RUNC_2026]],
    ['runc version 1.3.2', [...RUNC_2025, RUNC_2026]],
    ['runc version 1.3.6', []],
    ['runc version 1.2.8', [RUNC_2026]],
    ['runc version 1.2.0-rc.2', ['CVE-2024-45310', ...RUNC_2025, RUNC_2026]],
    ['runc version 1.1.15\ncommit: v1.1.15-0-gbc20cb44', [...RUNC_2025, RUNC_2026]],
    ['runc version 1.1.12-0ubuntu3', ['CVE-2024-45310', ...RUNC_2025, RUNC_2026]],
    [
      'runc version 1.0.0-rc93',
      [
        'CVE-2023-25809',
        'CVE-2023-27561',
        'CVE-2024-21626',
        'CVE-2024-45310',
        ...RUNC_2025,
        RUNC_2026,
      ],
    ],
    ['crun version 1.20\ncommit: 9c9a76ac', []],
    ['crun version 1.8.1', ['CVE-2025-24965']],
    ['crun version 1.4.3', ['CVE-2022-27650', 'CVE-2025-24965']],
    ['crun version 0.10.4', ['CVE-2019-18837', 'CVE-2022-27650', 'CVE-2025-24965']],
  ])('%j: %j', (version, holes) => {
    const check = runtimeCheck({ version, changelog: '', update: null })
    expect(check.detail.match(/CVE-[\d-]+/g) ?? []).toEqual(holes)
    expect(check.ok).toBe(holes.length === 0)
  })

  const debian = 'runc version 1.1.5+ds1\ncommit: 1.1.5+ds1-1+deb12u9\nspec: 1.0.2-dev'
  const update = 'sudo apt-get install runc'

  test('by its number alone it is never called vulnerable, and the update is named', () => {
    const { detail, fix, needed } = runtimeCheck({ version: debian, changelog: '', update })
    expect(detail).toContain('distributions fix old versions too')
    expect(fix).toContain(update)
    expect(needed).toBe(false)
  })

  test('what the changelog of its package names is fixed', () => {
    const [first, ...others] = ['CVE-2024-21626', 'CVE-2024-45310', ...RUNC_2025, RUNC_2026]
    const some = `runc (1.1.5+ds1-1+deb12u9) bookworm-security; urgency=high\n\n  * ${first}: fixed\n`
    const open = runtimeCheck({ version: debian, changelog: some, update })
    expect(open.detail).toMatch(/CVE-2024-45310.*; its package's changelog doesn't name them/)
    expect(open.detail).not.toContain(first)
    const all = runtimeCheck({ version: debian, changelog: some + others.join(), update })
    expect(all).toMatchObject({ ok: true })
    expect(all.detail).toContain(first)
  })

  test('the changelog of another version says nothing about this one', () => {
    const changelog = `runc (1.1.5+ds1-1+deb12u8) bookworm; urgency=high\n\n  * ${RUNC_2026}\n`
    expect(runtimeCheck({ version: debian, changelog, update }).detail).toContain(RUNC_2026)
  })

  test.each(['', 'youki version 0.5.0', 'runc version unknown'])('%j is not known', (version) => {
    const { ok, fix } = runtimeCheck({ version, changelog: '', update: null })
    expect(ok).toBe(false)
    expect(fix).toContain('OVERLAP_OCI_RUNTIME')
  })
})

describe('cgroups', () => {
  test.each([
    ['proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n', '2'],
    ['tmpfs /sys/fs/cgroup tmpfs ro 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n', '1'],
    ['cgroup2 /x/unified cgroup2 rw 0 0\ncgroup /x/memory cgroup rw,memory 0 0\n', '1'],
    ['proc /proc proc rw 0 0\n', 'none'],
  ])('%j is version %s', (mounts, version) => expect(cgroupVersion(mounts)).toBe(version))

  test.each([
    ['root', '1', 0, 'cgroup v1, by root'],
    ['root', '2', 0, 'cgroup v2, by root'],
    ['delegated', '2', 1000, 'cgroup v2, in the cgroup that is delegated to Overlap'],
    ['systemd', '2', 1000, "cgroup v2, by the user's systemd"],
  ] as const)('by %s on version %s as %d: the limits hold', (by, version, uid, detail) => {
    expect(limitsCheck(by, version, uid)).toMatchObject({ ok: true, detail, fix: null })
  })

  test.each([
    ['1', 1000, 'systemd.unified_cgroup_hierarchy=1'],
    ['2', 1000, 'loginctl enable-linger'],
    ['2', 0, '--cgroupns=private'],
    ['none', 1000, 'mount -t cgroup2'],
  ] as const)(
    'without any on version %s as %d, a warning says what helps: %s',
    (version, uid, fix) => {
      const check = limitsCheck(null, version, uid)
      expect(check).toMatchObject({ ok: false, needed: false })
      expect(check.fix).toContain(fix)
    },
  )
})

describe('the kernel', () => {
  const usual = {
    'kernel.core_pattern': 'core',
    'kernel.unprivileged_userns_clone': '1',
    'kernel.apparmor_restrict_unprivileged_userns': '0',
    'user.max_user_namespaces': '96365',
  }

  test.each([0, 1000])('with the usual settings nothing is wrong for user %d', (uid) => {
    expect(kernelChecks(usual, uid).filter(({ ok }) => !ok)).toEqual([])
  })

  test('a kernel that has none of these settings is fine', () => {
    const none = {
      'kernel.core_pattern': null,
      'kernel.unprivileged_userns_clone': null,
      'kernel.apparmor_restrict_unprivileged_userns': null,
      'user.max_user_namespaces': null,
    }
    expect(kernelChecks(none, 1000).filter(({ ok }) => !ok)).toEqual([])
  })

  test.each([
    ['user.max_user_namespaces', '0', 0, 'sudo sysctl user.max_user_namespaces=15000'],
    ['user.max_user_namespaces', '0', 1000, 'sudo sysctl user.max_user_namespaces=15000'],
    [
      'kernel.unprivileged_userns_clone',
      '0',
      1000,
      'sudo sysctl kernel.unprivileged_userns_clone=1',
    ],
    [
      'kernel.apparmor_restrict_unprivileged_userns',
      '1',
      1000,
      'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0',
    ],
    [
      'kernel.core_pattern',
      '|/usr/share/apport/apport -p%p',
      0,
      'sudo sysctl kernel.core_pattern=core',
    ],
    ['kernel.core_pattern', '@/run/crash.socket', 0, 'sudo sysctl kernel.core_pattern=core'],
  ] as const)('%s %s, as %d: a warning with its command', (setting, value, uid, fix) => {
    const wrong = kernelChecks({ ...usual, [setting]: value }, uid).filter(({ ok }) => !ok)
    expect(wrong).toMatchObject([{ needed: false, fix }])
    expect(wrong[0]?.detail).toContain(setting)
  })

  test.each(['kernel.unprivileged_userns_clone', 'kernel.apparmor_restrict_unprivileged_userns'])(
    'root does not depend on %s',
    (setting) => {
      for (const value of ['0', '1']) {
        expect(kernelChecks({ ...usual, [setting]: value }, 0).every(({ ok }) => ok)).toBe(true)
      }
    },
  )

  test('who it runs as is named', () => {
    expect(kernelChecks(usual, 0)[0]?.detail).toBe('root')
    expect(kernelChecks(usual, 1000)[0]?.detail).toContain('rootless')
  })
})

describe('the page', () => {
  // As /proc/net/tcp has them: 443 listens, 80 is only somebody else's end of a connection, 4300 listens.
  const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue\n'
  const OURS = `${HEAD}   0: 0100007F:10CC 00000000:0000 0A 00000000:00000000\n`
  const WEB = `${OURS}   1: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 0:0\n`
  const CLIENT = `${OURS}   1: 0100007F:9C40 0100007F:0050 01 00000000:00000000\n`

  test.each([
    ['the default', {}, OURS, []],
    ['connected to a web server', {}, CLIENT, []],
    ['open on loopback', { OVERLAP_WEB_OPEN: 'yes' }, OURS, ['OVERLAP_WEB_TOKEN']],
    ['beside a web server', {}, WEB, ['OVERLAP_PROXY_HOPS']],
    ['behind a proxy that is set up', { OVERLAP_PROXY_HOPS: '1' }, WEB, []],
    [
      'open behind a proxy',
      { OVERLAP_PROXY_HOPS: '1', OVERLAP_WEB_OPEN: 'yes' },
      WEB,
      ['OVERLAP_WEB_TOKEN'],
    ],
    ['open to the network', { OVERLAP_WEB_HOST: '0.0.0.0' }, WEB, ['OVERLAP_PROXY_HOPS']],
  ] as const)('%s', (_, settings, sockets, mends) => {
    const wrong = page(readConfig(settings), sockets).filter(({ ok }) => !ok)
    expect(wrong.map(settingOf)).toEqual(mends)
    expect(wrong.every(({ needed }) => !needed)).toBe(true)
  })

  function settingOf({ fix }: Check) {
    return /OVERLAP_\w+/.exec(fix ?? '')?.[0]
  }
})
