# verdict: keep, sequential
import threading
import queue
import time

q = queue.Queue()

def producer():
    for i in range(5):
        q.put(i)
        time.sleep(0.1)
    q.put(None)

def consumer():
    while True:
        item = q.get()
        if item is None:
            break
        print('got', item)
        time.sleep(0.15)

a = threading.Thread(target=producer)
b = threading.Thread(target=consumer)
a.start(); b.start()
a.join(); b.join()
