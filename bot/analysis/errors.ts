/** Errors that are common in concurrent Python, explained in plain words: one row for each error. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { lackOf } from './lacks/find.ts'
import type { Lack } from './lacks/lack.ts'
import { code, quote } from './wording.ts'

type Row = Readonly<{
  /** Matched against `Type: message`. */
  error: RegExp
  /** What happened and how to fix it. One sentence, without a full stop. */
  plain: string
  /** The program may be correct: something it needs is missing. */
  surroundings?: true
}>

export const ERRORS: readonly Row[] = [
  // Coroutines and loops
  {
    error: /'await' outside function/,
    plain:
      'a notebook can do this at the top level, a script can’t: put it in `async def main():`, and start that with `asyncio.run(main())`',
  },
  {
    error:
      /'await' outside async function|'async (for|with)' outside async function|asynchronous comprehension outside/,
    plain:
      '`await` works only inside a coroutine: write `async def` for the function around it, await that function where it is called, and start the outermost one with `asyncio.run(main())`',
  },
  {
    error: /^LookupError: <ContextVar/,
    plain:
      'the context variable has no value here: new threads and executor threads start with an empty context, so set it there, use `asyncio.to_thread`, or run the function with `contextvars.copy_context().run`',
  },
  {
    error: /async def functions are not natively supported/,
    plain:
      'pytest does not await coroutine tests by itself: install `pytest-asyncio` and mark the test with `@pytest.mark.asyncio`',
  },
  {
    error: /coroutine '[^']*' was never awaited/,
    plain:
      'a coroutine was created but never awaited, so it did not run: write `await` before the call',
  },
  {
    error:
      /asyncio\.run\(\) cannot be called from a running event loop|This event loop is already running|Cannot run the event loop while another loop is running/,
    plain:
      'an event loop is already running here (in a notebook it always is): `await` the coroutine instead of starting a second loop',
  },
  {
    error: /no running event loop/,
    plain:
      'this needs a running event loop: do it inside an `async def` that `asyncio.run(main())` starts',
  },
  {
    error: /There is no current event loop/,
    plain: 'no event loop exists in this thread: start one with `asyncio.run(main())`',
  },
  {
    error: /Event loop is closed/,
    plain:
      'something is used after its event loop ended: do all of it inside one `asyncio.run(main())`, and close sessions before it ends',
  },
  {
    error: /Task was destroyed but it is pending/,
    plain:
      'the loop ended while a task was unfinished: await the task, or cancel it and await that',
  },
  {
    error: /attached to a different loop|bound to a different event loop/,
    plain:
      'a lock, queue or future was made for another event loop: make it inside the coroutine that uses it, in one `asyncio.run`',
  },
  {
    error: /a coroutine was expected, got/,
    plain:
      'a coroutine is needed here: call the `async def` function, as in `asyncio.run(main())`, with the parentheses',
  },
  {
    error: /unhashable type: 'list'|An asyncio\.Future, a coroutine or an awaitable is required/,
    plain:
      'something else is given where coroutines are needed: `asyncio.gather` takes coroutines one by one, as in `gather(*coroutines)`, and none that was awaited already',
  },
  {
    error: /cannot reuse already awaited coroutine/,
    plain: 'a coroutine object can be awaited once: call the function again to get a new one',
  },
  {
    error: /object (\w+ )?can't be used in 'await' expression/,
    plain:
      '`await` needs a coroutine, task or future, and this is a plain value: leave `await` out, or call the async version',
  },
  {
    error: /'coroutine' object (has no attribute|is not (subscriptable|iterable|callable))/,
    plain: 'the result of an `async def` is used without `await`: write `await` before the call',
  },
  {
    error:
      /'async_generator' object|'async for' requires an object with __aiter__|object is not (an async iterable|iterable)/,
    plain:
      'the wrong kind of `for`: walk through an async generator with `async for`, and through anything else with `for`',
  },
  {
    error: /does not support the asynchronous context manager protocol/,
    plain: 'this cannot be entered with `async with`: use a plain `with`, or the async library',
  },
  {
    error: /does not support the context manager protocol|^AttributeError: __enter__/,
    plain: 'this cannot be entered with `with`: an async object needs `async with`',
  },
  {
    error: /Passing coroutines is forbidden, use tasks explicitly/,
    plain:
      '`asyncio.wait()` takes tasks since Python 3.11: use `asyncio.gather(...)`, or wrap each coroutine in `asyncio.create_task`',
  },
  {
    error: /unexpected keyword argument 'loop'/,
    plain: "asyncio hasn't accepted `loop=` since Python 3.10: leave it out",
  },
  {
    error: /module 'asyncio' has no attribute '(coroutine|async|get_running_loops?|JoinableQueue)'/,
    plain: 'that part of asyncio was removed from Python: write `async def` and `await`',
  },
  {
    error: /module 'asyncio' has no attribute '(TaskGroup|timeout|Runner)'/,
    plain:
      'that part of asyncio needs Python 3.11 or newer; or a file of yours is named `asyncio.py`',
  },
  {
    error: /^(asyncio\.)?(exceptions\.)?CancelledError/,
    plain:
      'the task was cancelled while it waited, by `cancel()`, by a timeout or because its group failed: catch it only to clean up, then raise it again',
  },
  {
    error: /^(asyncio\.)?(exceptions\.)?TimeoutError|^concurrent\.futures\.\S*TimeoutError/,
    plain:
      'something took longer than the timeout it was given: allow more time, or catch TimeoutError and go on',
  },
  {
    error: /^(asyncio\.)?(exceptions\.)?InvalidStateError/,
    plain:
      'a future was asked for its result before it had one, or given one twice: `await` it instead',
  },
  {
    error: /^(asyncio\.)?(queues\.)?QueueFull|^(queue|_queue)\.Full/,
    plain: 'the queue has reached its `maxsize`: wait with `put` instead of `put_nowait`',
  },
  {
    error: /^(asyncio\.)?(queues\.)?QueueEmpty|^(queue|_queue)\.Empty/,
    plain:
      'the queue was empty: wait with `get` instead of `get_nowait`, or catch it as the end of the work',
  },
  {
    error: /task_done\(\) called too many times/,
    plain: '`task_done()` was called more often than `get()`: call it once for each item',
  },
  {
    error: /^(asyncio\.)?(exceptions\.)?IncompleteReadError/,
    plain: 'the other side closed the connection before all bytes came',
  },
  {
    error: /ExceptionGroup: unhandled errors in a TaskGroup/,
    plain:
      'a task of the TaskGroup failed, so the others were cancelled: the first error inside the group is the one to fix; catch it with `except*`',
  },
  {
    error: /Lock is not acquired|release unlocked lock|cannot release un-acquired lock/,
    plain:
      'a lock is released that is not held: use `with lock:` (or `async with`) and let it release',
  },
  {
    error: /Semaphore released too many times|BoundedSemaphore released too many times/,
    plain: 'a semaphore is released more often than it was taken: use `with` and let it release',
  },

  // Threads and processes
  {
    error: /can't start new thread/,
    plain:
      'there are more threads than the system allows: use a ThreadPoolExecutor with a few workers, or asyncio',
  },
  {
    error: /threads can only be started once/,
    plain: 'a Thread object runs once: make a new one for each start',
  },
  {
    error: /cannot join thread before it is started|can only join a started process/,
    plain: '`join()` came before `start()`: start it first',
  },
  {
    error: /cannot join current thread/,
    plain: 'a thread waits for itself to end: join it from another thread',
  },
  {
    error: /signal only works in main thread/,
    plain: 'signals can be handled in the main thread only: set the handler there',
  },
  {
    error: /SQLite objects created in a thread can only be used in that same thread/,
    plain:
      'a sqlite3 connection belongs to the thread that made it: open one connection in each thread',
  },
  {
    error:
      /another operation is in progress|provisioning a new connection; concurrent operations are not permitted|readexactly\(\) called while another coroutine is already waiting/,
    plain:
      'one database connection is used by several tasks at the same time, and it runs one query at a time: give each task its own from a pool, or await one query after another',
  },
  {
    error: /Recursive use of cursors not allowed|commands out of sync/i,
    plain:
      'several threads use one cursor or connection at the same time: open one in each thread, or guard it with a lock',
  },
  {
    error: /database is locked/,
    plain:
      'another connection is writing to the SQLite file: keep transactions short, or let one thread do the writing',
  },
  {
    error: /BrokenProcessPool|A process in the process pool was terminated abruptly/,
    plain:
      'a worker process died without an error (killed, out of memory, or started without `if __name__ == "__main__":`), and the pool with it',
  },
  {
    error: /before the current process has finished its bootstrapping phase|freeze_support/,
    plain:
      'the program starts processes while it is being imported: put the start under `if __name__ == "__main__":`',
  },
  {
    error:
      /[Cc]an't (get|pickle) (local )?(object|attribute|<function)|cannot pickle|PicklingError/,
    plain:
      'processes get their work by pickling, which cannot carry lambdas, nested functions, locks, generators or open files: hand over a function at the top of the module and plain data',
  },
  {
    error: /daemonic processes are not allowed to have children/,
    plain:
      'a pool worker cannot start processes of its own: start them from the main process, or use threads inside',
  },
  {
    error: /objects should only be shared between processes through inheritance/,
    plain:
      'locks and queues of multiprocessing reach workers when those are made, not as task arguments: pass them through `initializer`, or use a Manager',
  },
  {
    error: /cannot schedule new futures after (interpreter )?shutdown/,
    plain: 'work is submitted to a pool that has ended: submit it inside the `with` block',
  },
  {
    error: /Pool not running/,
    plain:
      'the pool was closed or its `with` block left before the work was handed over or collected',
  },
  {
    error: /context has already been set/,
    plain: '`set_start_method` may be called once, under `if __name__ == "__main__":`',
  },
  {
    error: /'\w+' object is not callable/,
    plain:
      'a value is used as a function; `Thread(target=f())` and `submit(f())` call `f` at once: leave the brackets out',
  },

  // Requests and connections
  {
    error:
      /InvalidURL|InvalidUrlClientError|MissingSchema|InvalidSchema|UnsupportedProtocol|unknown url type|NonHttpUrl/,
    plain:
      'the address is not a full URL: it must begin with `https://` (or `http://`), with nothing before it',
  },
  {
    error: /Session is closed|Cannot send a request, as the client has been closed/,
    plain: 'the session was closed before the request: keep the requests inside its `with` block',
  },
  {
    error: /Timeout context manager should be used inside a task/,
    plain: 'aiohttp is used outside a task: call it in a coroutine that `asyncio.run(main())` runs',
  },
  {
    error: /Address already in use/,
    plain: 'another server is using that port: stop it, or use another port',
  },
  {
    error: /Too many open files/,
    plain:
      'too many files or connections are open at once: bound them with a semaphore, and close them with `with`',
  },
  {
    error: /maximum recursion depth exceeded/,
    plain: 'a function calls itself without reaching an end: check the condition that stops it',
  },
  { error: /^MemoryError/, plain: 'there is no memory left: work through the data in pieces' },

  // Not there
  {
    error: /^FileNotFoundError/,
    plain: 'that file or folder is not there: attach the file, or check its name',
    surroundings: true,
  },
  {
    error: /^EOFError/,
    plain: 'the program asks for input and got none: give it some',
    surroundings: true,
  },
  {
    error:
      /^(ConnectionRefusedError|socket\.gaierror|TimeoutError: \[Errno 110\]|OSError: (\[Errno 101\]|Multiple exceptions)|ConnectionResetError|\S*(ConnectionError|ConnectError|ClientConnectorError|ClientConnectorDNSError|ServerDisconnectedError|ContentTypeError|JSONDecodeError|SSLError|ReadTimeout|ConnectTimeout))\b/,
    plain:
      'nothing that this program expects answers at that address: the sandbox has a practice web instead of the internet',
    surroundings: true,
  },
  {
    error: /^_?tkinter\.TclError|no display name|cannot connect to X server/,
    plain: 'there is no screen for windows in the sandbox',
    surroundings: true,
  },
  {
    error: /^PermissionError|Read-only file system/,
    plain: 'the sandbox does not allow that',
    surroundings: true,
  },
]

