import { expect, test } from 'vitest'
import { isNoexec } from '../../sandbox/slot/mounts.ts'

const DEBIAN = `
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
23 22 0:22 / /run rw,nosuid,nodev,noexec,relatime shared:5 - tmpfs tmpfs rw,mode=755
24 23 0:30 / /run/user rw,relatime shared:6 - tmpfs tmpfs rw
25 22 0:31 / /mnt/two\\040words rw,noexec - tmpfs tmpfs rw
26 22 0:32 / /srv rw,noexec - tmpfs tmpfs rw
27 26 0:33 / /srv rw - tmpfs tmpfs rw
`

test.each([
  ['/run/overlap', true],
  ['/run', true],
  ['/run/user/1000', false],
  ['/runner/overlap', false],
  ['/var/lib/overlap', false],
  ['/mnt/two words/x', true],
  ['/srv/covered', false],
])('the mount of %s: noexec is %s', (path, noexec) => {
  expect(isNoexec(DEBIAN, path)).toBe(noexec)
})
