/**
 * How much of a busy machine a slot gets. Most for the first `POOL.freshMs` of CPU of a run, which is all that a short
 * one needs; then little. A slot that starts (`oci.ts`) comes in between: it holds nobody's run up.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SlotCgroup } from '../slot/oci.ts'

const ROOT = '/sys/fs/cgroup'

/**
 * Files that hold a control group's weight, of cgroup v1 and v2, and what is written there. It counts among the slots
 * of an instance; together they have what `cgroup-place.ts` gives them. Without competition a slot gets the whole machine.
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
 * Sets the weight of a slot, where it has a control group with CPU limits; systemd keeps those that it makes as they
 * are. Never rejects: the limits hold without it.
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

/** CPU time that a slot has used, ms; null where no control group of ours tells. */
export async function cpuMsOf(cgroup: SlotCgroup | null): Promise<number | null> {
  if (cgroup === null || cgroup.bySystemd) return null
  const read = (...path: string[]) => readFile(join(ROOT, ...path), 'utf8').catch(() => '')
  const nanoseconds = await read('cpuacct', cgroup.path, 'cpuacct.usage')
  if (nanoseconds !== '') return Number(nanoseconds) / 1e6
  const microseconds = /^usage_usec (\d+)$/m.exec(await read(cgroup.path, 'cpu.stat'))?.[1]
  return microseconds === undefined ? null : Number(microseconds) / 1e3
}