export type Failure = Readonly<{
  /** `Type: message` as Python printed it; untrusted, so escape it before showing it. */
  text: string
  line: number | null
  /** One sentence without a full stop, safe for chat. */
  sentence: string
  /** Something the program needs is missing; the program itself may be right. */
  surroundings: boolean
  /** The table explains it. */
  known: boolean
  /** What the program needed but didn't have, where the error says so. */
  lacks: Lack['of'] | null
}>

/** Finds the error that ended a run, or that it reported; null where there is none. */
export function failureOf(result: RunResult): Failure | null {
  const text = errorText(result)
  const stderr = stderrOf(result)
  const line = result.trace?.error?.line || lineInTraceback(stderr) || null
  const lack = result.status === 'error' && lackOf({ error: text ?? '', stderr, line, result })
  if (lack) {
    const { sentence, surroundings, of: lacks } = lack
    return { text: text ?? '', line, sentence, surroundings, known: true, lacks }
  }
  if (!text) return null
  const row = ERRORS.find(({ error }) => error.test(text))
  const where = line ? ` at line ${line}` : ''
  const type = /^[\w.]+/.exec(text)?.[0] ?? 'error'
  return {
    text,
    line,
    sentence: row ? `${code(lastPart(type))}${where}: ${row.plain}` : `${quote(text)}${where}`,
    surroundings: row?.surroundings === true,
    known: row !== undefined,
    lacks: null,
  }
}

