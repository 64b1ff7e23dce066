import { describe, expect, test } from 'vitest'
import { failureOf } from '../../bot/analysis/errors.ts'
import type { Library, RunResult } from '../../sandbox/sandbox.ts'
import { failedWith, ran } from './runs.ts'

const HERE: readonly Library[] = [
  { name: 'numpy', module: 'numpy', version: '1.24.2' },
  { name: 'pandas', module: 'pandas', version: '1.5.3' },
  { name: 'pydantic', module: 'pydantic', version: '1.10.4' },
  { name: 'SQLAlchemy', module: 'sqlalchemy', version: '1.4.46' },
  { name: 'websockets', module: 'websockets', version: '10.4' },
  { name: 'fastapi', module: 'fastapi', version: '0.92.0' },
  { name: 'httpx', module: 'httpx', version: '0.23.3' },
]

const failure = (error: string) => failureOf({ ...failedWith(error), libraries: HERE })
const sentence = (error: string) => failure(error)?.sentence ?? ''

describe('a library that is missing', () => {
  test('is named with the line at which the program stopped', () => {
    const missing = failure("ModuleNotFoundError: No module named 'tensorflow'")
    expect(missing?.sentence).toBe(
      "`tensorflow` isn't installed here, so the program stopped at line 3",
    )
    expect(missing).toMatchObject({ surroundings: true, lacks: 'library' })
  })

  test('is named by what is imported, not by a part of it', () => {
    expect(sentence("ModuleNotFoundError: No module named 'sklearn.cluster'")).toMatch(
      /^`sklearn` isn't installed here/,
    )
  })

  test('may be a file that was not sent', () => {
    expect(sentence("ModuleNotFoundError: No module named 'my_helpers'")).toContain(
      '`my_helpers.py` is a file of yours',
    )
  })

  test('of Python 2 is a mistake in the program, with the name of today', () => {
    const old = failure("ModuleNotFoundError: No module named 'urllib2'")
    expect(old?.sentence).toContain('in Python 3 it is `urllib.request`')
    expect(old?.surroundings).toBe(false)
  })

  test('cannot write into the sentence', () => {
    const named = sentence("ModuleNotFoundError: No module named '`x`\u202e @everyone'")
    expect(named).not.toContain('\u202e')
    expect(named.match(/`/g)?.length).toBe(4)
  })
})

describe('an error that the version of a library explains says so', () => {
  test.each([
    [
      "ImportError: cannot import name 'field_validator' from 'pydantic' (/usr/lib/python3/dist-packages/pydantic/__init__.py)",
      '`ImportError` at line 3: `field_validator` came with pydantic 2, and pydantic here is 1.10.4: use `@validator`',
    ],
    ["AttributeError: 'User' object has no attribute 'model_dump'", 'use `.dict()`'],
    ["AttributeError: type object 'User' has no attribute 'model_validate'", '`.parse_obj(...)`'],
    [
      "ImportError: cannot import name 'DeclarativeBase' from 'sqlalchemy.orm' (/usr/lib)",
      'came with sqlalchemy 2, and SQLAlchemy here is 1.4.46',
    ],
    [
      "AttributeError: module 'numpy' has no attribute 'float'. `np.float` was a deprecated alias",
      'was removed in numpy 1.24, and numpy here is 1.24.2: use `float`',
    ],
    ["AttributeError: 'DataFrame' object has no attribute 'map'", '`.applymap(...)`'],
    ["ModuleNotFoundError: No module named 'websockets.sync'", 'came with websockets 11'],
    [
      "TypeError: AsyncClient.__init__() got an unexpected keyword argument 'proxy'",
      'came with httpx 0.26',
    ],
    [
      "ImportError: cannot import name 'override' from 'typing' (/usr/lib/python3.11/typing.py)",
      'came with Python 3.12, and Python here is 3.11.2',
    ],
    [
      "AttributeError: 'State' object has no attribute 'pool'",
      '`lifespan=` came with FastAPI 0.93, and FastAPI here is 0.92.0',
    ],
    [
      "ImportError: cannot import name 'frobnicate' from 'pandas' (/usr/lib)",
      "`frobnicate` isn't in pandas 1.5.3, the version here",
    ],
  ])('%s', (error, said) => {
    expect(sentence(error)).toContain(said)
    expect(failure(error)?.lacks).toBe('version')
  })

  test.each([
    "AttributeError: 'User' object has no attribute 'nmae'",
    "AttributeError: module 'main' has no attribute 'run'",
    "ImportError: cannot import name 'f' from 'helpers' (/work/helpers.py)",
    "TypeError: f() got an unexpected keyword argument 'n'",
  ])('%s is the program’s own', (error) => {
    expect(failure(error)?.lacks).toBeNull()
  })

  test('a newer library lacks nothing', () => {
    const error = "AttributeError: 'User' object has no attribute 'model_dump'"
    const libraries = [{ name: 'pydantic', module: 'pydantic', version: '2.9.1' }]
    expect(failureOf({ ...failedWith(error), libraries })?.lacks).toBeNull()
  })
})

describe('arguments that were not given', () => {
  const stopped = (exitCode: number, stderr: string): RunResult =>
    ran({ status: 'error', exitCode, output: [{ stream: 'stderr', text: stderr }] })

  test('sys.argv is read beyond its end', () => {
    const text =
      'Traceback (most recent call last):\n  File "/work/main.py", line 4, in <module>\n    n = int(sys.argv[1])\n            ~~~~~~~~^^^\nIndexError: list index out of range\n'
    expect(failureOf(stopped(1, text))).toMatchObject({
      sentence: 'The program reads an argument at line 4 (`sys.argv[1]`) that it was not given',
      lacks: 'arguments',
      surroundings: true,
    })
  })

  test('argparse misses one', () => {
    const text =
      'usage: main.py [-h] --n N\nmain.py: error: the following arguments are required: --n\n'
    expect(failureOf(stopped(2, text))?.sentence).toBe(
      "The program didn't get the arguments it needs: `the following arguments are required: --n`",
    )
  })

  test('click misses one', () => {
    const text =
      "Usage: main.py [OPTIONS] NAME\nTry 'main.py --help' for help.\n\nError: Missing argument 'NAME'.\n"
    expect(failureOf(stopped(2, text))?.sentence).toContain("Missing argument 'NAME'.")
  })

  test('the program itself says how to call it', () => {
    expect(failureOf(stopped(1, 'Usage: main.py FILE [N]\n'))?.sentence).toBe(
      'The program ended by saying how to call it: `Usage: main.py FILE [N]`',
    )
  })

  test('a list of its own is none of them', () => {
    const text =
      'Traceback (most recent call last):\n  File "/work/main.py", line 4, in <module>\n    n = items[1]\nIndexError: list index out of range\n'
    expect(failureOf(stopped(1, text))?.lacks).toBeNull()
  })
})
