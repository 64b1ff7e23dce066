import threading
import time

lock = threading.Lock()
stock = {"apple": 3}

def sell(name):
    lock.acquire()
    left = stock[name] - 1
    stock[name] = left
    print("sold", name)
    lock.release()

def worker(names):
    for n in names:
        try:
            sell(n)
        except KeyError as e:
            print("no such thing", e)

a = threading.Thread(target=worker, args=(["apple", "pear"],))
b = threading.Thread(target=worker, args=(["apple", "apple"],))
a.start()
time.sleep(0.2)
b.start()
a.join()
b.join()
print(stock)   # never gets here

# expert: KeyError leaves sell between acquire and release, so the lock stays locked: with lock:
# verdict: fix-first
# lines: 8, 9
# cause: (releas|with lock)
