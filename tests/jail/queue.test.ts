import fc from 'fast-check'
import { expect, test } from 'vitest'
import { POOL } from '../../sandbox/limits.ts'
import { inOrder, nextJob } from '../../sandbox/pool/queue.ts'

const NOW = 100_000
const job = fc
  .record({ asker: fc.constantFrom('Ada', 'Barbara', 'Grace'), alone: fc.boolean() })
  .map((each) => ({ ...each, origin: each.asker, since: NOW }))
const jobs = fc.array(job, { maxLength: 20 })
const shared = (asker: string, origin = asker) => ({ asker, origin, alone: false, since: NOW })
const alone = { ...shared('Ada'), alone: true }

test("nobody's second job goes before somebody's first", () => {
  const waiting = ['Ada', 'Ada', 'Barbara', 'Ada'].map((asker) => shared(asker))
  const askers = inOrder(waiting, []).map(({ asker }) => asker)
  expect(askers).toEqual(['Ada', 'Barbara', 'Ada', 'Ada'])
})

test('who has a job running stands behind who has none', () => {
  const waiting = [shared('Ada'), shared('Barbara')]
  expect(nextJob(waiting, [shared('Ada')], NOW)).toBe(waiting[1])
})

test('a job that wants to be alone waits for an empty machine, and nobody overtakes it at first', () => {
  const waiting = [alone, shared('Barbara')]
  expect(nextJob(waiting, [shared('Grace')], NOW)).toBeNull()
  expect(nextJob(waiting, [], NOW)).toBe(alone)
  expect(nextJob([shared('Barbara')], [alone], NOW)).toBeNull()
})

test('a job that wants to be alone holds nobody up for longer than the time for that', () => {
  const barbara = shared('Barbara')
  const later = NOW + POOL.quietMs
  expect(nextJob([alone, barbara], [shared('Grace')], later)).toBe(barbara)
  expect(nextJob([barbara], [alone], later)).toBe(barbara)
})

test('a job that wants to be alone holds others up only at first, and not at all for a heavy asker', () => {
  const barbara = { ...shared('Barbara'), since: NOW + POOL.holdMs }
  const isHeavy = (asker: string) => asker === 'Ada'
  expect(nextJob([alone, barbara], [shared('Grace')], NOW + POOL.holdMs)).toBe(barbara)
  expect(nextJob([barbara], [alone], NOW + POOL.holdMs)).toBe(barbara)
  expect(nextJob([alone, shared('Barbara')], [shared('Grace')], NOW)).toBeNull()
  expect(nextJob([alone, shared('Barbara')], [shared('Grace')], NOW, isHeavy)).not.toBeNull()
})

test('in a crowd a job that wants to be alone holds nobody up', () => {
  const crowd = Array.from({ length: POOL.crowd }, (_, at) => shared(`runner ${at}`))
  const barbara = shared('Barbara')
  expect(nextJob([alone, barbara], crowd, NOW)).toBe(barbara)
  expect(nextJob([alone, barbara], crowd.slice(1), NOW)).toBeNull()
})

test('all jobs of others go before those of a heavy asker', () => {
  const waiting = ['Ada', 'Barbara', 'Barbara'].map((asker) => shared(asker))
  const order = inOrder(waiting, [], (asker) => asker === 'Ada').map(({ asker }) => asker)
  expect(order).toEqual(['Barbara', 'Barbara', 'Ada'])
})

test('a job that wants to be alone starts beside others after its own time, but never beside its like', () => {
  const later = NOW + POOL.aloneMs
  expect(nextJob([alone], [shared('Grace')], later)).toBe(alone)
  expect(nextJob([alone], [{ ...alone, asker: 'Grace' }], later)).toBeNull()
})

test('of first jobs, the one of an origin with fewer goes first; a class behind one address loses nothing by it', () => {
  const ofClass = ['Ada', 'Barbara', 'Grace'].map((asker) => shared(asker, 'school'))
  const other = shared('Edsger', 'home')
  expect(inOrder([...ofClass, other], [])).toEqual([ofClass[0], other, ofClass[1], ofClass[2]])
  expect(inOrder(ofClass, [])).toEqual(ofClass)
})

test("one person's many jobs do not push back a neighbour's first one", () => {
  const ada = Array.from({ length: 5 }, () => shared('Ada', 'school'))
  const barbara = shared('Barbara', 'school')
  const edsger = shared('Edsger', 'home')
  const order = inOrder([...ada, barbara, edsger], []).map(({ asker }) => asker)
  expect(order.slice(0, 3)).toEqual(['Ada', 'Edsger', 'Barbara'])
})

test('who used a lot of late comes after who did not', () => {
  const waiting = [shared('Ada'), shared('Barbara')]
  expect(inOrder(waiting, [], (asker) => asker === 'Ada')).toEqual([...waiting].reverse())
})

test('nothing is lost or made up in the line', () => {
  fc.assert(
    fc.property(jobs, jobs, (waiting, running) => {
      const ordered = inOrder(waiting, running)
      expect(new Set(ordered)).toEqual(new Set(waiting))
      expect(ordered).toHaveLength(waiting.length)
    }),
  )
})

test('the jobs of one asker keep their order', () => {
  fc.assert(
    fc.property(jobs, jobs, (waiting, running) => {
      const ordered = inOrder(waiting, running)
      for (const asker of ['Ada', 'Barbara', 'Grace']) {
        const ofAsker = (line: typeof waiting) => line.filter((each) => each.asker === asker)
        expect(ofAsker(ordered)).toEqual(ofAsker(waiting))
      }
    }),
  )
})

test('no asker is served more than one turn ahead of another who waits', () => {
  fc.assert(
    fc.property(jobs, (waiting) => {
      const served = new Map<string, number>()
      const ordered = inOrder(waiting, [])
      ordered.forEach(({ asker }, at) => {
        served.set(asker, (served.get(asker) ?? 0) + 1)
        for (const other of ordered.slice(at + 1))
          expect((served.get(other.asker) ?? 0) + 1).toBeGreaterThanOrEqual(served.get(asker) ?? 0)
      })
    }),
  )
})

test('a machine without runs always has a next job for a line', () => {
  fc.assert(
    fc.property(jobs, (waiting) => {
      expect(nextJob(waiting, [], NOW) === null).toBe(waiting.length === 0)
    }),
  )
})
