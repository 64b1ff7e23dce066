/** The size of a value: its characters and bytes, plus a little for everything else. */

const EACH = 8

/** Whether a value weighs at most `most`. */
export function isLight(value: unknown, most: number): boolean {
  return weightOf(value, most) <= most
}

/**
 * Returns the size of a value, counting no further than just above `most`. Values must be plain data without cycles.
 */
export function weightOf(value: unknown, most: number): number {
  const left: unknown[] = [value]
  let weight = 0
  while (left.length > 0 && weight <= most) {
    const next = left.pop()
    if (typeof next === 'string') weight += next.length
    else if (next instanceof Uint8Array) weight += next.byteLength
    else {
      weight += EACH
      if (typeof next === 'object' && next !== null) {
        for (const each of Object.values(next)) {
          left.push(each)
          if (left.length * EACH > most) return most + 1
        }
      }
    }
  }
  return weight
}
