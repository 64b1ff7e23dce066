# verdict: fix-first, sequential, keep, threads
import threading
import time

lock = threading.Lock()

def job(n):
    with lock:
        time.sleep(0.3)
        print('job', n)

threads = [threading.Thread(target=job, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
