# verdict: fix-first
import threading

def work(n):
    print(10 / n)

ts = [threading.Thread(target=work, args=(n,)) for n in (1, 0, 2)]
[t.start() for t in ts]
[t.join() for t in ts]
