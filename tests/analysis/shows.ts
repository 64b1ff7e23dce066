/** For each finding: programs that have it and close ones that do not. */
import { finding, type Row } from './rows.ts'
import { computed, held, ran, timedOut } from './runs.ts'
import { showsOfFrameworks } from './shows-frameworks.ts'
import { showsOfKinds } from './shows-kinds.ts'
import { lostWork } from './shows-lost-work.ts'
import { threadsAndLoops } from './shows-threads-and-loops.ts'

/** Runs the coroutine `f` several times at once. */
const SEVERAL = `
async def main():
    await asyncio.gather(*(f() for _ in range(10)))
asyncio.run(main())`
const THREADED = `
threads = [threading.Thread(target=f) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()`

export const shows: readonly Row[] = [
  ...lostWork,
  ...showsOfFrameworks,
  ...showsOfKinds,
  ...threadsAndLoops,
  ...finding('blocking-sleep-in-async', (yes, no) => [
    yes('time.sleep in a coroutine', 'import time\nasync def f():\n    time.sleep(1)'),
    yes(
      'imported by name and renamed',
      'from time import sleep as nap\nasync def f():\n    nap(1)',
    ),
    no(
      'handed to a thread',
      'import asyncio, time\nasync def f():\n    await asyncio.to_thread(time.sleep, 1)',
    ),
    no(
      'in a lambda for the executor',
      'import asyncio, time\nasync def f(loop):\n    await loop.run_in_executor(None, lambda: time.sleep(1))',
    ),
    no('in a plain function', 'import time\ndef f():\n    time.sleep(1)'),
    no('time.sleep(0) gives up at once', 'import time\nasync def f():\n    time.sleep(0)'),
  ]),
  ...finding('blocking-http-in-async', (yes, no) => [
    yes('requests.get', 'import requests\nasync def f(u):\n    return requests.get(u)'),
    yes(
      'a session made elsewhere',
      'import requests\ns = requests.Session()\nasync def f(u):\n    return s.get(u)',
    ),
    yes(
      'urlopen',
      'from urllib.request import urlopen\nasync def f(u):\n    return urlopen(u).read()',
    ),
    no(
      'an async client',
      'import httpx\nasync def f(u):\n    async with httpx.AsyncClient() as c:\n        return await c.get(u)',
    ),
    no(
      'in a thread',
      'import asyncio, requests\nasync def f(u):\n    return await asyncio.to_thread(requests.get, u)',
    ),
    no('get of a dict', 'async def f(d):\n    return d.get("x")'),
  ]),
  ...finding('blocking-file-in-async', (yes, no) => [
    yes('open', 'async def f():\n    with open("x") as g:\n        return 1'),
    yes(
      'Path.read_text',
      'from pathlib import Path\nasync def f():\n    return Path("x").read_text()',
    ),
    no(
      'aiofiles',
      'import aiofiles\nasync def f():\n    async with aiofiles.open("x") as g:\n        return await g.read()',
    ),
    no(
      'in a thread',
      'import asyncio\nfrom pathlib import Path\nasync def f():\n    return await asyncio.to_thread(Path("x").read_text)',
    ),
  ]),
  ...finding('blocking-subprocess-in-async', (yes, no) => [
    yes('subprocess.run', 'import subprocess\nasync def f():\n    subprocess.run(["ls"])'),
    yes('os.system', 'import os\nasync def f():\n    os.system("ls")'),
    no(
      'asyncio subprocess',
      'import asyncio\nasync def f():\n    p = await asyncio.create_subprocess_exec("ls")\n    await p.wait()',
    ),
    no('a plain function', 'import subprocess\ndef f():\n    subprocess.run(["ls"])'),
  ]),
  ...finding('blocking-socket-or-db-in-async', (yes, no) => [
    yes(
      'sqlite3',
      'import sqlite3\nasync def f():\n    c = sqlite3.connect("x")\n    c.execute("select 1")',
    ),
    yes(
      'a socket',
      'import socket\nasync def f():\n    s = socket.socket()\n    s.connect(("h", 1))\n    s.recv(1)',
    ),
    no(
      'aiosqlite',
      'import aiosqlite\nasync def f():\n    async with aiosqlite.connect("x") as c:\n        await c.execute("select 1")',
    ),
    no(
      'asyncio streams',
      'import asyncio\nasync def f():\n    r, w = await asyncio.open_connection("h", 1)\n    await r.read()',
    ),
  ]),
  ...finding('blocking-input-in-async', (yes, no) => [
    yes('input', 'async def f():\n    name = input("name? ")'),
    yes('getpass', 'import getpass\nasync def f():\n    p = getpass.getpass()'),
    no(
      'in a thread',
      'import asyncio\nasync def f():\n    name = await asyncio.to_thread(input, "name? ")',
    ),
    no('before the loop', 'import asyncio\nasync def f(n): pass\nasyncio.run(f(input()))'),
  ]),
  ...finding('blocking-lock-or-queue-in-async', (yes, no) => [
    no(
      'a queue that has something',
      'import asyncio, queue\nq = queue.Queue()\nasync def f():\n    while q.empty():\n        await asyncio.sleep(0)\n    return q.get()',
    ),
    yes('queue.Queue.get', 'import queue\nq = queue.Queue()\nasync def f():\n    return q.get()'),
    yes(
      'joining a thread',
      'import threading\nasync def f(g):\n    t = threading.Thread(target=g)\n    t.start()\n    t.join()',
    ),
    yes(
      'the result of a future',
      'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\nasync def f(g):\n    return pool.submit(g).result()',
    ),
    no(
      'asyncio.Queue',
      'import asyncio\nq = asyncio.Queue()\nasync def f():\n    return await q.get()',
    ),
    no('get_nowait', 'import queue\nq = queue.Queue()\nasync def f():\n    return q.get_nowait()'),
    no(
      'block=False',
      'import queue\nq = queue.Queue()\nasync def f():\n    return q.get(block=False)',
    ),
    no(
      'the result of a task',
      'import asyncio\nasync def f(t):\n    await t\n    return t.result()',
    ),
  ]),
  ...finding('indirect-blocking', (yes, no) => [
    yes(
      'a helper that sleeps',
      'import time\ndef g():\n    time.sleep(1)\nasync def f():\n    g()',
    ),
    yes(
      'two calls deep',
      'import requests\ndef h(u):\n    return requests.get(u)\ndef g(u):\n    return h(u)\nasync def f():\n    g("x")',
    ),
    no(
      'handed to a thread',
      'import asyncio, time\ndef g():\n    time.sleep(1)\nasync def f():\n    await asyncio.to_thread(g)',
    ),
    no(
      'a helper that only computes',
      'def g():\n    return sum(range(10))\nasync def f():\n    g()',
    ),
  ]),
  ...finding('executor-shutdown-blocks-loop', (yes, no) => [
    yes(
      'gather after the with',
      'from concurrent.futures import ThreadPoolExecutor\nasync def f(g):\n    with ThreadPoolExecutor() as pool:\n        fs = [pool.submit(g) for _ in range(3)]\n    return fs',
    ),
    yes(
      'map inside the with',
      'from concurrent.futures import ProcessPoolExecutor\nasync def f(g, xs):\n    with ProcessPoolExecutor() as pool:\n        return list(pool.map(g, xs))',
    ),
    no(
      'awaited inside',
      'import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\nasync def f(g, loop):\n    with ThreadPoolExecutor() as pool:\n        await asyncio.gather(*(loop.run_in_executor(pool, g) for _ in range(3)))',
    ),
    no(
      'a plain function',
      'from concurrent.futures import ThreadPoolExecutor\ndef f(g):\n    with ThreadPoolExecutor() as pool:\n        pool.submit(g)',
    ),
  ]),
  ...finding('cpu-in-async', (yes, no) => [
    yes(
      'a measured hold-up that was CPU',
      'async def main():\n    for i in range(9):\n        pass',
      computed({ blocks: [held(2, 400, 0.95)] }),
    ),
    yes(
      'a long loop without an await',
      'async def f():\n    t = 0\n    for i in range(10_000_000):\n        t += i',
    ),
    no('a short loop', 'async def f():\n    for i in range(10):\n        print(i)'),
    no(
      'a hold-up that slept',
      'async def main():\n    g()',
      ran({}, { blocks: [held(2, 400, 0.01)] }),
    ),
    no(
      'a loop that awaits',
      'import asyncio\nasync def f():\n    for i in range(10_000_000):\n        await asyncio.sleep(0)',
    ),
  ]),
  ...finding('pointless-async', (yes, no) => [
    yes(
      'nothing is awaited',
      'import asyncio\nasync def add(a, b):\n    return a + b\nasync def main():\n    print(await add(1, 2))\nasyncio.run(main())',
    ),
    yes(
      'a whole program without an await',
      'import asyncio\nasync def main():\n    print(1)\nasyncio.run(main())',
    ),
    no(
      'a handler that somebody else awaits',
      'import asyncio\nasync def handle(r, w):\n    w.close()\nasync def main():\n    await asyncio.start_server(handle, "h", 1)',
    ),
    no('an async generator', 'async def f():\n    yield 1'),
    no('an override', 'class A(Base):\n    async def setup(self):\n        self.x = 1'),
  ]),
  ...finding('sequential-await', (yes, no) => [
    yes(
      'each run by an event loop of its own',
      `
import asyncio
async def ping(host):
    await asyncio.sleep(1)
for host in ["a", "b"]:
    asyncio.run(ping(host))`,
    ),
    yes(
      'a list is emptied item by item',
      `
import asyncio
async def check(link):
    await asyncio.sleep(1)
async def main():
    todo = ["a", "b", "c"]
    while todo:
        link = todo.pop()
        await check(link)
asyncio.run(main())`,
    ),
    yes(
      'a queue that nobody else fills',
      `
import asyncio
async def check(link):
    await asyncio.sleep(1)
async def main():
    queue = asyncio.Queue()
    while not queue.empty():
        link = await queue.get()
        await check(link)
asyncio.run(main())`,
    ),
    yes(
      'each with a time limit',
      `
import asyncio
async def check(link):
    await asyncio.sleep(1)
async def main():
    for link in ["a", "b"]:
        await asyncio.wait_for(check(link), 2)
asyncio.run(main())`,
    ),
    yes(
      'items of a generator of the file',
      `
import asyncio
async def check(link):
    await asyncio.sleep(1)
async def links():
    for n in range(9):
        yield n
async def main():
    async for link in links():
        await check(link)
asyncio.run(main())`,
    ),
    no(
      'a crawl that finds more to do',
      `
import asyncio
async def check(link):
    await asyncio.sleep(1)
async def main():
    todo = ["a"]
    while todo:
        link = todo.pop()
        for each in await check(link):
            todo.append(each)
asyncio.run(main())`,
    ),
    no(
      'messages as they come in',
      `
import asyncio
async def check(link):
    await asyncio.sleep(1)
async def main():
    reader, _ = await asyncio.open_connection("h", 1)
    async for link in reader:
        await check(link)
asyncio.run(main())`,
    ),
    no(
      'a lock lets in one at a time',
      `
import asyncio
lock = asyncio.Lock()
async def f(n):
    async with lock:
        await asyncio.sleep(1)
async def main():
    for n in range(3):
        await f(n)
asyncio.run(main())`,
    ),
    yes(
      'the same call on two lines',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\nasync def main():\n    a = await f(1)\n    b = await f(2)\nasyncio.run(main())',
    ),
    yes(
      'in a loop',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\nasync def main():\n    for n in range(5):\n        print(await f(n))\nasyncio.run(main())',
    ),
    yes(
      'in a comprehension',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\nasync def main():\n    return [await f(n) for n in range(5)]\nasyncio.run(main())',
    ),
    no(
      'each needs the one before',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\n    return n\nasync def main():\n    a = await f(1)\n    b = await f(a)\nasyncio.run(main())',
    ),
    no(
      'a sleep that paces a loop',
      'import asyncio\nasync def main():\n    for n in range(5):\n        print(n)\n        await asyncio.sleep(1)\nasyncio.run(main())',
    ),
    no(
      'awaiting tasks that run already',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\nasync def main():\n    a = asyncio.create_task(f(1))\n    b = asyncio.create_task(f(2))\n    await a\n    await b\nasyncio.run(main())',
    ),
    no(
      'a loop that stops at a result',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\n    return n\nasync def main():\n    for n in range(5):\n        if await f(n): break\nasyncio.run(main())',
    ),
  ]),
  ...finding('forgotten-await', (yes, no) => [
    no(
      'a plain function takes the name of a coroutine function later on',
      `
def test():
    def f():
        return 1
    f()
    async def f():
        return 2`,
    ),
    no(
      'a test that expects the warning',
      `
import asyncio
async def f(): pass
def test(self):
    with self.assertWarns(RuntimeWarning):
        f()`,
    ),
    yes('a coroutine as a statement', 'async def f(): pass\nasync def main():\n    f()'),
    yes('asyncio.sleep without await', 'import asyncio\nasync def main():\n    asyncio.sleep(1)'),
    yes('seen when it ran', 'x = make()', ran({}, { neverAwaited: [{ coro: 'f', line: 1 }] })),
    no('awaited', 'async def f(): pass\nasync def main():\n    await f()'),
    no(
      'made into a task',
      'import asyncio\nasync def f(): pass\nasync def main():\n    t = asyncio.create_task(f())\n    await t',
    ),
    no('a plain function', 'def f(): pass\nf()'),
  ]),
  ...finding('dangling-task', (yes, no) => [
    yes(
      'create_task as a statement',
      'import asyncio\nasync def f(): pass\nasync def main():\n    asyncio.create_task(f())',
    ),
    yes(
      'ensure_future as a statement',
      'import asyncio\nasync def f(): pass\nasync def main():\n    asyncio.ensure_future(f())',
    ),
    no(
      'kept',
      'import asyncio\nasync def f(): pass\nasync def main():\n    t = asyncio.create_task(f())\n    await t',
    ),
    no(
      'a TaskGroup keeps it',
      'import asyncio\nasync def f(): pass\nasync def main():\n    async with asyncio.TaskGroup() as g:\n        g.create_task(f())',
    ),
  ]),
  ...finding('exception-never-retrieved', (yes, no) => [
    yes(
      'the loop said so',
      'x = 1',
      ran(
        {},
        {
          loopErrors: [
            { message: 'Task exception was never retrieved', error: "ValueError('no')", line: 1 },
          ],
        },
      ),
    ),
    yes(
      'of a future',
      'x = 1',
      ran(
        {},
        {
          loopErrors: [
            { message: 'Future exception was never retrieved', error: 'OSError()', line: 0 },
          ],
        },
      ),
    ),
    no(
      'another complaint of the loop',
      'x = 1',
      ran({}, { loopErrors: [{ message: 'socket.send() raised exception', error: '', line: 1 }] }),
    ),
    no('nothing was said', 'x = 1', ran()),
  ]),
  ...finding('nested-asyncio-run', (yes, no) => [
    yes('in a coroutine', 'import asyncio\nasync def f():\n    asyncio.run(g())'),
    yes(
      'through a helper',
      'import asyncio\ndef h():\n    asyncio.run(g())\nasync def f():\n    h()',
    ),
    no('at the top', 'import asyncio\nasync def f(): pass\nasyncio.run(f())'),
    no(
      'in a thread',
      'import asyncio\ndef h():\n    asyncio.run(g())\nasync def f():\n    await asyncio.to_thread(h)',
    ),
  ]),
  ...finding('deprecated-loop-api', (yes, no) => [
    yes('at module level', 'import asyncio\nloop = asyncio.get_event_loop()'),
    yes(
      'in a plain function',
      'import asyncio\ndef main():\n    asyncio.get_event_loop().run_until_complete(f())',
    ),
    no('in a coroutine', 'import asyncio\nasync def f():\n    loop = asyncio.get_event_loop()'),
    no('get_running_loop', 'import asyncio\nasync def f():\n    loop = asyncio.get_running_loop()'),
  ]),
  ...finding('unbounded-gather', (yes, no) => [
    yes(
      'a thousand requests',
      'import asyncio, httpx\nc = httpx.AsyncClient()\nasync def f(n):\n    await c.get("u")\nasync def main():\n    await asyncio.gather(*(f(n) for n in range(1000)))',
    ),
    yes(
      'as many as there are lines',
      'import asyncio, httpx\nc = httpx.AsyncClient()\nasync def f(u):\n    await c.get(u)\nasync def main(urls):\n    await asyncio.gather(*[f(u) for u in urls])',
    ),
    no(
      'five requests',
      'import asyncio, httpx\nc = httpx.AsyncClient()\nasync def f(n):\n    await c.get("u")\nasync def main():\n    await asyncio.gather(*(f(n) for n in range(5)))',
    ),
    no(
      'bounded by a semaphore',
      'import asyncio, httpx\nc = httpx.AsyncClient()\ns = asyncio.Semaphore(9)\nasync def f(n):\n    async with s:\n        await c.get("u")\nasync def main():\n    await asyncio.gather(*(f(n) for n in range(1000)))',
    ),
    no(
      'a thousand sleeps',
      'import asyncio\nasync def f(n):\n    await asyncio.sleep(1)\nasync def main():\n    await asyncio.gather(*(f(n) for n in range(1000)))',
    ),
  ]),
  ...finding('race-across-await', (yes, no) => [
    yes(
      'an item of a dictionary that all are given',
      `
import asyncio
async def pay(account, n):
    have = account["balance"]
    await asyncio.sleep(0)
    account["balance"] = have - n
async def main():
    account = {"balance": 9}
    await asyncio.gather(*(pay(account, n) for n in range(3)))
asyncio.run(main())`,
    ),
    no(
      'an object of its own for each',
      `
import asyncio
async def grow(job):
    size = job.size
    await asyncio.sleep(0)
    job.size = size + 1
async def main(jobs):
    await asyncio.gather(*(grow(job) for job in jobs))`,
    ),
    no(
      'a dictionary that each call makes',
      `
import asyncio
async def f():
    row = {"hits": 0}
    before = row["hits"]
    await asyncio.sleep(0)
    row["hits"] = before + 1
async def main():
    await asyncio.gather(*(f() for _ in range(3)))`,
    ),
    no(
      'an item under a key of its own',
      `
import asyncio
seen = {}
async def f(key):
    old = seen[key]
    await asyncio.sleep(0)
    seen[key] = old + 1
async def main(keys):
    await asyncio.gather(*(f(key) for key in keys))`,
    ),
    yes(
      'read, await, write',
      `import asyncio\nasync def f():\n    global n\n    old = n\n    await asyncio.sleep(0)\n    n = old + 1${SEVERAL}`,
    ),
    yes(
      'check, await, act',
      `import asyncio\nasync def f():\n    global n\n    if n > 0:\n        await asyncio.sleep(0)\n        n -= 1${SEVERAL}`,
    ),
    no(
      'under a lock',
      `import asyncio\nlock = asyncio.Lock()\nasync def f():\n    global n\n    async with lock:\n        old = n\n        await asyncio.sleep(0)\n        n = old + 1${SEVERAL}`,
    ),
    no(
      'no await in between',
      `import asyncio\nasync def f():\n    global n\n    await asyncio.sleep(0)\n    n += 1${SEVERAL}`,
    ),
    no(
      'only one task',
      'import asyncio\nasync def f():\n    global n\n    old = n\n    await asyncio.sleep(0)\n    n = old + 1\nasyncio.run(f())',
    ),
  ]),
  ...finding('shared-state-race', (yes, no) => [
    no(
      'everybody who calls the update holds a lock',
      `
import threading
mutex = threading.Lock()
class Counter:
    def __init__(self):
        self.value = 0
    def inc(self):
        self.value += 1
counter = Counter()
def f():
    with mutex:
        counter.inc()
threads = [threading.Thread(target=f) for _ in range(4)]
for t in threads: t.start()`,
    ),
    yes(
      'an item of a dictionary of the module',
      `
from concurrent.futures import ThreadPoolExecutor
bank = {"ann": 9}
def pay(n):
    have = bank["ann"]
    bank["ann"] = have - n
with ThreadPoolExecutor() as pool: list(pool.map(pay, range(5)))`,
    ),
    yes(
      'threads count in a global',
      `import threading\nn = 0\ndef f():\n    global n\n    n += 1${THREADED}`,
    ),
    yes(
      'processes count in a Value',
      'from multiprocessing import Process, Value\ndef f(v):\n    v.value += 1\nif __name__ == "__main__":\n    v = Value("i", 0)\n    ps = [Process(target=f, args=(v,)) for _ in range(4)]',
    ),
    no(
      'under a lock',
      `import threading\nn = 0\nlock = threading.Lock()\ndef f():\n    global n\n    with lock:\n        n += 1${THREADED}`,
    ),
    no('a local', `import threading\ndef f():\n    n = 0\n    n += 1${THREADED}`),
    no(
      'each thread its own object',
      'import threading\nclass W(threading.Thread):\n    def run(self):\n        self.n += 1\nws = [W() for _ in range(3)]',
    ),
  ]),
  ...finding('lock-order', (yes, no) => [
    no(
      'locks as signals between a thread and its starter',
      `
import threading
started, finish = threading.Lock(), threading.Lock()
def f():
    started.release()
    finish.acquire()
def main():
    started.acquire()
    finish.acquire()
    threading.Thread(target=f).start()
    started.acquire()
    finish.release()`,
    ),
    yes(
      'two locks made in one line',
      `
import threading
a, b = threading.Lock(), threading.Lock()
def one():
    with a:
        with b: pass
def two():
    with b:
        with a: pass`,
    ),
    yes(
      'opposite nesting',
      'import threading\na = threading.Lock()\nb = threading.Lock()\ndef f():\n    with a:\n        with b: pass\ndef g():\n    with b:\n        with a: pass',
    ),
    yes(
      'opposite acquires',
      'import threading\na = threading.Lock()\nb = threading.Lock()\ndef f():\n    a.acquire()\n    b.acquire()\ndef g():\n    b.acquire()\n    a.acquire()',
    ),
    no(
      'the same order',
      'import threading\na = threading.Lock()\nb = threading.Lock()\ndef f():\n    with a:\n        with b: pass\ndef g():\n    with a:\n        with b: pass',
    ),
    no(
      'never both',
      'import threading\na = threading.Lock()\nb = threading.Lock()\ndef f():\n    with a: pass\n    with b: pass\ndef g():\n    with b: pass\n    with a: pass',
    ),
  ]),
  ...finding('lock-reentrancy', (yes, no) => [
    yes(
      'a method calls another',
      'import threading\nclass A:\n    def __init__(self):\n        self.lock = threading.Lock()\n    def f(self):\n        with self.lock:\n            self.g()\n    def g(self):\n        with self.lock: pass',
    ),
    yes(
      'nested in one function',
      'import threading\nlock = threading.Lock()\ndef f():\n    with lock:\n        with lock: pass',
    ),
    no(
      'an RLock',
      'import threading\nlock = threading.RLock()\ndef f():\n    with lock:\n        with lock: pass',
    ),
    no(
      'one after the other',
      'import threading\nlock = threading.Lock()\ndef f():\n    with lock: pass\n    g()\ndef g():\n    with lock: pass',
    ),
  ]),
  ...finding('pool-too-small', (yes, no) => [
    yes(
      'a job waits for a job',
      'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\ndef g(): return 1\ndef f():\n    return pool.submit(g).result()\npool.submit(f)',
    ),
    yes(
      'over map',
      'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\ndef g(n): return n\ndef f(n):\n    return list(pool.map(g, range(n)))\npool.map(f, range(9))',
    ),
    no(
      'two pools',
      'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\ninner = ThreadPoolExecutor(1)\ndef g(): return 1\ndef f():\n    return inner.submit(g).result()\npool.submit(f)',
    ),
    no(
      'waited for from outside',
      'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\ndef g(): return 1\nprint(pool.submit(g).result())',
    ),
  ]),
  ...finding('queue-task-done-missing', (yes, no) => [
    yes(
      'asyncio',
      'import asyncio\nasync def main():\n    q = asyncio.Queue()\n    await q.get()\n    await q.join()',
    ),
    yes('threads', 'import queue\nq = queue.Queue()\ndef f():\n    q.get()\nq.join()'),
    no(
      'called',
      'import queue\nq = queue.Queue()\ndef f():\n    q.get()\n    q.task_done()\nq.join()',
    ),
    no(
      'joining a thread is another join',
      'import queue, threading\nq = queue.Queue()\ndef f():\n    q.get()\nt = threading.Thread(target=f)\nt.join()',
    ),
  ]),
  ...finding('consumer-never-ends', (yes, no) => [
    yes(
      'gathered and unmeasured',
      'import asyncio\nasync def c(q):\n    while True:\n        print(await q.get())\nasync def main():\n    q = asyncio.Queue()\n    await asyncio.gather(c(q))',
    ),
    yes(
      'stuck in get at the limit',
      'import asyncio\nasync def c(q):\n    print(await q.get())',
      timedOut({
        stuckTasks: [{ name: 'Task-2', coro: 'c', waitingIn: 'get', line: 3, lines: [3] }],
      }),
    ),
    no(
      'a sentinel ends it',
      'import asyncio\nasync def c(q):\n    while True:\n        if await q.get() is None: break\nasync def main():\n    q = asyncio.Queue()\n    await asyncio.gather(c(q))',
    ),
    no(
      'cancelled',
      'import asyncio\nasync def c(q):\n    while True:\n        print(await q.get())\nasync def main():\n    q = asyncio.Queue()\n    t = asyncio.create_task(c(q))\n    await q.join()\n    t.cancel()',
    ),
    no(
      'the run came to its end',
      'import asyncio\nasync def c(q):\n    while True:\n        print(await q.get())\nasync def main():\n    q = asyncio.Queue()\n    await asyncio.gather(c(q))',
      ran(),
    ),
  ]),
  ...finding('pipe-deadlock', (yes, no) => [
    yes(
      'Popen',
      'import subprocess\ndef f():\n    p = subprocess.Popen(["x"], stdout=subprocess.PIPE)\n    p.wait()',
    ),
    yes(
      'asyncio',
      'import asyncio\nasync def f():\n    p = await asyncio.create_subprocess_exec("x", stdout=asyncio.subprocess.PIPE)\n    await p.wait()',
    ),
    no(
      'communicate',
      'import subprocess\ndef f():\n    p = subprocess.Popen(["x"], stdout=subprocess.PIPE)\n    p.communicate()',
    ),
    no('no pipe', 'import subprocess\ndef f():\n    p = subprocess.Popen(["x"])\n    p.wait()'),
  ]),
  ...finding('threads-on-cpu', (yes, no) => [
    yes('unmeasured', `import threading\ndef f():\n    for i in range(10**7): pass${THREADED}`),
    yes(
      'one core was used',
      `import threading\ndef f():\n    for i in range(10**7): pass${THREADED}`,
      computed(),
    ),
    no('they waited', `import threading\ndef f():\n    for i in range(3): pass${THREADED}`, ran()),
    no(
      'native code frees the GIL',
      'import hashlib\nfrom concurrent.futures import ThreadPoolExecutor\ndef f(x):\n    for i in range(9): hashlib.sha256(x)\nwith ThreadPoolExecutor() as p:\n    p.map(f, [b"a", b"b"])',
    ),
    no(
      'a free-threaded Python',
      `import threading\ndef f():\n    for i in range(10**7): pass${THREADED}`,
      computed({ gil: false }),
    ),
  ]),
  ...finding('processes-for-io', (yes, no) => [
    yes(
      'they sleep',
      'import time\nfrom multiprocessing import Pool\ndef f(x): time.sleep(1)\nif __name__ == "__main__":\n    with Pool(4) as p: p.map(f, range(4))',
    ),
    yes(
      'they fetch',
      'import requests\nfrom concurrent.futures import ProcessPoolExecutor\ndef f(u): return requests.get(u)\nif __name__ == "__main__":\n    with ProcessPoolExecutor() as p: p.map(f, ["u"] * 4)',
    ),
    no(
      'they compute',
      'from multiprocessing import Pool\ndef f(x): return sum(range(x))\nif __name__ == "__main__":\n    with Pool(4) as p: p.map(f, range(4))',
    ),
    no(
      'it was busy when it ran',
      'import time\nfrom multiprocessing import Pool\ndef f(x): time.sleep(1)\nif __name__ == "__main__":\n    with Pool(4) as p: p.map(f, range(4))',
      computed(),
    ),
  ]),
  ...finding('pool-overhead', (yes, no) => [
    yes(
      'a squared number',
      'from multiprocessing import Pool\ndef f(x): return x * x\nif __name__ == "__main__":\n    with Pool(4) as p: p.map(f, range(4))',
    ),
    yes(
      'measured',
      'from multiprocessing import Pool\ndef f(x): return sum(range(x))\nif __name__ == "__main__":\n    with Pool(4) as p: p.map(f, range(4))',
      ran({ wallMs: 40 }),
    ),
    no(
      'real work',
      'from multiprocessing import Pool\ndef f(x): return sum(range(x))\nif __name__ == "__main__":\n    with Pool(4) as p: p.map(f, range(4))',
      ran({
        cpuMs: 2000,
        lanes: [1, 2, 3].map((pid) => ({
          pid,
          tid: pid,
          startMs: 0,
          endMs: 900,
          cpuMs: 600,
          queuedMs: 0,
          states: [],
        })),
      }),
    ),
    no(
      'threads',
      'from concurrent.futures import ThreadPoolExecutor\ndef f(x): return x * x\nwith ThreadPoolExecutor() as p: p.map(f, range(4))',
    ),
  ]),
  ...finding('pickling-cost', (yes, no) => [
    yes(
      'a list of millions as argument',
      'from multiprocessing import Process\ndata = [0] * 5_000_000\ndef f(d): pass\nif __name__ == "__main__":\n    Process(target=f, args=(data,)).start()',
    ),
    yes(
      'through submit',
      'from concurrent.futures import ProcessPoolExecutor\ndata = list(range(1_000_000))\ndef f(d): return sum(d)\nif __name__ == "__main__":\n    with ProcessPoolExecutor() as p: p.submit(f, data)',
    ),
    no(
      'a range',
      'from concurrent.futures import ProcessPoolExecutor\ndef f(d): return sum(d)\nif __name__ == "__main__":\n    with ProcessPoolExecutor() as p: p.submit(f, range(1_000_000))',
    ),
    no(
      'a short list',
      'from concurrent.futures import ProcessPoolExecutor\ndef f(d): return sum(d)\nif __name__ == "__main__":\n    with ProcessPoolExecutor() as p: p.submit(f, [1, 2, 3])',
    ),
  ]),
  ...finding('missing-main-guard', (yes, no) => [
    yes(
      'a pool at module level',
      'from multiprocessing import Pool\ndef f(x): return x\nwith Pool() as p: p.map(f, [1])',
    ),
    yes(
      'a process at module level',
      'import multiprocessing\ndef f(): pass\nmultiprocessing.Process(target=f).start()',
    ),
    no(
      'guarded',
      'from multiprocessing import Pool\ndef f(x): return x\nif __name__ == "__main__":\n    with Pool() as p: p.map(f, [1])',
    ),
    no(
      'in a function',
      'from multiprocessing import Pool\ndef f(x): return x\ndef main():\n    with Pool() as p: p.map(f, [1])',
    ),
    no('threads', 'import threading\ndef f(): pass\nthreading.Thread(target=f).start()'),
  ]),
  ...finding('taking-turns', (yes, no) => [
    yes(
      'each thread is joined before the next one starts',
      `
import threading, time
def work(n):
    time.sleep(1)
for n in range(5):
    t = threading.Thread(target=work, args=(n,))
    t.start()
    t.join()`,
    ),
    yes(
      'processes joined in turn',
      `
from multiprocessing import Process
def burn(n):
    for i in range(n): n ^= i
for n in [5, 6]:
    p = Process(target=burn, args=(n,))
    p.start()
    p.join()`,
    ),
    yes(
      'a pool of one worker',
      `
from concurrent.futures import ThreadPoolExecutor
import requests
with ThreadPoolExecutor(max_workers=1) as pool:
    pages = list(pool.map(fetch, urls))
def fetch(url): return requests.get(url)`,
    ),
    no(
      'one worker keeps the order of updates',
      `
from concurrent.futures import ThreadPoolExecutor
import time
total = 0
def add(n):
    global total
    time.sleep(0.1)
    total += n
with ThreadPoolExecutor(max_workers=1) as pool:
    list(pool.map(add, range(9)))`,
    ),
    no(
      'joined after all were started',
      `
import threading, time
def work(n):
    time.sleep(1)
ts = []
for n in range(5):
    t = threading.Thread(target=work, args=(n,))
    t.start()
    ts.append(t)
for t in ts: t.join()`,
    ),
    no(
      'two threads a turn, joined together',
      `
import threading, time
def work(n):
    time.sleep(1)
for n in range(5):
    a = threading.Thread(target=work, args=(n,))
    b = threading.Thread(target=work, args=(n,))
    a.start(); b.start()
    a.join(); b.join()`,
    ),
  ]),
  ...finding('unjoined-thread', (yes, no) => [
    yes(
      'results printed at once',
      `
import threading, time
results = []
def fetch(n):
    time.sleep(1)
    results.append(n)
for n in range(5):
    threading.Thread(target=fetch, args=(n,)).start()
print(results)`,
    ),
    yes(
      'an item of a dictionary',
      `
import threading
found = {}
def look(n):
    found[n] = n
def main():
    t = threading.Thread(target=look, args=(1,))
    t.start()
    print(found[1])
main()`,
    ),
    no(
      'the threads are joined',
      `
import threading, time
results = []
def fetch(n):
    time.sleep(1)
    results.append(n)
for n in range(5):
    t = threading.Thread(target=fetch, args=(n,)); t.start(); t.join()
print(results)`,
    ),
    no(
      'it sleeps for as long as they take',
      `
import threading, time
results = []
def fetch(n):
    time.sleep(1)
    results.append(n)
for n in range(5):
    threading.Thread(target=fetch, args=(n,)).start()
time.sleep(2)
print(results)`,
    ),
    no(
      'it polls until all are there',
      `
import threading, time
results = []
def fetch(n):
    time.sleep(1)
    results.append(n)
for n in range(5):
    threading.Thread(target=fetch, args=(n,)).start()
while len(results) < 5: time.sleep(0.1)
print(results)`,
    ),
  ]),
  ...finding('not-shared', (yes, no) => [
    yes(
      'a list of the module filled by processes',
      `
from multiprocessing import Process
results = []
def square(n):
    results.append(n * n)
if __name__ == '__main__':
    ps = [Process(target=square, args=(n,)) for n in range(4)]
    for p in ps: p.start()
    for p in ps: p.join()
    print(results)`,
    ),
    yes(
      'a dictionary filled by a pool',
      `
from concurrent.futures import ProcessPoolExecutor
seen = {}
def look(n):
    seen[n] = n * n
if __name__ == '__main__':
    with ProcessPoolExecutor() as pool:
        pool.map(look, range(9))
    print(seen)`,
    ),
    no(
      'a list of a manager, handed over',
      `
from multiprocessing import Process
results = []
def square(n, results):
    results.append(n * n)
if __name__ == '__main__':
    ps = [Process(target=square, args=(n, results)) for n in range(4)]
    for p in ps: p.start()
    for p in ps: p.join()
    print(results)`,
    ),
    no(
      'the main process fills its own list from a queue',
      `
from multiprocessing import Process, Queue
results = []
def square(n, q):
    results.append(n)
    q.put(n)
if __name__ == '__main__':
    q = Queue()
    Process(target=square, args=(2, q)).start()
    results.append(q.get())
    print(results)`,
    ),
  ]),
  ...finding('unpicklable', (yes, no) => [
    yes(
      'a lambda',
      'from multiprocessing import Pool\nif __name__ == "__main__":\n    with Pool() as p: p.map(lambda x: x, [1])',
    ),
    yes(
      'a nested function',
      'from concurrent.futures import ProcessPoolExecutor\ndef main():\n    def f(x): return x\n    with ProcessPoolExecutor() as p: p.map(f, [1])',
    ),
    no(
      'a function at the top',
      'from multiprocessing import Pool\ndef f(x): return x\nif __name__ == "__main__":\n    with Pool() as p: p.map(f, [1])',
    ),
    no(
      'a lambda for threads',
      'from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as p: p.map(lambda x: x, [1])',
    ),
  ]),
  ...finding('serialised-by-lock', (yes, no) => [
    no(
      'a value is read, changed over an await, and written back',
      `
import asyncio
lock = asyncio.Lock()
total = 0
async def f():
    global total
    async with lock:
        old = total
        await asyncio.sleep(0.1)
        total = old + 1
async def main():
    await asyncio.gather(*(f() for _ in range(10)))`,
    ),
    yes(
      'threads sleep under it',
      `import threading, time\nlock = threading.Lock()\ndef f():\n    with lock:\n        time.sleep(1)${THREADED}`,
    ),
    yes(
      'tasks sleep under it',
      `import asyncio\nlock = asyncio.Lock()\nasync def f():\n    async with lock:\n        await asyncio.sleep(1)${SEVERAL}`,
    ),
    no(
      'only the update',
      `import threading, time\nlock = threading.Lock()\nn = 0\ndef f():\n    global n\n    time.sleep(1)\n    with lock:\n        n += 1${THREADED}`,
    ),
    no(
      'a semaphore',
      `import asyncio\nlock = asyncio.Semaphore(5)\nasync def f():\n    async with lock:\n        await asyncio.sleep(1)${SEVERAL}`.replaceAll(
        'lock',
        'slots',
      ),
    ),
  ]),
  ...finding('missing-timeout', (yes, no) => [
    yes('requests', 'import requests\nrequests.get("u")'),
    yes('urlopen', 'import urllib.request\nurllib.request.urlopen("u")'),
    no('given', 'import requests\nrequests.get("u", timeout=5)'),
    no('httpx has one', 'import httpx\nhttpx.get("u")'),
  ]),
  ...finding('swallowed-cancel', (yes, no) => [
    yes(
      'a bare except in a loop',
      'import asyncio\nasync def f():\n    while True:\n        try:\n            await asyncio.sleep(1)\n        except:\n            pass',
    ),
    yes(
      'CancelledError',
      'import asyncio\nasync def f():\n    while True:\n        try:\n            await asyncio.sleep(1)\n        except asyncio.CancelledError:\n            print("no")',
    ),
    no(
      'raised again',
      'import asyncio\nasync def f():\n    try:\n        await asyncio.sleep(1)\n    except asyncio.CancelledError:\n        print("bye")\n        raise',
    ),
    no(
      'except Exception lets it through',
      'import asyncio\nasync def f():\n    while True:\n        try:\n            await asyncio.sleep(1)\n        except Exception:\n            pass',
    ),
  ]),
  ...finding('busy-wait', (yes, no) => [
    yes(
      'polling a flag',
      'import asyncio\nasync def f():\n    while not done:\n        await asyncio.sleep(0.1)',
    ),
    yes('spinning', 'def f():\n    while not ready:\n        pass'),
    no('an event', 'import asyncio\nasync def f(e):\n    await e.wait()'),
    no('a paced loop', 'import time\nwhile True:\n    print(1)\n    time.sleep(1)'),
    no('computing', 'def f(n):\n    while n > 0:\n        n -= 1'),
  ]),
  ...finding('thread-called-not-passed', (yes, no) => [
    no(
      'the arguments of a program',
      'import subprocess\ndef args():\n    return ["ls"]\nsubprocess.Popen(args())',
    ),
    yes('Thread', 'import threading\ndef f(): print(1)\nthreading.Thread(target=f()).start()'),
    yes(
      'to_thread',
      'import asyncio\ndef f(): print(1)\nasync def main():\n    await asyncio.to_thread(f())',
    ),
    no('passed', 'import threading\ndef f(): print(1)\nthreading.Thread(target=f).start()'),
    no(
      'a factory',
      'import threading\ndef make():\n    def g(): print(1)\n    return g\nthreading.Thread(target=make()).start()',
    ),
    no(
      'partial',
      'import threading, functools\ndef f(x): print(x)\nthreading.Thread(target=functools.partial(f, 1)).start()',
    ),
  ]),
  ...finding('removed-api', (yes, no) => [
    no(
      'only for an older Python',
      `
import asyncio, sys
if sys.version_info < (3, 7):
    def tasks():
        return asyncio.Task.all_tasks()
try:
    now = asyncio.current_task
except AttributeError:
    now = asyncio.Task.current_task
now()`,
    ),
    no(
      'a decorator of another module',
      'from types import coroutine\n@coroutine\ndef f():\n    yield 1',
    ),
    yes(
      'asyncio.coroutine',
      'import asyncio\n@asyncio.coroutine\ndef f():\n    yield from asyncio.sleep(1)',
    ),
    yes(
      'wait with coroutines',
      'import asyncio\nasync def f(): pass\nasync def main():\n    await asyncio.wait([f(), f()])',
    ),
    yes('loop=', 'import asyncio\nasync def main(loop):\n    await asyncio.sleep(1, loop=loop)'),
    no(
      'wait with tasks',
      'import asyncio\nasync def f(): pass\nasync def main():\n    await asyncio.wait([asyncio.create_task(f())])',
    ),
    no(
      'gather',
      'import asyncio\nasync def f(): pass\nasync def main():\n    await asyncio.gather(f(), f())',
    ),
  ]),
  ...finding('semaphore-misuse', (yes, no) => [
    yes(
      'a semaphore made anew in every call',
      `
import asyncio
async def f():
    sem = asyncio.Semaphore(3)
    async with sem:
        await asyncio.sleep(1)
async def main():
    await asyncio.gather(*(f() for _ in range(10)))`,
    ),
    no(
      'a semaphore made once and handed on',
      `
import asyncio
async def f(sem):
    async with sem:
        await asyncio.sleep(1)
async def main():
    sem = asyncio.Semaphore(3)
    await asyncio.gather(*(f(sem) for _ in range(10)))`,
    ),
    yes(
      'a plain with',
      'import asyncio\ns = asyncio.Semaphore(3)\nasync def f():\n    with s:\n        await asyncio.sleep(1)',
    ),
    yes(
      "async with on threading's lock",
      'import threading\nl = threading.Lock()\nasync def f():\n    async with l: pass',
    ),
    no(
      'async with',
      'import asyncio\ns = asyncio.Semaphore(3)\nasync def f():\n    async with s:\n        await asyncio.sleep(1)',
    ),
    no(
      "with on threading's lock",
      'import threading\nl = threading.Lock()\ndef f():\n    with l: pass',
    ),
  ]),
  ...finding('gather-return-exceptions-ignored', (yes, no) => [
    no(
      'waiting for tasks that were cancelled',
      `
import asyncio
async def main(tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)`,
    ),
    yes(
      'thrown away',
      'import asyncio\nasync def f(): pass\nasync def main():\n    await asyncio.gather(f(), return_exceptions=True)',
    ),
    yes(
      'thrown away with a list',
      'import asyncio\nasync def main(ts):\n    await asyncio.gather(*ts, return_exceptions=True)',
    ),
    no(
      'looked at',
      'import asyncio\nasync def f(): pass\nasync def main():\n    r = await asyncio.gather(f(), return_exceptions=True)\n    print(r)',
    ),
    no(
      'without it',
      'import asyncio\nasync def f(): pass\nasync def main():\n    await asyncio.gather(f())',
    ),
  ]),
  ...finding('dependency-chain', (yes, no) => [
    yes(
      'the next page',
      'import requests\ncursor = 0\nfor _ in range(9):\n    cursor = requests.get("u", params=cursor).json()',
    ),
    yes(
      'until one answers',
      'import requests\ndef f():\n    for u in ["a", "b"]:\n        if requests.get(u).ok:\n            return u\nf()',
    ),
    no('independent', 'import requests\nfor u in ["a", "b"]:\n    print(requests.get(u))'),
    no('nothing repeated', 'print(1)'),
  ]),
  ...finding('algorithm-first', (yes, no) => [
    yes(
      'fib without a cache',
      'def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(30))',
      computed(),
    ),
    yes(
      'searching a list in a loop',
      'xs = list(range(10_000))\nn = 0\nfor i in range(9_000):\n    if i in xs: n += 1',
      computed(),
    ),
    no(
      'with a cache',
      'import functools\n@functools.cache\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(30))',
      computed(),
    ),
    no(
      'a set',
      'xs = set(range(10_000))\nn = 0\nfor i in range(9_000):\n    if i in xs: n += 1',
      computed(),
    ),
    no(
      'it only waited',
      'def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nprint(fib(3))',
      ran(),
    ),
  ]),
]
