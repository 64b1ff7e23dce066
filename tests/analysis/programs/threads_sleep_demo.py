# verdict: keep
import threading
import time

def worker(num):
    """thread worker function"""
    print(f'Worker {num} starting')
    time.sleep(0.5)
    print(f'Worker {num} done')

threads = []
for i in range(5):
    t = threading.Thread(target=worker, args=(i,))
    threads.append(t)
    t.start()
for t in threads:
    t.join()
