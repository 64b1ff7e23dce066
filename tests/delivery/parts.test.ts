/** Which parts of a message are posted, edited and taken away, whatever was there before. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createParts } from '../../bot/delivery/diff.ts'
import { done, type Outcome } from '../../bot/delivery/outcome.ts'

/** A channel as people see it: messages by their ids, in order. */
function channel() {
  const messages = new Map<number, string>()
  const calls: string[] = []
  let next = 0
  /** How an edit or a post goes, if it does not just work. */
  let edits: Outcome<unknown> | null = null
  let posts: () => void = () => {}
  const open = (standing: readonly number[] = []) =>
    createParts<number, string>(
      {
        fingerprint: (piece) => piece,
        async post(piece, place) {
          posts()
          calls.push(`post ${place}`)
          messages.set(next, piece)
          return next++
        },
        async edit(id, piece) {
          calls.push(`edit ${id}`)
          if (!messages.has(id)) return { is: 'gone', cause: id }
          if (edits) return edits
          messages.set(id, piece)
          return done(null)
        },
        async remove(id) {
          calls.push(`remove ${id}`)
          messages.delete(id)
        },
      },
      standing,
    )
  return {
    open,
    calls,
    messages,
    shown: () => [...messages.values()],
    editsAre(outcome: Outcome<unknown>): void {
      edits = outcome
    },
    onPost(hook: () => void): void {
      posts = hook
    },
  }
}

test('after each revision the channel shows what it says, with as few calls as that takes', async () => {
  const pieces = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1 }), async (revisions) => {
      const { open, shown, calls } = channel()
      const parts = open()
      let before: readonly string[] = []
      for (const revision of revisions) {
        calls.length = 0
        await parts.write(revision, false)
        expect(shown()).toEqual(revision)
        const longer = Math.max(before.length, revision.length)
        const differ = Array.from({ length: longer }, (_, at) => before[at] !== revision[at])
        expect(calls).toHaveLength(differ.filter(Boolean).length)
        before = revision
      }
    }),
  )
})

test('one that fails half-way goes on where it stopped, and posts nothing twice', async () => {
  const { open, shown, onPost, calls } = channel()
  const parts = open()
  let posts = 0
  onPost(() => {
    posts += 1
    if (posts === 3) throw new Error('half-way')
  })
  await expect(parts.write(['1', '2', '3', '4'], true)).rejects.toThrow('half-way')
  expect(parts.refs()).toEqual([0, 1])
  await parts.write(['1', '2', '3', '4'], true)
  expect(shown()).toEqual(['1', '2', '3', '4'])
  expect(calls).toEqual(['post 0', 'post 1', 'post 2', 'post 3'])
})

test('what somebody deletes while it is being written stays away', async () => {
  const { open, shown, messages } = channel()
  const parts = open()
  await parts.write(['Running…'], false)
  messages.clear()
  await parts.write(['whole'], true)
  expect(shown()).toEqual([])
})

test('an answer that was deleted before its question was edited is given anew', async () => {
  const { open, shown, messages } = channel()
  const before = open()
  await before.write(['old'], true)
  messages.clear()
  await open(before.refs()).write(['new'], true)
  expect(shown()).toEqual(['new'])
})

test.each(['fixed', 'missing'] as const)(
  'where edits are %s, only the last revision is posted anew',
  async (is) => {
    const { open, shown, editsAre, calls } = channel()
    const parts = open()
    await parts.write(['Running…'], false)
    editsAre({ is, cause: null })
    await parts.write(['half'], false)
    expect(shown()).toEqual(['Running…'])
    await parts.write(['whole'], true)
    expect(shown()).toEqual(['whole'])
    expect(calls).toEqual(['post 0', 'edit 0', 'edit 0', 'remove 0', 'post 0 anew 1'])
  },
)
