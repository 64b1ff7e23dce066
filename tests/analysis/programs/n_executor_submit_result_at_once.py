# verdict: threads, fix-first, keep
import time
from concurrent.futures import ThreadPoolExecutor

def work(n):
    time.sleep(0.4)
    return n

with ThreadPoolExecutor(max_workers=4) as pool:
    for i in range(5):
        print(pool.submit(work, i).result())
