/** Files that import each other are one program to the advisor. */
import { describe, expect, test } from 'vitest'
import { advise } from '../../bot/analysis/advise.task.ts'
import { placesNamed } from '../../bot/analysis/places.ts'
import type { RunResult } from '../../sandbox/sandbox.ts'
import { FILE_LINES } from '../../sandbox/trace.ts'
import { ran } from './runs.ts'

type Files = Readonly<Record<string, string>>
const adviceOn = (main: string, files: Files, result: RunResult | null = ran()) =>
  advise(
    main,
    result,
    [],
    Object.entries(files).map(([name, code]) => ({ name, code })),
  )

const SLEEPS = 'import time\n\ndef work(n):\n    time.sleep(0.2)\n    return n\n'

describe('a wait in another file that the program calls in a loop can overlap', () => {
  test.each<[string, string, Files]>([
    ['import job', 'import job\nfor n in range(5):\n    print(job.work(n))', { 'job.py': SLEEPS }],
    ['as', 'import job as j\nfor n in range(5):\n    print(j.work(n))', { 'job.py': SLEEPS }],
    ['from', 'from job import work\nfor n in range(5):\n    work(n)', { 'job.py': SLEEPS }],
    ['from as', 'from job import work as w\nfor n in range(5):\n    w(n)', { 'job.py': SLEEPS }],
    ['star', 'from job import *\nfor n in range(5):\n    work(n)', { 'job.py': SLEEPS }],
    [
      'a package',
      'from pkg.job import work\nfor n in range(5):\n    work(n)',
      { 'pkg/__init__.py': '', 'pkg/job.py': SLEEPS },
    ],
    [
      'a package that gives it on',
      'import pkg\nfor n in range(5):\n    pkg.work(n)',
      { 'pkg/__init__.py': 'from .job import work', 'pkg/job.py': SLEEPS },
    ],
    [
      'a class',
      'from job import Worker\nw = Worker()\nfor n in range(5):\n    w.run(n)',
      { 'job.py': 'import time\nclass Worker:\n    def run(self, n):\n        time.sleep(0.2)\n' },
    ],
    [
      'over two files',
      'import job\nfor n in range(5):\n    job.work(n)',
      { 'job.py': 'import deep\ndef work(n):\n    return deep.work(n)', 'deep.py': SLEEPS },
    ],
    [
      'files that import each other',
      'import job\nfor n in range(5):\n    job.work(n)',
      { 'job.py': `import other\n${SLEEPS}`, 'other.py': 'import job' },
    ],
    [
      'an object made in another file',
      'from job import http\nfor n in range(5):\n    http.get("https://example.org")',
      { 'job.py': 'import requests\nhttp = requests.Session()' },
    ],
    [
      'items listed in another file',
      'from job import work\nfrom names import ITEMS\nfor n in ITEMS:\n    work(n)',
      { 'job.py': SLEEPS, 'names.py': 'ITEMS = [1, 2, 3, 4, 5]' },
    ],
  ])('%s', (_, main, files) => {
    const { verdict, headline } = adviceOn(main, files, null)
    expect([verdict, headline]).toEqual(['threads', expect.stringMatching(/^5 /)])
  })
})

test('a file that nobody imports has no say', () => {
  const { verdict } = adviceOn('print(1)', { 'job.py': `${SLEEPS}for n in range(5): work(n)` })
  expect(verdict).toBe('sequential')
})

test('functions of one name in two files are two', () => {
  const main = 'import job\ndef work(n):\n    return n\nfor n in range(5):\n    work(n)\n'
  expect(adviceOn(main, { 'job.py': SLEEPS }).verdict).toBe('sequential')
})

test('a finding in another file names it, and counts its lines from its top', () => {
  const main = 'import asyncio, job\nasyncio.run(job.main())'
  const job = 'import time\n\nasync def main():\n    time.sleep(1)\n'
  const { findings, headline } = adviceOn(main, { 'a.py': 'x = 1', 'job.py': job })
  expect(findings[0]).toMatchObject({ name: 'blocking-sleep-in-async', file: 'job.py', line: 4 })
  expect(headline).toContain('Line 4 of `job.py`')
})

test('what the interpreter tells of other files is told by their names', () => {
  const main = 'import job\njob.work(1)'
  const line = { thread: 'MainThread', func: 'work', leaf: '', samples: 90, wallMs: 900, cpuMs: 1 }
  const result = ran(
    { waiting: { sleep: 900 } },
    { files: ['z.py', 'job.py'], lines: [{ ...line, line: 2 * FILE_LINES + 4 }] },
  )
  const { evidence } = adviceOn(main, { 'job.py': SLEEPS }, result)
  expect(evidence.join('\n')).toContain('line 4 of `job.py`')
})

test.each([
  ['at line 3000012', 'at line 12 of `c.py`'],
  ['Line 1000002: x', 'Line 2 of `a.py`: x'],
  ['lines 2000003 to 2000009', 'lines 3 to 9 of `b.py`'],
  ['lines 4, 1000007 and 1000008', 'line 4 and lines 7 and 8 of `a.py`'],
  ['lines 1, 2 and 3', 'lines 1, 2 and 3'],
  ['line 9000001', 'line 1 of `another file`'],
])('%j is told as %j', (text, told) => {
  expect(placesNamed(text, ['a.py', 'b.py', 'c.py'])).toBe(told)
})