/** Explains a warning or message, such as `Task was destroyed but it is pending!`. */
export const explain = (text: string): string | null =>
  ERRORS.find(({ error }) => error.test(text))?.plain ?? null

const lastPart = (type: string): string => type.split('.').at(-1) ?? type

/** Characters at the end of stderr to search. */
const TAIL = 16_384

const stderrOf = (result: RunResult): string =>
  result.output
    .filter(({ stream }) => stream === 'stderr')
    .map(({ text }) => text)
    .join('')
    .slice(-TAIL)

const ERROR_TYPE =
  /Error|Exception|Exit|Interrupt|Group|Warning|Timeout|Full|Empty|Closed|InvalidURL|MissingSchema|InvalidSchema|UnsupportedProtocol|BrokenProcessPool|Cancelled/

/** `module.SomeError: message`, or without a message. */
function isErrorLine(line: string): boolean {
  const [, type = ''] = /^([A-Za-z_][\w.]*)(?::|\s*$)/.exec(line) ?? []
  return ERROR_TYPE.test(type.slice(Math.max(1, type.lastIndexOf('.') + 1)))
}

function errorText(result: RunResult): string | null {
  if (result.status === 'ok') return null
  const lines = stderrOf(result).trimEnd().split('\n')
  const printed = lines.findLast((line) => isErrorLine(line.slice(0, 2000)))
  if (printed && result.status === 'error' && /Traceback|File "/.test(lines.join('\n')))
    return wholeMessage(lines, printed)
  const error = result.trace?.error
  return error ? `${error.type}: ${error.message}` : null
}

/** A message can span several lines; messages from interpreter shutdown come after it. */
function wholeMessage(lines: readonly string[], printed: string): string {
  const [first = '', ...more] = lines.slice(lines.lastIndexOf(printed)).slice(0, 4)
  const end = more.findIndex((line) => /Warning: |^Traceback|^Task |^Exception ignored/.test(line))
  return [first, ...(end < 0 ? more : more.slice(0, end))].join(' ').slice(0, 600)
}

/** The last line of the learner's own file that a traceback names. */
function lineInTraceback(stderr: string): number {
  let line = 0
  for (const match of stderr.matchAll(/File "[^"]*\bmain\.py", line (\d{1,6})/g))
    line = Number(match[1])
  return line
}
