# verdict: fix-first
import threading
import time

forks = [threading.Lock() for _ in range(3)]

def philosopher(i):
    left, right = forks[i], forks[(i + 1) % 3]
    for _ in range(3):
        left.acquire()
        time.sleep(0.1)
        right.acquire()
        print(i, 'eats')
        right.release()
        left.release()

ts = [threading.Thread(target=philosopher, args=(i,)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
