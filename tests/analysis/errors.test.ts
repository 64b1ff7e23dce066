import { expect, test } from 'vitest'
import { ERRORS, failureOf } from '../../bot/analysis/errors.ts'
import { failedWith, ran } from './runs.ts'

const sentence = (error: string, line?: number): string =>
  failureOf(failedWith(error, line))?.sentence ?? ''

test.each([
  [
    'RuntimeError: asyncio.run() cannot be called from a running event loop',
    'await` the coroutine',
  ],
  ["SyntaxError: 'await' outside function", 'notebook'],
  ["SyntaxError: 'await' outside async function", 'write `async def`'],
  ["LookupError: <ContextVar name='user' at 0x7f>", 'asyncio.to_thread'],
  [
    'asyncpg.exceptions._base.InterfaceError: cannot perform operation: another operation is in progress',
    'one query at a time',
  ],
  ['sqlite3.ProgrammingError: Recursive use of cursors not allowed.', 'open one in each thread'],
  ['RuntimeError: no running event loop', 'asyncio.run(main())'],
  ['RuntimeError: Event loop is closed', 'inside one `asyncio.run(main())`'],
  ['RuntimeError: Task was destroyed but it is pending!', 'await the task'],
  ['asyncio.exceptions.CancelledError', 'raise it again'],
  ['TimeoutError', 'longer than the timeout'],
  [
    'concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly',
    'worker process died',
  ],
  ["AttributeError: Can't pickle local object 'main.<locals>.f'", 'top of the module'],
  ["TypeError: cannot pickle '_thread.lock' object", 'top of the module'],
  [
    'RuntimeError: An attempt has been made to start a new process before the current process has finished its bootstrapping phase.',
    '__name__',
  ],
  ["RuntimeError: can't start new thread", 'ThreadPoolExecutor'],
  ['aiohttp.client_exceptions.InvalidURL: /https://example.com', 'begin with `https://`'],
  ["requests.exceptions.MissingSchema: Invalid URL 'example.com'", 'begin with `https://`'],
  ["TypeError: object int can't be used in 'await' expression", 'leave `await` out'],
  ["TypeError: 'coroutine' object is not iterable", 'write `await`'],
  ["AttributeError: 'coroutine' object has no attribute 'json'", 'write `await`'],
  ['ValueError: a coroutine was expected, got <function main at 0x7f>', 'with the parentheses'],
  ['RuntimeError: cannot reuse already awaited coroutine', 'call the function again'],
  ["TypeError: 'async for' requires an object with __aiter__ method, got list", 'async for'],
  ['TypeError: Passing coroutines is forbidden, use tasks explicitly.', 'asyncio.gather'],
  ['RuntimeError: threads can only be started once', 'new one'],
  ['RuntimeError: cannot schedule new futures after shutdown', 'inside the `with`'],
  ['ValueError: task_done() called too many times', 'once for each item'],
  [
    'RuntimeError: <asyncio.locks.Lock object at 0x7f> is bound to a different event loop',
    'one `asyncio.run`',
  ],
  [
    'OSError: [Errno 98] error while attempting to bind on address: address already in use'.replace(
      'address already',
      'Address already',
    ),
    'port',
  ],
  ['AssertionError: daemonic processes are not allowed to have children', 'main process'],
])('%s is explained', (error, fix) => {
  expect(sentence(error, 7)).toContain(fix)
  expect(sentence(error, 7)).toContain('at line 7')
})

test('what is missing around the program is told apart from its own mistakes', () => {
  expect(failureOf(failedWith("ModuleNotFoundError: No module named 'bs4'"))?.surroundings).toBe(
    true,
  )
  expect(failureOf(failedWith("NameError: name 'totl' is not defined"))?.surroundings).toBe(false)
})

test('an error that no row explains is quoted, without its markup', () => {
  expect(sentence('ValueError: `a`\u202e @everyone')).toBe("`ValueError: 'a' @everyone` at line 3")
})

test('a program that ends well or by sys.exit has no failure', () => {
  expect(failureOf(ran())).toBeNull()
  expect(failureOf(ran({ status: 'error', exitCode: 3 }))).toBeNull()
})

test('every sentence is one sentence, without a full stop', () => {
  for (const { plain } of ERRORS) expect(plain).not.toMatch(/[.!]$|\. [A-Z]/)
})
