import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inOrder, nextJob } from '../../sandbox/line.ts'

const job = fc.record({ asker: fc.constantFrom('Ada', 'Barbara', 'Grace'), alone: fc.boolean() })
const jobs = fc.array(job, { maxLength: 20 })
const shared = (asker: string) => ({ asker, alone: false })

test("nobody's second job goes before somebody's first", () => {
  const waiting = ['Ada', 'Ada', 'Barbara', 'Ada'].map(shared)
  const askers = inOrder(waiting, []).map(({ asker }) => asker)
  expect(askers).toEqual(['Ada', 'Barbara', 'Ada', 'Ada'])
})

test('who has a job running stands behind who has none', () => {
  const waiting = [shared('Ada'), shared('Barbara')]
  expect(nextJob(waiting, [shared('Ada')])).toBe(waiting[1])
})

test('a job that wants to be alone waits for an empty machine, and nobody overtakes it', () => {
  const alone = { asker: 'Ada', alone: true }
  const waiting = [alone, shared('Barbara')]
  expect(nextJob(waiting, [shared('Grace')])).toBeNull()
  expect(nextJob(waiting, [])).toBe(alone)
  expect(nextJob([shared('Barbara')], [alone])).toBeNull()
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
      expect(nextJob(waiting, []) === null).toBe(waiting.length === 0)
    }),
  )
})
