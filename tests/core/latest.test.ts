import { expect, test } from 'vitest'
import { latest } from '../../bot/latest.ts'

test('what was put last stays, and as much of it as may', () => {
  const kept = latest<number>(2)
  for (const [at, key] of ['a', 'b', 'a', 'c'].entries()) kept.put(key, at)
  expect(['a', 'b', 'c'].map(kept.find)).toEqual([2, undefined, 3])
  kept.forget('a')
  kept.put('d', 4)
  expect(['a', 'c', 'd'].map(kept.find)).toEqual([undefined, 3, 4])
})
