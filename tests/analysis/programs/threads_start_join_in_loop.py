# verdict: fix-first, threads, keep
import threading
import time

def work(n):
    time.sleep(0.4)
    print(n)

for i in range(4):
    t = threading.Thread(target=work, args=(i,))
    t.start()
    t.join()
