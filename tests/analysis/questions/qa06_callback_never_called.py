# verdict: fix-first
# lines: 22
# cause: never read|nobody reads|lost|\.get\(\)|error_callback
import time
from multiprocessing.pool import ThreadPool

done = []

def on_done(r):
    done.append(r)

def work(job):
    time.sleep(0.2)
    return job["cost"] * job["amount"]

jobs = [{"cost": 3, "amount": 2}, {"cost": 4}, {"amount": 9}, {}]

pool = ThreadPool(4)
t = time.time()
for job in jobs:
    # callback is only called once!! where are the other 3?
    pool.apply_async(work, (job,), callback=on_done)
pool.close()
pool.join()
print(done, round(time.time() - t, 1))
