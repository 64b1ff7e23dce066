/** Work without an end, of each kind that a text can cause, and some that ends. */

import { parsePython } from '../../../bot/analysis/python/parser.ts'
import { UserError } from '../../../bot/core/errors.ts'

export function loop(): never {
  for (;;);
}

/** Takes time and no CPU, as a thread does on a machine that is busy with others. */
export function wait(ms: number): string {
  return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Hours of backtracking. */
export function backtrack(): boolean {
  return /^(?:a+)+$/.test(`${'a'.repeat(40)}b`)
}

/** Minutes inside tree-sitter's WebAssembly. */
export function webAssembly(): number {
  return parsePython(`${'\\\n'.repeat(120_000)}x`).rootNode.childCount
}

export function hoard(): number {
  const all: string[][] = []
  for (;;) all.push(Array.from({ length: 100_000 }, (_, at) => `${at} of ${all.length}`))
}

export function recurse(depth = 0): number {
  return recurse(depth + 1) + 1
}

export function refuse(): never {
  throw new UserError('Not this one.', '/run print(1)')
}

export function fail(): never {
  throw new TypeError('a bug')
}

export function echo(text: string): string {
  return text
}
