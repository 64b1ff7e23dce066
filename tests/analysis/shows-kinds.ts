/** Programs that have a kind of mistake and close ones that do not: sessions, contexts, servers, schedulers, hangs. */
import { finding, type Row } from './rows.ts'
import { computed, ran, timedOut } from './runs.ts'

const task = (coro: string, madeAt: number, endMs: number, state: 'ok' | 'error') => ({
  name: coro,
  coro,
  madeAt,
  steps: 2,
  runMs: 1,
  longestStepMs: 1,
  bornMs: 1,
  endMs,
  state,
  timeline: [],
})

/** A thread that had not ended when time was up. */
const thread = (name: string, func: string, line: number) => ({
  name,
  daemon: false,
  line,
  func,
  leaf: 'wait',
  lines: [line],
})

const UNRELEASED = `
import threading
lock = threading.Lock()
def sell(stock):
    lock.acquire()
    stock["pear"] -= 1
    lock.release()
def work(stock):
    try: sell(stock)
    except KeyError: pass
threads = [threading.Thread(target=work, args=({},)) for _ in range(2)]
for t in threads: t.start(); t.join()`

const GATHER = `
import asyncio
async def f(n): await asyncio.sleep(n)
async def main():
    try:
        await asyncio.gather(f(1), f(2))
    except ValueError:
        print("failed")
    await asyncio.sleep(3)
asyncio.run(main())`

