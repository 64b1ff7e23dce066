/** Places for open streams: so many in all, and of those so many for one person and for one address. */
type Limits = Readonly<{ all: number; person: number; address: number }>

/** Gives a function that frees the place again, or null when there is none. */
export type Places = Readonly<{ take(person: string, address: string): (() => void) | null }>

export function createPlaces(limits: Limits): Places {
  const taken = new Map<string, number>()

  function take(person: string, address: string): (() => void) | null {
    const shares = [
      ['all', limits.all],
      [`person ${person}`, limits.person],
      [`address ${address}`, limits.address],
    ] as const
    if (shares.some(([key, most]) => (taken.get(key) ?? 0) >= most)) return null
    for (const [key] of shares) taken.set(key, (taken.get(key) ?? 0) + 1)
    return () => {
      for (const [key] of shares) {
        const left = (taken.get(key) ?? 0) - 1
        if (left > 0) taken.set(key, left)
        else taken.delete(key)
      }
    }
  }

  return { take }
}
