/** Counts limited resources, such as open streams: in total, per address and per person. */
type Limits = Readonly<{ all: number; address: number; person?: number }>

type Wanted = Readonly<{ person?: string; number?: number }>

/** `take` returns a function that frees the places again; null if too few are left. */
export type Places = Readonly<{ take(address: string, wanted?: Wanted): (() => void) | null }>

/**
 * Creates a counter. An address may take at most as much as it leaves free, so that other addresses still find a
 * place.
 */
export function createPlaces(limits: Limits): Places {
  const taken = new Map<string, number>()
  const of = (key: string) => taken.get(key) ?? 0

  function add(keys: readonly string[], number: number): void {
    for (const key of keys) {
      const now = of(key) + number
      if (now > 0) taken.set(key, now)
      else taken.delete(key)
    }
  }

  function take(address: string, { person = '', number = 1 }: Wanted = {}): (() => void) | null {
    const [here, own] = [`address ${address}`, `person ${person}`] as const
    const mostHere = Math.min(limits.address, limits.all - of(ALL))
    const mostOwn = limits.person ?? Number.POSITIVE_INFINITY
    if (of(here) + number > mostHere || of(own) + number > mostOwn) return null
    add([ALL, here, own], number)
    return () => add([ALL, here, own], -number)
  }

  return { take }
}

const ALL = 'all'
