# verdict: threads, async, keep
from multiprocessing import Process
import time

def task(n):
    time.sleep(0.6)
    print('done', n)

if __name__ == '__main__':
    procs = [Process(target=task, args=(i,)) for i in range(4)]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
