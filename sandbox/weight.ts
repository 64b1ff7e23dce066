/** How much of a busy machine a slot gets: all of its share for `POOL.freshMs` of a run, a quarter of it afterwards. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SlotCgroup } from './oci.ts'

const ROOT = '/sys/fs/cgroup'

/**
 * Files that hold a control group's weight, of cgroup v1 and v2, and what is written there. It counts among the slots
 * of an instance; together they have what `cgroup-place.ts` gives them. Without competition a slot gets the whole machine.
 */
const FILES = [
  {
    file: (cgroup: string) => join(ROOT, 'cpu', cgroup, 'cpu.shares'),
    full: '1024',
    little: '256',
  },
  { file: (cgroup: string) => join(ROOT, cgroup, 'cpu.weight'), full: '100', little: '25' },
] as const

export type Weight = 'full' | 'little'

/**
 * Sets the weight of a slot, where it has a control group with CPU limits; systemd keeps those that it makes as they
 * are. Never rejects: the limits hold without it.
 */
export function weightOf(cgroup: SlotCgroup | null): (weight: Weight) => void {
  const path = cgroup?.cpu && !cgroup.bySystemd ? cgroup.path : null
  let current: Weight = 'full'
  return (weight) => {
    if (path === null || weight === current) return
    current = weight
    for (const each of FILES) void writeFile(each.file(path), each[weight]).catch(() => {})
  }
}
