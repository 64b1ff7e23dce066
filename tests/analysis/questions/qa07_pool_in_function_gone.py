# verdict: fix-first
# lines: 12, 13, 20
# cause: terminat|with block|inside
import time
from multiprocessing import Pool

def f(x):
    time.sleep(0.5)
    return x + 1

def start_jobs(values):
    with Pool(processes=2) as pool:
        return pool.map_async(f, values)

if __name__ == "__main__":
    r = start_jobs([1, 2, 3, 4])
    print("started")
    r.wait(timeout=3)
    print(r.ready())
    print(r.get(timeout=1))
