/** What was put last, by its key; what is older than `most` is forgotten, as is everything when the process ends. */
export function latest<Value>(most: number) {
  const kept = new Map<string, Value>()
  return {
    put(key: string, value: Value): void {
      kept.delete(key)
      kept.set(key, value)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
    find: (key: string): Value | undefined => kept.get(key),
    forget: (key: string): void => void kept.delete(key),
  }
}
