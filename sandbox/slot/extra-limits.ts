/** Limits of a slot's cgroup that runtimes can't set, or that would keep a slot from starting on some machines. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SlotCgroup } from './oci.ts'

const ROOT = '/sys/fs/cgroup'
const MIB = 1024 * 1024

const EXTRA = {
  /** Memory for TCP and UDP buffers, bytes. */
  socketBytes: 32 * MIB,
  /** Reads from each disk. A run's own files aren't on one; this is for libraries that aren't in memory yet. */
  readBytesPerS: 64 * MIB,
  readsPerS: 2_000,
  disks: 32,
} as const

/**
 * Sets them as far as this machine can. Never rejects: the limits in the OCI configuration hold without.
 *
 * - Socket buffers: cgroup v1 counts them apart from other memory, and only once they have a limit; runc ignores OCI's
 *   `kernelTCP`. Version 2 counts them as memory.
 * - Reads: one disk that refuses would keep a runtime from starting the slot.
 */
export async function setExtraLimits(cgroup: SlotCgroup | null): Promise<void> {
  if (cgroup === null || cgroup.bySystemd) return
  const v1 = (controller: string, file: string) => join(ROOT, controller, cgroup.path, file)
  const { socketBytes, readBytesPerS, readsPerS } = EXTRA
  await Promise.all([
    write(v1('memory', 'memory.kmem.tcp.limit_in_bytes'), `${socketBytes}`),
    ...(await disks()).flatMap((disk) => [
      write(v1('blkio', 'blkio.throttle.read_bps_device'), `${disk} ${readBytesPerS}`),
      write(v1('blkio', 'blkio.throttle.read_iops_device'), `${disk} ${readsPerS}`),
      write(join(ROOT, cgroup.path, 'io.max'), `${disk} rbps=${readBytesPerS} riops=${readsPerS}`),
    ]),
  ])
}

/** Numbers of the machine's disks, such as `8:0`. The one behind an overlay or a volume is among them. */
async function disks(): Promise<string[]> {
  const names = await readdir('/sys/block').catch(() => [])
  const found = await Promise.all(
    names.map(async (name) => {
      const [number = '', size] = await Promise.all(
        ['dev', 'size'].map((file) =>
          readFile(join('/sys/block', name, file), 'utf8').catch(() => ''),
        ),
      )
      return Number(size) > 0 ? [number.trim()] : []
    }),
  )
  return found.flat().slice(0, EXTRA.disks)
}

function write(file: string, content: string): Promise<void> {
  return writeFile(file, content).catch(() => {})
}
