import { describe, expect, test } from 'vitest'
import { findRace, isCandidate } from '../../../bot/analysis/proof/rewrite/find.ts'

/** Functions that the snippets call. */
const WORK = `import asyncio, time, requests, hashlib
def work(x, y=0):
    time.sleep(0.1)
    return x
async def get(x):
    await asyncio.sleep(0.1)
    return x
def crunch(n):
    return sum(i * i for i in range(n))
xs = [1, 2, 3]
out = []
d = {}
`

describe('found', () => {
  test.each([
    ['a loop that appends', 'for x in xs:\n    out.append(work(x))', 'work', 'for'],
    ['a list comprehension', 'out = [work(x) for x in xs]', 'work', 'comprehension'],
    [
      'a comprehension with a condition',
      'r = [work(x) for x in xs if x > 1]',
      'work',
      'comprehension',
    ],
    ['a call that chooses', 'r = [x for x in xs if crunch(x)]', 'crunch', 'comprehension'],
    ['a dict comprehension', 'd = {x: work(x) for x in xs}', 'work', 'comprehension'],
    ['a set comprehension', 'print({crunch(x) for x in xs})', 'crunch', 'comprehension'],
    ['two for clauses', 'r = [work(x, y) for x in xs for y in xs]', 'work', 'comprehension'],
    [
      'a sum of a generator expression',
      'print(sum(crunch(x) for x in xs))',
      'crunch',
      'comprehension',
    ],
    ['list(map(...))', 'r = list(map(work, xs))', 'work', 'map'],
    ['a loop over map', 'for r in map(crunch, xs):\n    print(r)', 'crunch', 'map'],
    ['map with a lambda', 'r = list(map(lambda x: work(x), xs))', 'lambda x: work(x)', 'map'],
    ['a dict that is filled', 'for x in xs:\n    d[x] = work(x)', 'work', 'for'],
    ['+= of a list', 'for x in xs:\n    out += [work(x)]', 'work', 'for'],
    ['a bare call', 'for x in xs:\n    work(x)', 'work', 'for'],
    ['range', 'for i in range(10):\n    work(i)', 'work', 'for'],
    ['enumerate', 'for i, x in enumerate(xs):\n    d[i] = work(x)', 'work', 'for'],
    [
      'zip with two arguments',
      'for x, y in zip(xs, xs):\n    out.append(work(x, y))',
      'work',
      'for',
    ],
    ['a total', 'total = 0\nfor x in xs:\n    total += crunch(x)', 'crunch', 'for'],
    ['a result printed', 'for x in xs:\n    print(work(x))', 'work', 'for'],
    [
      'a name made before the call',
      'for x in xs:\n    y = x * 2\n    r = work(y)\n    print(x, r)',
      'work',
      'for',
    ],
    [
      'a call under an if',
      'for x in xs:\n    if x > 1:\n        out.append(work(x))',
      'work',
      'for',
    ],
    [
      'continue before the call',
      'for x in xs:\n    if x == 2:\n        continue\n    out.append(work(x))',
      'work',
      'for',
    ],
    [
      'a call in the condition of an if',
      'n = 0\nfor x in xs:\n    if crunch(x) > 2:\n        n += 1',
      'crunch',
      'for',
    ],
    [
      'places of a list of its own',
      'for i in range(3):\n    xs[i] = crunch(xs[i])',
      'crunch',
      'for',
    ],
    [
      'requests',
      'for x in xs:\n    r = requests.get(f"https://e.org/{x}")\n    print(r.text)',
      'requests.get',
      'for',
    ],
    [
      'native code',
      'r = [hashlib.sha256(b).hexdigest() for b in [b"a", b"b"]]',
      'hashlib.sha256',
      'comprehension',
    ],
    [
      'await in a loop',
      'async def main():\n    for x in xs:\n        out.append(await get(x))\nasyncio.run(main())',
      'get',
      'for',
    ],
    [
      'await in a comprehension',
      'async def main():\n    return [await get(x) for x in xs]\nasyncio.run(main())',
      'get',
      'comprehension',
    ],
    [
      'the inner of two loops',
      'for x in xs:\n    for y in xs:\n        out.append(work(x, y))',
      'work',
      'for',
    ],
    [
      'the loop that works, not the one inside it',
      'def tidy(n):\n    return n\ndef all_of(n):\n    return [tidy(i) for i in range(n)]\nr = [crunch(x) for x in xs]\nprint(all_of(3))',
      'crunch',
      'comprehension',
    ],
  ])('%s', (_, snippet, callee, kind) => {
    const found = findRace(WORK + snippet)
    if (!isCandidate(found)) throw new Error(`not found: ${found?.reason}`)
    expect([found.callee.text, found.shape.kind]).toEqual([callee, kind])
  })
})

