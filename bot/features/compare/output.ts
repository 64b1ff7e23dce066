/** Finds differences between programs' outputs, ignoring lines that vary between runs of the same program. */
import { type RunResult, stdoutOf } from '../../../sandbox/sandbox.ts'

/** `line` is the first one that differs, counted from 1. `theirs` or `ours` is null if that output ends before it. */
export type Difference = Readonly<{
  name: string
  than: string
  line: number
  theirs: string | null
  ours: string | null
}>

type Printed = Readonly<{ name: string; runs: readonly RunResult[] }>

/** The first difference of each lane from the first lane. */
export function differences(lanes: readonly Printed[]): readonly Difference[] {
  const [first, ...others] = lanes
  if (!first) return []
  const than = linesOf(first)
  return others.flatMap((lane) => {
    const lines = linesOf(lane)
    const length = Math.max(lines.text.length, than.text.length)
    for (let at = 0; at < length; at += 1) {
      if (lines.varying.has(at) || than.varying.has(at)) continue
      const [theirs = null, ours = null] = [lines.text[at], than.text[at]]
      if (theirs !== ours) {
        return [{ name: lane.name, than: first.name, line: at + 1, theirs, ours }]
      }
    }
    return []
  })
}

type Lines = Readonly<{ text: readonly string[]; varying: ReadonlySet<number> }>

function linesOf({ runs }: Printed): Lines {
  const [text = [], ...more] = runs.map((run) => printed(run).split('\n'))
  const varying = new Set<number>()
  for (const again of more) {
    for (let at = 0; at < Math.max(text.length, again.length); at += 1) {
      if (text[at] !== again[at]) varying.add(at)
    }
  }
  return { text, varying }
}

const printed = (run: RunResult): string => stdoutOf(run).trimEnd()
