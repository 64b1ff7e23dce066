/** Findings on work whose result or error nobody sees. */
import { finding, type Row } from './rows.ts'
import { ran } from './runs.ts'

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
]
