/** Findings where threads, processes and event loops meet. */
import { finding, type Row } from './rows.ts'
import { ran, timedOut } from './runs.ts'

export const threadsAndLoops: readonly Row[] = [
  ...finding('coroutine-in-thread', (yes, no) => [
    yes(
      'a thread whose target is a coroutine function',
      `
import asyncio, threading
async def poll(name):
    await asyncio.sleep(1)
threading.Thread(target=poll, args=("a",)).start()`,
    ),
    yes(
      'run_in_executor of a coroutine function',
      `
import asyncio
async def fetch(n):
    await asyncio.sleep(1)
async def main():
    loop = asyncio.get_running_loop()
    await asyncio.gather(*[loop.run_in_executor(None, fetch, n) for n in range(3)])`,
    ),
    yes(
      'a lambda that calls one',
      `
import asyncio
from concurrent.futures import ThreadPoolExecutor
async def fetch(n):
    await asyncio.sleep(1)
with ThreadPoolExecutor() as pool:
    print(pool.submit(lambda: fetch(1)).result())`,
    ),
    no(
      'a thread that runs an event loop of its own',
      `
import asyncio, threading
async def poll(name):
    await asyncio.sleep(1)
threading.Thread(target=asyncio.run, args=(poll("a"),)).start()`,
    ),
    no(
      'a plain function that runs a coroutine',
      `
import asyncio
async def fetch(n):
    await asyncio.sleep(1)
def run(n):
    return asyncio.run(fetch(n))
async def main():
    await asyncio.to_thread(run, 1)`,
    ),
  ]),
  ...finding('lock-over-await', (yes, no) => [
    yes(
      'with',
      `
import asyncio, threading
lock = threading.Lock()
async def f():
    with lock:
        await asyncio.sleep(1)`,
    ),
    yes(
      'acquire and release around an await, in a class',
      `
import asyncio
from threading import RLock
class Cache:
    def __init__(self):
        self.mutex = RLock()
    async def get(self):
        self.mutex.acquire()
        await asyncio.sleep(1)
        self.mutex.release()`,
    ),
    no(
      'an asyncio lock',
      `
import asyncio
lock = asyncio.Lock()
async def f():
    async with lock:
        await asyncio.sleep(1)`,
    ),
    no(
      'released before the await',
      `
import asyncio, threading
lock = threading.Lock()
n = 0
async def f():
    global n
    with lock:
        n += 1
    await asyncio.sleep(1)`,
    ),
    no(
      'in a plain function',
      `
import threading, time
lock = threading.Lock()
def f():
    with lock:
        time.sleep(1)`,
    ),
  ]),
  ...finding('thread-touches-loop', (yes, no) => [
    yes(
      'a queue filled by a thread',
      `
import asyncio, threading
def sensor(queue):
    queue.put_nowait(1)
async def main():
    queue = asyncio.Queue()
    threading.Thread(target=sensor, args=(queue,)).start()
    print(await queue.get())
asyncio.run(main())`,
    ),
    yes(
      'a future set by a timer',
      `
import asyncio
from threading import Timer
def ring(future):
    future.set_result(1)
async def main():
    future = asyncio.get_running_loop().create_future()
    Timer(0.5, ring, [future]).start()
    await future`,
    ),
    yes(
      'a task made in a thread class',
      `
import asyncio, threading
async def notify(): pass
class Watcher(threading.Thread):
    def run(self):
        asyncio.create_task(notify())
async def main():
    Watcher().start()
    await asyncio.sleep(1)`,
    ),
    no(
      'call_soon_threadsafe',
      `
import asyncio, threading
def sensor(loop, queue):
    loop.call_soon_threadsafe(queue.put_nowait, 1)
async def main():
    queue = asyncio.Queue()
    threading.Thread(target=sensor, args=(asyncio.get_running_loop(), queue)).start()
    print(await queue.get())`,
    ),
    no(
      'run_coroutine_threadsafe',
      `
import asyncio, threading
def sensor(loop, queue):
    asyncio.run_coroutine_threadsafe(queue.put(1), loop).result()
async def main():
    queue = asyncio.Queue()
    threading.Thread(target=sensor, args=(asyncio.get_running_loop(), queue)).start()
    print(await queue.get())`,
    ),
    no(
      'a queue of threads',
      `
import queue, threading
def sensor(q):
    q.put_nowait(1)
def main():
    q = queue.Queue()
    threading.Thread(target=sensor, args=(q,)).start()
    print(q.get())`,
    ),
    no(
      'a thread with a loop of its own',
      `
import asyncio, threading
def serve():
    loop = asyncio.new_event_loop()
    loop.call_soon(print, 1)
    loop.run_forever()
threading.Thread(target=serve).start()`,
    ),
  ]),
  ...finding('timeout-of-thread', (yes, no) => [
    yes(
      'wait_for around to_thread',
      `
import asyncio, time
def query():
    time.sleep(6)
async def main():
    await asyncio.wait_for(asyncio.to_thread(query), timeout=1)`,
    ),
    yes(
      'asyncio.timeout around run_in_executor',
      `
import asyncio, time
def query():
    time.sleep(6)
async def main():
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(1):
        await loop.run_in_executor(None, query)`,
    ),
    no(
      'a coroutine can be cancelled',
      `
import asyncio
async def query():
    await asyncio.sleep(6)
async def main():
    await asyncio.wait_for(query(), timeout=1)`,
    ),
    no(
      'a thread without a timeout',
      `
import asyncio, time
def query():
    time.sleep(6)
async def main():
    await asyncio.to_thread(query)`,
    ),
  ]),
  ...finding('semaphore-around-gather', (yes, no) => [
    yes(
      'taken once around gather',
      `
import asyncio
async def get(n):
    await asyncio.sleep(1)
async def main():
    limit = asyncio.Semaphore(5)
    async with limit:
        await asyncio.gather(*(get(n) for n in range(60)))
asyncio.run(main())`,
    ),
    yes(
      'around tasks that are made in a loop',
      `
import asyncio
sem = asyncio.Semaphore(2)
async def get(n):
    await asyncio.sleep(1)
async def main(ns):
    async with sem:
        tasks = []
        for n in ns:
            tasks.append(asyncio.create_task(get(n)))
        await asyncio.gather(*tasks)
asyncio.run(main([1, 2, 3]))`,
    ),
    no(
      'taken in each call',
      `
import asyncio
sem = asyncio.Semaphore(2)
async def get(n):
    async with sem:
        await asyncio.sleep(1)
async def main():
    await asyncio.gather(*(get(n) for n in range(60)))
asyncio.run(main())`,
    ),
    no(
      'each of many jobs gathers two parts',
      `
import asyncio
sem = asyncio.Semaphore(2)
async def part(n):
    await asyncio.sleep(1)
async def job(n):
    async with sem:
        await asyncio.gather(part(n), part(n + 1))
async def main():
    await asyncio.gather(*(job(n) for n in range(60)))
asyncio.run(main())`,
    ),
    no(
      'no more than the semaphore allows',
      `
import asyncio
async def get(n):
    await asyncio.sleep(1)
async def main():
    async with asyncio.Semaphore(5):
        await asyncio.gather(get(1), get(2))
asyncio.run(main())`,
    ),
  ]),
  ...finding('shared-connection', (yes, no) => [
    yes(
      'one asyncpg connection in gather',
      `
import asyncio, asyncpg
async def count(conn, table):
    return await conn.fetchval(f"select count(*) from {table}")
async def main():
    conn = await asyncpg.connect("postgresql://localhost/shop")
    await asyncio.gather(count(conn, "users"), count(conn, "orders"))`,
    ),
    yes(
      'one cursor in several threads',
      `
import sqlite3
from concurrent.futures import ThreadPoolExecutor
db = sqlite3.connect(":memory:", check_same_thread=False)
cur = db.cursor()
def total(page):
    cur.execute("select 1")
    return cur.fetchone()
with ThreadPoolExecutor() as pool:
    print(list(pool.map(total, range(9))))`,
    ),
    yes(
      'a connection of the module in a pool of processes',
      `
import sqlite3
from multiprocessing import Pool
conn = sqlite3.connect("app.db")
def save(n):
    conn.execute("insert into t values (?)", (n,))
if __name__ == '__main__':
    with Pool() as pool:
        pool.map(save, range(9))`,
    ),
    no(
      'a connection for each task',
      `
import asyncio, asyncpg
async def count(pool, table):
    async with pool.acquire() as conn:
        return await conn.fetchval(table)
async def main():
    pool = await asyncpg.create_pool("postgresql://localhost/shop")
    await asyncio.gather(count(pool, "users"), count(pool, "orders"))`,
    ),
    no(
      'opened in each thread',
      `
import sqlite3
from concurrent.futures import ThreadPoolExecutor
def total(page):
    db = sqlite3.connect("app.db")
    cur = db.cursor()
    cur.execute("select 1")
    return cur.fetchone()
with ThreadPoolExecutor() as pool:
    print(list(pool.map(total, range(9))))`,
    ),
    no(
      'opened by the initializer of each worker',
      `
import sqlite3
from multiprocessing import Pool
conn = None
def start():
    global conn
    conn = sqlite3.connect("app.db")
def save(n):
    conn.execute("insert into t values (?)", (n,))
if __name__ == '__main__':
    with Pool(initializer=start) as pool:
        pool.map(save, range(9))`,
    ),
    no(
      'one query after another',
      `
import asyncio, asyncpg
async def main():
    conn = await asyncpg.connect("postgresql://localhost/shop")
    await conn.fetchval("select 1")
    await conn.fetchval("select 2")`,
    ),
  ]),
  ...finding('nested-proxy', (yes, no) => [
    yes(
      'a dict in a dict',
      `
from multiprocessing import Manager, Process
def visit(pages, name):
    pages[name]["visits"] += 1
if __name__ == '__main__':
    with Manager() as manager:
        pages = manager.dict({"home": {"visits": 0}})
        Process(target=visit, args=(pages, "home")).start()`,
    ),
    yes(
      'a row of a list, under a name of its own',
      `
import multiprocessing as mp
def fill(grid, r):
    row = grid[r]
    row.append(1)
def main():
    manager = mp.Manager()
    grid = manager.list([[], []])
    pool = mp.Pool()
    pool.starmap(fill, [(grid, r) for r in range(2)])`,
    ),
    no(
      'the whole value is assigned back',
      `
from multiprocessing import Manager, Process
def visit(pages, name):
    page = pages[name]
    page["visits"] += 1
    pages[name] = page
if __name__ == '__main__':
    with Manager() as manager:
        pages = manager.dict({"home": {"visits": 0}})
        Process(target=visit, args=(pages, "home")).start()`,
    ),
    no(
      'proxies inside a proxy',
      `
from multiprocessing import Manager, Process
def visit(pages, name):
    pages[name]["visits"] += 1
if __name__ == '__main__':
    with Manager() as manager:
        pages = manager.dict()
        pages["home"] = manager.dict({"visits": 0})
        Process(target=visit, args=(pages, "home")).start()`,
    ),
    no(
      'an item of its own',
      `
from multiprocessing import Manager, Process
def visit(pages, name):
    pages[name] = 1
if __name__ == '__main__':
    with Manager() as manager:
        pages = manager.dict()
        Process(target=visit, args=(pages, "home")).start()`,
    ),
  ]),
  ...finding('same-random', (yes, no) => [
    yes(
      "NumPy's global state",
      `
import numpy as np
from multiprocessing import Pool
def walk(n):
    return np.random.normal(size=10).sum()
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(walk, range(4)))`,
    ),
    yes(
      'a generator of the module',
      `
import multiprocessing as mp
import numpy as np
rng = np.random.default_rng(42)
def walk(q):
    q.put(rng.random())
if __name__ == '__main__':
    q = mp.Queue()
    for _ in range(4):
        mp.Process(target=walk, args=(q,)).start()`,
    ),
    yes(
      'a fixed seed in each worker',
      `
import random
from multiprocessing import Pool
def walk(n):
    random.seed(0)
    return random.random()
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(walk, range(4)))`,
    ),
    no(
      'a seed of its own',
      `
import numpy as np
from multiprocessing import Pool
def walk(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=10).sum()
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(walk, range(4)))`,
    ),
    no(
      "Python's random is seeded anew after a fork",
      `
import random
from multiprocessing import Pool
def walk(n):
    return random.random()
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(walk, range(4)))`,
    ),
    no(
      'threads share one state',
      `
import numpy as np
from concurrent.futures import ThreadPoolExecutor
def walk(n):
    return np.random.normal(size=10).sum()
with ThreadPoolExecutor() as pool:
    print(list(pool.map(walk, range(4))))`,
    ),
  ]),
  ...finding('pipe-deadlock', (yes, no) => [
    yes(
      'the pipe is read after the wait',
      `
import subprocess
child = subprocess.Popen(["make"], stdout=subprocess.PIPE)
child.wait()
print(child.stdout.read())`,
    ),
    yes(
      'a wait with a timeout, and the run was stopped there',
      `
import asyncio
async def main():
    child = await asyncio.create_subprocess_exec("make", stdout=asyncio.subprocess.PIPE)
    await asyncio.wait_for(child.wait(), 5)
    print(await child.stdout.read())`,
      timedOut(),
    ),
    yes(
      'polling',
      `
import subprocess, time
child = subprocess.Popen(["make"], stderr=subprocess.PIPE)
while child.poll() is None:
    time.sleep(0.1)
print(child.stderr.read())`,
    ),
    no(
      'communicate',
      `
import subprocess
child = subprocess.Popen(["make"], stdout=subprocess.PIPE)
print(child.communicate()[0])`,
    ),
    no(
      'read line by line, then waited for',
      `
import subprocess
child = subprocess.Popen(["make"], stdout=subprocess.PIPE)
for line in child.stdout:
    print(line)
child.wait()`,
    ),
    no(
      'a reader beside the wait',
      `
import asyncio
async def main():
    child = await asyncio.create_subprocess_exec("make", stdout=asyncio.subprocess.PIPE)
    await asyncio.gather(child.wait(), child.stdout.read())`,
    ),
    no('no pipe', 'import subprocess\nchild = subprocess.Popen(["make"])\nchild.wait()', ran()),
  ]),
]
