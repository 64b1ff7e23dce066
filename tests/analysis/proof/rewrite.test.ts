import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRace, isCandidate } from '../../../bot/analysis/proof/rewrite/find.ts'
import { MODELS } from '../../../bot/analysis/proof/rewrite/models.ts'
import { rewritten } from '../../../bot/analysis/proof/rewrite/rewrite.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { startSandbox } from '../../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ python: null, ociRuntime: null, stateDir: null, limits: LIMITS })
})
afterAll(() => sandbox.close(0))

const WORK = `"""Work to share out."""
from __future__ import annotations
import asyncio
from math import factorial


def work(x, y=1, *, z=0):
    return x * y + z


async def get(x, n=1):
    await asyncio.sleep(0)
    return x + n


xs = [3, 1, 2]
`

const PROGRAMS: readonly (readonly [string, string])[] = [
  ['append', 'out = [0]\nfor x in xs:\n    out.append(work(x))  # slow\nprint(out)'],
  ['+=', 'out = []\nfor x in xs:\n    out += [work(x)]\nprint(out, x)'],
  [
    'the loop name is used afterwards',
    'out = []\nfor x in xs:\n    out.append(work(x))\nprint(out, x)',
  ],
  ['dict', 'd = {}\nfor x in xs:\n    d[x] = work(x, 5)\nprint(d)'],
  ['enumerate', 'd = {}\nfor i, x in enumerate(xs, 1):\n    d[i] = work(x, i)\nprint(d)'],
  ['zip', 'for a, b in zip(xs, reversed(xs)):\n    print(a, b, work(a, b))'],
  ['a one-shot iterator', 'source = iter(xs)\nfor a in source:\n    print(a, work(a, a))'],
  ['tuple without brackets', 'for x in 4, 5:\n    print(x, work(x))'],
  ['arguments made of the item', 'print([work(x + 1, 2, z=3) for x in xs])'],
  ['a keyword that changes', 'print([work(1, z=x) for x in xs])'],
  ['star arguments', 'pairs = [(1, 2), (3, 4)]\nprint([work(*p) for p in pairs])'],
  ['the same arguments each time', 'print([work(2) for _ in range(3)])'],
  ['part of the result', 'print({x: work(x) + 1 for x in xs}, sum(work(x) for x in xs))'],
  ['two clauses and a condition', 'print([work(a, b) for a in xs for b in xs if a < b])'],
  ['a filter', 'print([x for x in xs if work(x) > 1])'],
  ['a set', 'print(sorted({work(x) for x in xs}))'],
  ['map with two lists', 'print(list(map(work, xs, xs)), len(xs))'],
  ['a loop over map', 'for r in map(factorial, xs):\n    print(r)'],
  [
    'statements around the call',
    'for x in xs:\n    if x == 1:\n        continue\n    y = x * 2\n\n    # the call\n    r = work(y)\n    if r > 4:\n        print("""big\n      one""", x, r)\n    print(y)',
  ],
  [
    'under an if',
    'out = []\nfor x in xs:\n    if x > 1:\n        out.append(work(x))\n        print("kept", x)\nprint(out)',
  ],
  ['in the condition', 'n = 0\nfor x in xs:\n    if work(x) > 1:\n        n += x\nprint(n)'],
  ['own places', 'for i in range(len(xs)):\n    xs[i] = work(xs[i], 7)\nprint(xs)'],
  [
    'in a function',
    'def main(items, extra):\n    total = 0\n    for item in items:\n        total += work(item, extra)\n    return total\nprint(main(xs, 2))',
  ],
  ['returned', 'def main():\n    return sorted([work(x) for x in xs])\nprint(main())'],
  [
    'nested loops',
    'grid = []\nfor a in xs:\n    row = []\n    for b in xs:\n        row.append(work(a, b))\n    grid.append(row)\nprint(grid)',
  ],
  [
    'a class',
    'class Job:\n    def do(self, x):\n        return work(x)\n    def all(self):\n        return [self.do(x) for x in xs]\nprint(Job().all())',
  ],
  [
    'awaits in a loop',
    'async def main():\n    d = {}\n    for x in xs:\n        d[x] = await get(x, n=2)\n    print(d)\nasyncio.run(main())',
  ],
  [
    'awaits in a comprehension',
    'async def main():\n    return [await get(x) for x in xs]\nprint(asyncio.run(main()))',
  ],
  [
    'a blocking call in a coroutine',
    'async def main():\n    return [work(x) for x in xs]\nprint(asyncio.run(main()))',
  ],
  [
    'under the main guard',
    "def main():\n    print([work(x) for x in xs])\n\n\nif __name__ == '__main__':\n    main()",
  ],
  ['names that are taken', 'results = items = 1\nfor x in xs:\n    print(x, work(x), results)'],
]

describe('every rewrite prints what the program prints', () => {
  test.each(PROGRAMS)('%s', async (_, snippet) => {
    const code = WORK + snippet
    const found = findRace(code)
    if (!isCandidate(found)) throw new Error(`not found: ${found?.reason}`)
    const plain = await printed(code)
    expect(plain).not.toBe('')
    for (const model of MODELS) {
      if (model === 'sequential') continue
      const rewrite = rewritten(found, model, { items: 3, cores: 2 })
      if (typeof rewrite === 'string') throw new Error(rewrite)
      expect(await printed(rewrite.shown), rewrite.shown).toBe(plain)
    }
  })
})

async function printed(code: string): Promise<string> {
  const { output } = await sandbox.run({ code })
  return output.map(({ text }) => text).join('')
}

describe('a program for processes', () => {
  test('keeps what starts them under the main guard, for start methods that import it anew', async () => {
    const code = `import multiprocessing\nmultiprocessing.set_start_method('spawn')\n\ndef work(x):\n    return x + 1\n\nprint([work(x) for x in range(3)])\nprint('end')\n`
    const found = findRace(code)
    if (!isCandidate(found)) throw new Error('not found')
    const rewrite = rewritten(found, 'processes', { items: 3, cores: 2 })
    expect(rewrite).toMatchObject({
      shown: expect.stringContaining("if __name__ == '__main__':\n    with"),
    })
  })

  test('imports nothing twice', () => {
    const found = findRace(
      'import os, asyncio\nasync def get(x):\n    return x\nasync def main():\n    return [await get(x) for x in [1, 2]]\nasyncio.run(main())',
    )
    if (!isCandidate(found)) throw new Error('not found')
    expect(rewritten(found, 'async', { items: 2, cores: 2 })).toMatchObject({
      shown: expect.stringMatching(/^import os, asyncio\nasync def/),
    })
  })

  test('sends its work in chunks when there is much of it', () => {
    const found = findRace('def work(x):\n    return x\nprint([work(x) for x in range(1000)])')
    if (!isCandidate(found)) throw new Error('not found')
    expect(rewritten(found, 'processes', { items: 1000, cores: 2 })).toMatchObject({
      shown: expect.stringContaining('chunksize=125'),
    })
  })
})
