# verdict: processes, keep
import time
from concurrent.futures import ThreadPoolExecutor, ProcessPoolExecutor

def cpu(n):
    s = 0
    for i in range(n):
        s += i * i
    return s

if __name__ == '__main__':
    jobs = [2_000_000] * 4
    for cls in (ThreadPoolExecutor, ProcessPoolExecutor):
        t = time.time()
        with cls(4) as ex:
            list(ex.map(cpu, jobs))
        print(cls.__name__, time.time() - t)
