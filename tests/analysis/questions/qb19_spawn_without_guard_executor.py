import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor
mp.set_start_method("spawn", force=True)   # like on my windows pc

def crunch(n):
    s = 0
    for i in range(n):
        s += i * i
    return s

with ProcessPoolExecutor(max_workers=2) as pool:
    for r in pool.map(crunch, [500_000, 600_000, 700_000]):
        print(r)
# concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly

# expert: spawned workers import this file again and start pools themselves: if __name__ == "__main__"
# verdict: fix-first
# lines: 11, 12
# cause: __main__
