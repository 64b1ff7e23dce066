/**
 * The CPU weight of a slot on a busy machine: high for the first `POOL.freshMs` of a run's CPU time, which is all that
 * a short run needs, then low. A slot that is starting (`oci.ts`) is in between, so that it delays no run.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SlotCgroup } from '../slot/oci.ts'

const ROOT = '/sys/fs/cgroup'

/**
 * Files with the weight of a cgroup, for cgroup v1 and v2, and their values. Weights count between the slots of an
 * instance, whose total `cgroup-place.ts` sets. Without competition, a slot gets the whole machine.
 */
const FILES = [
  {
    file: (cgroup: string) => join(ROOT, 'cpu', cgroup, 'cpu.shares'),
    full: '4096',
    little: '128',
  },
  { file: (cgroup: string) => join(ROOT, cgroup, 'cpu.weight'), full: '156', little: '5' },
] as const

export type Weight = 'full' | 'little'

/**
 * Sets the weight of a slot, where it has a cgroup with CPU limits; those that systemd makes stay unchanged. Never
 * rejects: the limits hold without it.
 */
export function weightOf(cgroup: SlotCgroup | null): (weight: Weight) => void {
  const path = cgroup?.cpu && !cgroup.bySystemd ? cgroup.path : null
  let current: Weight | null = null
  let written: Promise<unknown> = Promise.resolve()
  return (weight) => {
    if (path === null || weight === current) return
    current = weight
    const write = () =>
      Promise.all(FILES.map((each) => writeFile(each.file(path), each[weight]).catch(() => {})))
    written = written.then(write)
  }
}

/** CPU time that a slot has used, ms; null without a cgroup of ours to read it from. */
export async function cpuMsOf(cgroup: SlotCgroup | null): Promise<number | null> {
  if (cgroup === null || cgroup.bySystemd) return null
  const read = (...path: string[]) => readFile(join(ROOT, ...path), 'utf8').catch(() => '')
  const nanoseconds = await read('cpuacct', cgroup.path, 'cpuacct.usage')
  if (nanoseconds !== '') return Number(nanoseconds) / 1e6
  const microseconds = /^usage_usec (\d+)$/m.exec(await read(cgroup.path, 'cpu.stat'))?.[1]
  return microseconds === undefined ? null : Number(microseconds) / 1e3
}
