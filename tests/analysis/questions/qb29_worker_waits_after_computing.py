import threading
from queue import Queue

jobs, done = Queue(), []

def worker():
    while True:
        n = jobs.get()
        s = 0
        for i in range(n):
            s += i % 7
        done.append(s)
        jobs.task_done()

threads = [threading.Thread(target=worker) for _ in range(2)]
for t in threads:
    t.start()
for n in [6_000_000, 6_000_000, 5_000_000, 7_000_000]:
    jobs.put(n)
jobs.join()
print("all done", done)    # prints, but the program does not exit!

# expert: the workers wait in get() after the last job: sentinel (None) or daemon threads; (and threads do not help computing)
# verdict: fix-first
# lines: 8
# cause: (get|put|sentinel|daemon|never end)