export const showsOfKinds: readonly Row[] = [
  ...finding('session-per-request', (yes, no) => [
    yes(
      'a client in the coroutine that many tasks run',
      `
      import asyncio, httpx
      async def get(url):
          async with httpx.AsyncClient() as client:
              return await client.get(url)
      async def main(urls):
          return await asyncio.gather(*(get(u) for u in urls))
      `,
    ),
    yes(
      'a session in every turn of a loop',
      `
      import requests
      for url in ["a", "b", "c"]:
          with requests.Session() as s:
              print(s.get(url).status_code)
      `,
    ),
    no(
      'one client for all, passed on',
      `
      import asyncio, httpx
      async def get(client, url):
          return await client.get(url)
      async def main(urls):
          async with httpx.AsyncClient() as client:
              return await asyncio.gather(*(get(client, u) for u in urls))
      `,
    ),
    no(
      'a session of its own for each worker, which asks many times',
      `
      import asyncio, aiohttp
      async def worker(queue):
          async with aiohttp.ClientSession() as session:
              while True:
                  url = await queue.get()
                  async with session.get(url) as reply:
                      print(reply.status)
      async def main(queue):
          await asyncio.gather(*(worker(queue) for _ in range(5)))
      `,
    ),
    no(
      'threads must not share a requests.Session',
      `
      import requests
      from concurrent.futures import ThreadPoolExecutor
      def get(url):
          with requests.Session() as s:
              return s.get(url).text
      with ThreadPoolExecutor() as pool:
          print(list(pool.map(get, ["a", "b", "c"])))
      `,
    ),
  ]),
  ...finding('session-unclosed', (yes, no) => [
    yes(
      'a session in a local variable',
      `
      import aiohttp, asyncio
      async def main():
          session = aiohttp.ClientSession()
          print(await session.get("http://a"))
      asyncio.run(main())
      `,
    ),
    yes(
      'a session in an attribute that no method closes',
      `
      import aiohttp
      class Api:
          async def start(self):
              self.session = aiohttp.ClientSession()
          async def get(self, url):
              return await self.session.get(url)  # no session.close()
      `,
    ),
    no(
      'closed in a method of its own',
      `
      import aiohttp
      class Api:
          async def __aenter__(self):
              self.session = aiohttp.ClientSession()
              return self
          async def __aexit__(self, *error):
              await self.session.close()
      `,
    ),
    no(
      'entered later',
      `
      import aiohttp
      async def main():
          session = aiohttp.ClientSession()
          async with session:
              print(await session.get("http://a"))
      `,
    ),
    no(
      'handed on to an exit stack',
      `
      import aiohttp
      async def main(stack):
          session = await stack.enter_async_context(aiohttp.ClientSession())
          print(await session.get("http://a"))
      `,
    ),
  ]),
  ...finding('gather-left-running', (yes, no) => [
    yes('the error is caught and the others go on', GATHER),
    yes(
      'seen: one failed and the other ended later',
      GATHER,
      ran({}, { tasks: [task('f', 5, 100, 'error'), task('f', 5, 900, 'ok')] }),
    ),
    no('return_exceptions waits for all', GATHER.replace('f(2))', 'f(2), return_exceptions=True)')),
    no('the error goes on', GATHER.replace('print("failed")', 'raise')),
    no(
      'nothing failed in the run',
      GATHER,
      ran({}, { tasks: [task('f', 5, 100, 'ok'), task('f', 5, 900, 'ok')] }),
    ),
    no(
      'the rest is cancelled',
      `
      import asyncio
      async def f(n): await asyncio.sleep(n)
      async def main():
          tasks = [asyncio.create_task(f(n)) for n in range(3)]
          try:
              await asyncio.gather(*tasks)
          except ValueError:
              for t in tasks: t.cancel()
      asyncio.run(main())
      `,
    ),
  ]),
  ...finding('context-lost', (yes, no) => [
    yes(
      'a pool thread reads what the caller set',
      `
      from concurrent.futures import ThreadPoolExecutor
      from contextvars import ContextVar
      user = ContextVar("user", default="-")
      def log(text): print(user.get(), text)
      def work(n): log(n)
      user.set("ann")
      with ThreadPoolExecutor() as pool:
          pool.submit(work, 1).result()
      `,
    ),
    yes(
      'run_in_executor',
      `
      import asyncio, contextvars
      lang = contextvars.ContextVar("lang")
      def render(): return lang.get()
      async def main():
          lang.set("de")
          print(await asyncio.get_running_loop().run_in_executor(None, render))
      asyncio.run(main())
      `,
    ),
    no(
      'to_thread carries the context',
      `
      import asyncio, contextvars
      lang = contextvars.ContextVar("lang")
      def render(): return lang.get()
      async def main():
          lang.set("de")
          print(await asyncio.to_thread(render))
      asyncio.run(main())
      `,
    ),
    no(
      'the thread sets its own value',
      `
      import threading, contextvars
      lang = contextvars.ContextVar("lang")
      def work(value):
          lang.set(value)
          print(lang.get())
      lang.set("en")
      threading.Thread(target=work, args=("de",)).start()
      `,
    ),
    no(
      'a copy of the context runs it',
      `
      import threading, contextvars
      lang = contextvars.ContextVar("lang")
      def work(): print(lang.get())
      lang.set("en")
      threading.Thread(target=contextvars.copy_context().run, args=(work,)).start()
      `,
    ),
  ]),
  ...finding('sleeping-generators', (yes, no) => [
    yes(
      'a round robin over generators that sleep',
      `
      import time
      from collections import deque
      def count(n):
          for i in range(n):
              time.sleep(1)
              yield
      tasks = deque([count(3), count(5)])
      while tasks:
          task = tasks.popleft()
          try:
              next(task)
              tasks.append(task)
          except StopIteration:
              pass
      `,
    ),
    yes(
      'send, and requests',
      `
      import requests
      def crawl(urls):
          for url in urls:
              yield requests.get(url).status_code
      ready = [crawl(["a"]), crawl(["b"])]
      while ready:
          gen = ready.pop(0)
          try:
              gen.send(None)
          except StopIteration:
              continue
          ready.append(gen)
      `,
    ),
    no(
      'a generator that is simply walked through',
      `
      import time
      def rows():
          while True:
              time.sleep(1)
              yield 1
      for row in rows():
          print(row)
      `,
    ),
    no(
      'generators that do not block',
      `
      from collections import deque
      def count(n):
          for i in range(n):
              print(i)
              yield
      tasks = deque([count(3), count(5)])
      while tasks:
          task = tasks.popleft()
          try:
              next(task)
              tasks.append(task)
          except StopIteration:
              pass
      `,
    ),
  ]),
  ...finding('one-client-at-a-time', (yes, no) => [
    yes(
      'accept and recv in one loop',
      `
      import socket
      s = socket.create_server(("", 8000))
      while True:
          conn, address = s.accept()
          while True:
              data = conn.recv(1024)
              if not data: break
              conn.sendall(data)
      `,
    ),
    yes(
      'a plain HTTPServer with a handler that waits',
      `
      import time
      from http.server import BaseHTTPRequestHandler, HTTPServer
      class Handler(BaseHTTPRequestHandler):
          def do_GET(self):
              time.sleep(2)
              self.send_response(200)
      HTTPServer(("", 8000), Handler).serve_forever()
      `,
    ),
    no(
      'a thread for each connection',
      `
      import socket, threading
      def handle(conn): conn.sendall(conn.recv(1024))
      s = socket.create_server(("", 8000))
      while True:
          conn, address = s.accept()
          threading.Thread(target=handle, args=(conn,)).start()
      `,
    ),
    no(
      'one client only',
      `
      import socket
      s = socket.create_server(("", 8000))
      conn, address = s.accept()
      while True:
          data = conn.recv(1024)
          if not data: break
      `,
    ),
    no(
      'a plain HTTPServer whose handler waits for nothing',
      `
      from http.server import BaseHTTPRequestHandler, HTTPServer
      class Handler(BaseHTTPRequestHandler):
          def do_GET(self):
              self.send_response(200)
      HTTPServer(("", 8000), Handler).serve_forever()
      `,
    ),
    no(
      'a threading server',
      `
      import time
      from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
      class Handler(BaseHTTPRequestHandler):
          def do_GET(self):
              time.sleep(2)
              self.send_response(200)
      ThreadingHTTPServer(("", 8000), Handler).serve_forever()
      `,
    ),
  ]),
  ...finding('jobs-hold-up', (yes, no) => [
    yes(
      'schedule with a long job beside a short one',
      `
      import schedule, time
      def beat(): print("alive")
      def backup(): time.sleep(90)
      schedule.every(10).seconds.do(beat)
      schedule.every().hour.do(backup)
      while True:
          schedule.run_pending()
          time.sleep(1)
      `,
    ),
    yes(
      'sched of the standard library',
      `
      import sched, time, subprocess
      jobs = sched.scheduler(time.time, time.sleep)
      def beat(): jobs.enter(1, 1, beat)
      def backup(): subprocess.run(["tar", "cf", "a.tar", "."])
      jobs.enter(0, 1, beat)
      jobs.enter(5, 1, backup)
      jobs.run()
      `,
    ),
    no(
      'the job starts a thread',
      `
      import schedule, time, threading
      def beat(): print("alive")
      def backup(): time.sleep(90)
      def start(): threading.Thread(target=backup).start()
      schedule.every(10).seconds.do(beat)
      schedule.every().hour.do(start)
      while True:
          schedule.run_pending()
          time.sleep(1)
      `,
    ),
    no(
      'one job alone holds up nobody',
      `
      import schedule, time
      def backup(): time.sleep(90)
      schedule.every().hour.do(backup)
      while True:
          schedule.run_pending()
          time.sleep(1)
      `,
    ),
  ]),
  ...finding('spinning', (yes, no) => [
    yes(
      'run_pending without a pause',
      `
      import schedule
      def beat(): print("alive")
      schedule.every(10).seconds.do(beat)
      while True:
          schedule.run_pending()
      `,
    ),
    yes(
      'the clock, asked all the time',
      `
      import time
      last = 0
      while True:
          now = time.time()
          if now - last > 1:
              print("tick")
              last = now
      `,
      computed({
        lines: [
          {
            thread: 'MainThread',
            line: 4,
            func: '<module>',
            leaf: '',
            samples: 90,
            wallMs: 900,
            cpuMs: 900,
          },
        ],
      }),
    ),
    no(
      'run_pending and a sleep',
      `
      import schedule, time
      def beat(): print("alive")
      schedule.every(10).seconds.do(beat)
      while True:
          schedule.run_pending()
          time.sleep(1)
      `,
    ),
    no(
      'work until a deadline',
      `
      import time
      def step(n): return n * n
      end = time.time() + 5
      n = 0
      while time.time() < end:
          n = step(n) + 1
      `,
    ),
    no(
      'a coroutine that awaits in the loop',
      `
      import asyncio, time
      async def main():
          end = time.monotonic() + 5
          while True:
              if time.monotonic() > end: break
              await asyncio.sleep(0.1)
      asyncio.run(main())
      `,
    ),
  ]),
  ...finding('stuck-waiting', (yes, no) => [
    yes(
      'put on a full queue whose consumer has left',
      `
      import queue, threading
      q = queue.Queue(maxsize=1)
      def produce():
          for n in range(5): q.put(n)
      def consume():
          print(q.get())
      threading.Thread(target=produce).start()
      threading.Thread(target=consume).start()
      `,
      timedOut({ stuckThreads: [thread('Thread-1', 'produce', 4)] }),
    ),
    yes(
      'one waiter on a lock that an error left taken',
      UNRELEASED,
      timedOut({
        stuckThreads: [thread('Thread-2', 'sell', 4), thread('MainThread', '<module>', 11)],
      }),
    ),
    yes(
      'a barrier for more than come',
      `
      import threading
      N = 2
      barrier = threading.Barrier(N + 1)
      def run(): barrier.wait()
      for _ in range(2): threading.Thread(target=run).start()
      `,
      timedOut({ stuckThreads: [thread('Thread-1', 'run', 4), thread('Thread-2', 'run', 4)] }),
    ),
    yes(
      'a condition that was notified before anyone waited',
      `
      import threading
      cond = threading.Condition()
      def wait():
          with cond: cond.wait()
      with cond: cond.notify()
      threading.Thread(target=wait).start()
      `,
      timedOut({ stuckThreads: [thread('Thread-1', 'wait', 4)] }),
    ),
    yes(
      'processes joined before their queue is read',
      `
      from multiprocessing import Process, Queue
      def work(q): q.put("x" * 1_000_000)
      if __name__ == "__main__":
          q = Queue()
          p = Process(target=work, args=(q,))
          p.start()
          p.join()
          print(q.get())
      `,
      timedOut({ stuckThreads: [thread('MainThread', '<module>', 7)] }),
    ),
    no(
      'whoever holds the lock is still at work, and time was up',
      `
      import threading, time
      slots = threading.Semaphore(1)
      def fetch():
          with slots:
              time.sleep(2)
      for _ in range(9): threading.Thread(target=fetch).start()
      `,
      timedOut({
        stuckThreads: [thread('Thread-1', 'fetch', 5), thread('Thread-2', 'fetch', 4)],
      }),
    ),
    no('the program ended', UNRELEASED, ran({}, { stuckThreads: [thread('Thread-2', 'sell', 4)] })),
    no(
      'a thread that sleeps',
      `
      import threading, time
      lock = threading.Lock()
      def work():
          with lock:
              pass
          time.sleep(60)
      threading.Thread(target=work).start()
      `,
      timedOut({ stuckThreads: [thread('Thread-1', 'work', 6)] }),
    ),
    no(
      'a lock taken twice by one thread is told as that',
      `
      import threading
      lock = threading.Lock()
      def outer():
          with lock:
              inner()
      def inner():
          with lock:
              print("in")
      threading.Thread(target=outer).start()
      `,
      timedOut({ stuckThreads: [{ ...thread('Thread-1', 'inner', 7), lines: [5, 7] }] }),
    ),
  ]),
  ...finding('unpicklable', (yes, no) => [
    yes(
      'a generator as an argument',
      `
      from multiprocessing import Pool
      def lines(n):
          for i in range(n): yield i
      def count(rows): return sum(rows)
      if __name__ == "__main__":
          with Pool() as pool:
              print(pool.apply(count, (lines(5),)))
      `,
    ),
    yes(
      'a bound method whose object has a lock',
      `
      import threading
      from concurrent.futures import ProcessPoolExecutor
      class Counter:
          def __init__(self):
              self.lock = threading.Lock()
          def work(self): return 1
      if __name__ == "__main__":
          with ProcessPoolExecutor() as pool:
              print(pool.submit(Counter().work).result())
              counter = Counter()
              print(pool.submit(counter.work).result())
      `,
    ),
    no(
      'a generator that the parent walks through',
      `
      from multiprocessing import Pool
      def work(n): return n * n
      if __name__ == "__main__":
          with Pool() as pool:
              print(pool.map(work, (n for n in range(9))))
      `,
    ),
    no(
      'a bound method of plain data',
      `
      from concurrent.futures import ProcessPoolExecutor
      class Counter:
          def __init__(self, n):
              self.n = n
          def work(self): return self.n
      if __name__ == "__main__":
          counter = Counter(3)
          with ProcessPoolExecutor() as pool:
              print(pool.submit(counter.work).result())
      `,
    ),
  ]),
  ...finding('missing-main-guard', (yes, no) => [
    yes(
      'a context that spawns',
      `
      import multiprocessing
      context = multiprocessing.get_context("spawn")
      def work(n): print(n)
      p = context.Process(target=work, args=(1,))
      p.start()
      p.join()
      `,
    ),
    no(
      'the same under the guard',
      `
      import multiprocessing
      def work(n): print(n)
      if __name__ == "__main__":
          context = multiprocessing.get_context("spawn")
          p = context.Process(target=work, args=(1,))
          p.start()
          p.join()
      `,
    ),
  ]),
  ...finding('rows-to-pool', (yes, no) => [
    yes(
      'rows of a data frame',
      `
      from multiprocessing import Pool
      import pandas as pd
      def length(row): return (row["a"] ** 2 + row["b"] ** 2) ** 0.5
      if __name__ == "__main__":
          df = pd.read_csv("points.csv")
          with Pool(4) as pool:
              df["length"] = pool.map(length, [row for _, row in df.iterrows()])
      `,
    ),
    yes(
      'numbers of an array',
      `
      from concurrent.futures import ProcessPoolExecutor
      import numpy as np
      def square(x): return x ** 2
      if __name__ == "__main__":
          data = np.arange(100_000)
          with ProcessPoolExecutor() as pool:
              print(sum(pool.map(square, data)))
      `,
    ),
    no(
      'chunks of an array',
      `
      from multiprocessing import Pool
      import numpy as np
      def total(part): return (part ** 2).sum()
      if __name__ == "__main__":
          data = np.arange(100_000)
          with Pool(4) as pool:
              print(sum(pool.map(total, np.array_split(data, 4))))
      `,
    ),
    no(
      'heavy work for each row',
      `
      from multiprocessing import Pool
      import pandas as pd
      def simulate(row):
          total = 0
          for n in range(1_000_000): total += n * row[1]
          return total
      if __name__ == "__main__":
          df = pd.read_csv("points.csv")
          with Pool(4) as pool:
              print(pool.map(simulate, df.itertuples()))
      `,
    ),
  ]),
  ...finding('async-test-not-run', (yes, no) => [
    yes(
      'a coroutine test without a marker',
      `
      import pytest
      async def add(a, b): return a + b
      async def test_add():
          assert await add(1, 2) == 3
      `,
    ),
    yes(
      'in a plain class',
      `
      class TestAdd:
          async def test_add(self):
              assert 1 + 2 == 3
      `,
    ),
    no(
      'a decorator of the project runs it on a loop',
      `
      import pytest
      from tests.utils import coroutine_test
      @coroutine_test
      async def test_add():
          assert 1 + 2 == 3
      `,
    ),
    no(
      'marked for pytest-asyncio',
      `
      import pytest
      @pytest.mark.asyncio
      async def test_add():
          assert 1 + 2 == 3
      `,
    ),
    no(
      'unittest awaits it',
      `
      import unittest
      class TestAdd(unittest.IsolatedAsyncioTestCase):
          async def test_add(self):
              assert 1 + 2 == 3
      `,
    ),
  ]),
  ...finding('sequential-await', (yes, no) => [
    yes(
      'a task awaited as soon as it is created, in a comprehension',
      `
      import asyncio
      async def get(n):
          await asyncio.sleep(1)
      async def main():
          return [await asyncio.create_task(get(n)) for n in range(5)]
      asyncio.run(main())
      `,
    ),
    yes(
      'a gather of one in a loop',
      `
      import asyncio
      async def get(n):
          await asyncio.sleep(1)
      async def main():
          for n in range(5):
              await asyncio.gather(get(n))
      asyncio.run(main())
      `,
    ),
    no(
      'requests that keep a rate',
      `
      import asyncio, aiohttp
      RATE = 5
      async def main(urls):
          async with aiohttp.ClientSession() as session:
              for url in urls:
                  reply = await session.get(url)
                  print(reply.status)
                  await asyncio.sleep(1 / RATE)
      asyncio.run(main(["a", "b"]))
      `,
    ),
    no(
      'tasks created first, awaited later',
      `
      import asyncio
      async def get(n):
          await asyncio.sleep(1)
      async def main():
          tasks = [asyncio.create_task(get(n)) for n in range(5)]
          return [await task for task in tasks]
      asyncio.run(main())
      `,
    ),
  ]),
]
