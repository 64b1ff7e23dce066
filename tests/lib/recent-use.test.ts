import { expect, test } from 'vitest'
import { RecentUse } from '../../bot/lib/recent-use.ts'

test('what an asker used counts half as much after each half time, and nobody else used it', () => {
  const use = new RecentUse({ halfMs: 1000, kept: 10 })
  use.add('Ada', 400, 0)
  expect(use.of('Ada', 0)).toBe(400)
  expect(use.of('Ada', 1000)).toBe(200)
  expect(use.of('Barbara', 0)).toBe(0)
  use.add('Ada', 100, 1000)
  expect(use.of('Ada', 1000)).toBe(300)
  expect(use.of('Ada', 3000)).toBe(75)
})

test('those who have used nothing for longest are forgotten first', () => {
  const use = new RecentUse({ halfMs: 1000, kept: 1 })
  use.add('Ada', 400, 0)
  use.add('Barbara', 400, 0)
  expect([use.of('Ada', 0), use.of('Barbara', 0)]).toEqual([0, 400])
})