describe('refused, with the reason', () => {
  test.each([
    [
      'the result goes into the next call',
      't = 0\nfor _ in xs:\n    t = work(t)',
      'each turn uses `t`',
    ],
    [
      'a neighbour is read',
      'for i in range(1, 3):\n    xs[i] = crunch(xs[i - 1])',
      'each turn uses `xs`',
    ],
    [
      'what was seen decides',
      'seen = set()\nfor x in xs:\n    if x in seen:\n        continue\n    seen.add(work(x))',
      'each turn uses `seen`',
    ],
    [
      'the list that is walked grows',
      'for x in xs:\n    xs.append(work(x))',
      'each turn uses `xs`',
    ],
    [
      'a cursor',
      'cursor = None\nfor _ in range(5):\n    page = work(cursor)\n    cursor = page',
      'each turn uses `cursor`',
    ],
    [
      'break on a result',
      'for x in xs:\n    if work(x) == 2:\n        break',
      '`break` at line 15',
    ],
    [
      'return of a result',
      'def first():\n    for x in xs:\n        if work(x):\n            return x\nfirst()',
      '`return` at line 16',
    ],
    [
      'yield',
      'def each():\n    for x in xs:\n        yield work(x)\nprint(list(each()))',
      '`yield`',
    ],
    ['a generator expression kept for later', 'g = (work(x) for x in xs)\nnext(g)', 'lazy'],
    ['map kept for later', 'm = map(work, xs)\nnext(m)', 'lazy'],
    ['any() stops at the first', 'any(work(x) for x in xs)', 'lazy'],
    [
      'a global counter',
      'n = 0\ndef tally(x):\n    global n\n    work(x)\n    n += 1\nfor x in xs:\n    tally(x)',
      '`tally` changes `n`',
    ],
    [
      'a shared list',
      'def save(x):\n    out.append(work(x))\nfor x in xs:\n    save(x)',
      '`save` changes `out`',
    ],
    [
      'a cache',
      'def cached(x):\n    d[x] = work(x)\n    return d[x]\nr = [cached(x) for x in xs]',
      '`cached` changes `d`',
    ],
    [
      'an attribute',
      'class Bot:\n    def __init__(self):\n        self.n = 0\n    def go(self, x):\n        self.n += 1\n        return work(x)\nbot = Bot()\nfor x in xs:\n    bot.go(x)',
      'changes `self`',
    ],
    [
      'the function reads what the loop sets',
      'last = 0\ndef add(x):\n    return work(x) + last\nfor x in xs:\n    last = add(x)',
      'reads `last`',
    ],
    [
      'input',
      'def ask(x):\n    time.sleep(1)\n    return input(x)\nr = [ask(x) for x in xs]',
      'asks for input',
    ],
    [
      'try in the loop',
      'for x in xs:\n    try:\n        work(x)\n    except ValueError:\n        pass',
      '`try`',
    ],
    [
      'with in the loop',
      'for x in xs:\n    with open("log") as f:\n        f.write(str(work(x)))',
      '`with`',
    ],
    [
      'one branch of two',
      'for x in xs:\n    if x:\n        work(x)\n    else:\n        out.append(x)',
      'some turns only',
    ],
    ['while', 'n = 3\nwhile n:\n    work(n)\n    n -= 1', '`while` loop'],
    ['for … else', 'for x in xs:\n    work(x)\nelse:\n    print(1)', '`else`'],
    ['two statements on a line', 'a = 1; b = [work(x) for x in xs]', 'lines of its own'],
  ])('%s', (_, snippet, reason) => {
    const found = findRace(WORK + snippet)
    expect(found && 'reason' in found ? found.reason : 'raced').toContain(reason)
  })
})

describe('nothing to race', () => {
  test.each([
    ['no loop', 'print(work(1))'],
    ['methods of values', 'r = [str(x).upper() for x in xs]'],
    ['builtins', 'for x in xs:\n    print(x)'],
    ['a sleep that sets the pace', 'for x in xs:\n    print(x)\n    time.sleep(1)'],
    [
      'async already',
      'async def main():\n    await asyncio.gather(*(get(x) for x in xs))\nasyncio.run(main())',
    ],
    [
      'threads already',
      'import threading\nts = [threading.Thread(target=work, args=(x,)) for x in xs]\nfor t in ts:\n    t.start()\nfor t in ts:\n    t.join()',
    ],
    [
      'a function that loops within its own recursion',
      'def walk(n):\n    return [walk(i) for i in range(n)]\nwalk(3)',
    ],
    ['exceptions', 'errors = [ValueError(x) for x in xs]'],
    ['a function that nobody calls', 'def unused():\n    return [work(x) for x in xs]'],
  ])('%s', (_, snippet) => {
    expect(findRace(WORK + snippet)).toBeNull()
  })

  test('a broken program is said to be broken', () => {
    expect(findRace(`${WORK}for x in xs\n    work(x`)).toMatchObject({
      line: null,
      reason: expect.stringContaining('syntax'),
    })
  })
})
