/** Findings on work whose result or error nobody sees. */
import { finding, type Row } from './rows.ts'
import { ran, timedOut } from './runs.ts'

/** The main thread waits at a line. */
const stuckMain = (line: number) => ({
  name: 'MainThread',
  daemon: false,
  line,
  func: '<module>',
  leaf: 'wait',
  lines: [line],
})

export const lostWork: readonly Row[] = [
  ...finding('results-never-read', (yes, no) => [
    yes(
      'an iterator that nobody walks through',
      `
from concurrent.futures import ThreadPoolExecutor
def copy(name):
    open(name)
with ThreadPoolExecutor() as pool:
    copies = pool.map(copy, ["a", "b"])
print(copies)`,
    ),
    yes(
      'futures that are only waited for',
      `
from concurrent.futures import ThreadPoolExecutor, as_completed
def load(n):
    return 1 / n
with ThreadPoolExecutor() as pool:
    jobs = [pool.submit(load, n) for n in range(3)]
    for job in as_completed(jobs):
        print("one done")`,
    ),
    yes(
      'an error was lost, and the run saw it',
      `
from multiprocessing import Pool
def load(n):
    return 1 / n
if __name__ == '__main__':
    pool = Pool()
    pool.apply_async(load, (0,))
    pool.close()
    pool.join()`,
      ran({}, { lostErrors: [{ error: "ZeroDivisionError('division by zero')", line: 4 }] }),
    ),
    no(
      'the results are asked for',
      `
from concurrent.futures import ThreadPoolExecutor, as_completed
def load(n):
    return 1 / n
with ThreadPoolExecutor() as pool:
    jobs = {pool.submit(load, n): n for n in range(3)}
    for job in as_completed(jobs):
        print(jobs[job], job.result())`,
    ),
    no(
      'an error_callback hears of errors',
      `
from multiprocessing import Pool
def load(n):
    return 1 / n
if __name__ == '__main__':
    with Pool() as pool:
        pool.apply_async(load, (0,), error_callback=print)
        pool.close()
        pool.join()`,
    ),
    no(
      'the work handles its own errors',
      `
from concurrent.futures import ThreadPoolExecutor
def load(n):
    try:
        print(1 / n)
    except Exception as error:
        print("failed", error)
with ThreadPoolExecutor() as pool:
    pool.map(load, [1, 0])`,
    ),
    no(
      'futures that are handed on',
      `
from concurrent.futures import ThreadPoolExecutor
def load(n):
    return 1 / n
def start(pool, ns):
    pool = ThreadPoolExecutor()
    jobs = []
    for n in ns:
        jobs.append(pool.submit(load, n))
    return jobs`,
    ),
  ]),
  ...finding('pool-terminated', (yes, no) => [
    yes(
      'results asked for after the with block',
      `
from multiprocessing import Pool
def f(n): return n
if __name__ == '__main__':
    with Pool(2) as pool:
        jobs = [pool.apply_async(f, (n,)) for n in range(4)]
    for job in jobs:
        print(job.get())`,
    ),
    yes(
      'the result leaves the with block by return',
      `
import multiprocessing as mp
def f(n): return n
def start():
    with mp.Pool() as pool:
        return pool.map_async(f, range(9))`,
    ),
    yes(
      'terminate before the results are read',
      `
from multiprocessing import Pool
def f(n): return n
def main():
    pool = Pool()
    job = pool.map_async(f, range(9))
    pool.terminate()
    print(job.get())`,
    ),
    no(
      'results read inside',
      `
from multiprocessing import Pool
def f(n): return n
if __name__ == '__main__':
    with Pool(2) as pool:
        jobs = [pool.apply_async(f, (n,)) for n in range(4)]
        print([job.get() for job in jobs])`,
    ),
    no(
      'closed and joined inside',
      `
from multiprocessing import Pool
def f(n): return n
if __name__ == '__main__':
    with Pool(2) as pool:
        job = pool.map_async(f, range(9))
        pool.close()
        pool.join()
    print(job.get())`,
    ),
    no(
      "an executor's with block waits for its work",
      `
from concurrent.futures import ProcessPoolExecutor
def f(n): return n
if __name__ == '__main__':
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(f, n) for n in range(9)]
    print([job.result() for job in jobs])`,
    ),
    no(
      'terminate when all is read',
      `
from multiprocessing import Pool
def f(n): return n
def main():
    pool = Pool()
    job = pool.map_async(f, range(9))
    print(job.get())
    pool.terminate()`,
    ),
  ]),
  ...finding('worker-ended', (yes, no) => [
    yes(
      'os._exit in a worker, and the pool waits',
      `
import os
from multiprocessing import Pool
def f(n):
    if n == 2: os._exit(1)
    return n
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(f, range(4)))`,
      timedOut({ stuckThreads: [stuckMain(9)] }),
    ),
    yes(
      'sys.exit in what a worker calls, not run',
      `
import sys
from multiprocessing import Pool
def check(n):
    if n < 0: sys.exit("negative")
def f(n):
    check(n)
    return n
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(f, range(4)))`,
    ),
    no(
      'the main process exits',
      `
import sys
from multiprocessing import Pool
def f(n): return n
if __name__ == '__main__':
    with Pool() as pool:
        print(pool.map(f, range(4)))
    sys.exit(0)`,
    ),
    no(
      'an executor notices',
      `
import os
from concurrent.futures import ProcessPoolExecutor
def f(n):
    if n == 2: os._exit(1)
    return n
if __name__ == '__main__':
    with ProcessPoolExecutor() as pool:
        print(list(pool.map(f, range(4))))`,
    ),
  ]),
]
